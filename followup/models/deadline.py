"""The duties of a file, the rules they come from, what moved them, and when they stood still."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId, Sealed
from followup.models.person import PROTECTED
from followup.vocabulary import DeadlineEnd, DeadlineKind, MoveReason, PauseReason


class DeadlinePolicy(Base):
    """One version of an organisation's rules; none for an organisation means the default."""

    __tablename__ = "deadline_policy"
    __table_args__ = (UniqueConstraint("organisation_id", "version"),)

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    version: Mapped[int]
    rules: Mapped[dict] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))


class Deadline(Base):
    """One duty with a due time. Overdue is computed (due before now and still open), never stored.

    The open rows are the queue. What was explained to the reader is kept as `explained`.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        Index(None, "follow_up_id"),
        Index(
            "ix_deadline_open_escalation",
            "escalates_at",
            sqlite_where=text("ended_at IS NULL AND escalated_at IS NULL"),
            postgresql_where=text("ended_at IS NULL AND escalated_at IS NULL"),
        ),
        Index(
            "uq_deadline_one_open_of_a_kind",
            "follow_up_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_deadline_kept", "organisation_id", "kind", "due_at", "ended_at", "end"),
        Index(
            "ix_deadline_open_organisation",
            "organisation_id",
            "kind",
            "due_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    organisation_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("organisation.id"))
    kind: Mapped[DeadlineKind] = mapped_column(Code(DeadlineKind))
    rule: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    step_from: Mapped[datetime | None] = mapped_column(Moment)
    step_until: Mapped[datetime | None] = mapped_column(Moment)
    explained: Mapped[dict] = mapped_column(JSON)
    policy_version: Mapped[int] = mapped_column(default=0)
    escalates_at: Mapped[datetime | None] = mapped_column(Moment)
    repeat_minutes: Mapped[int | None]
    escalated_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    end: Mapped[DeadlineEnd | None] = mapped_column(Code(DeadlineEnd))
    ended_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))


class DeadlineMove(Base):
    """A due time moved on purpose, with its reason. `decided`: by the coordinator, past any cap."""

    __tablename__ = "deadline_move"
    __table_args__ = (Index(None, "follow_up_id"), PROTECTED)

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    deadline_id: Mapped[int] = mapped_column(RowId, ForeignKey("deadline.id"))
    moved_from: Mapped[datetime] = mapped_column(Moment)
    moved_to: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[MoveReason] = mapped_column(Code(MoveReason))
    note: Mapped[str | None] = mapped_column(Sealed("deadline_move.note"))
    decided: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))


class Pause(Base):
    """The clocks stand still, for a reason and until a review; no open-ended pause."""

    __tablename__ = "pause"
    __table_args__ = (
        Index(
            "uq_pause_one_open",
            "follow_up_id",
            unique=True,
            sqlite_where=text("resumed_at IS NULL"),
            postgresql_where=text("resumed_at IS NULL"),
        ),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    reason: Mapped[PauseReason] = mapped_column(Code(PauseReason))
    paused_at: Mapped[datetime] = mapped_column(Moment)
    paused_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    review_at: Mapped[datetime] = mapped_column(Moment)
    resumed_at: Mapped[datetime | None] = mapped_column(Moment)
    resumed_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))

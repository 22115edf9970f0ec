"""One person's file in a situation and its duties."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId, Sealed
from followup.models.person import PROTECTED
from followup.vocabulary import (
    Booking,
    CloseReason,
    DeadlineKind,
    News,
    Risk,
    Side,
    State,
    Strand,
    TriggerEvent,
)


class FollowUp(Base):
    """Offered, never imposed: a person may decline and the follow-up then closes.

    `due_at` and `due_kind` repeat the earliest open duty of the worker, kept by the same
    transaction that changes the duties, so that a worklist reads one index. Who takes the worker
    away sets `unassigned_since` and `unassigned_alarm_at` (rules/deadlines.unassigned_alarm_at):
    from then on the coordinators are told that nobody has it. What the card allows holds until
    `card_expires_at`; an event ends it at once and stands in `card_broken_by`. `booking` and
    `booking_at` repeat the open booking of an interpreter; `language_version` points at what is
    known of the language, 0 at what the police told.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("situation_id", "person_id", "strand"),
        ForeignKeyConstraint(
            ["situation_id", "worker_id", "side"],
            ["side_holder.situation_id", "side_holder.account_id", "side_holder.side"],
            name="fk_follow_up_one_side_only",
        ),
        CheckConstraint(
            "(strand = 'perpetrator' AND side = 'perpetrator')"
            " OR (strand <> 'perpetrator' AND side = 'protected')",
            name="side_of_strand",
        ),
        Index(
            "ix_follow_up_open_worker",
            "worker_id",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_follow_up_open_organisation",
            "organisation_id",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_follow_up_open_team",
            "organisation_id",
            "worker_id",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_follow_up_gate",
            "organisation_id",
            "received_at",
            sqlite_where=text("closed_at IS NULL AND released_at IS NULL"),
            postgresql_where=text("closed_at IS NULL AND released_at IS NULL"),
        ),
        Index(
            "ix_follow_up_unassigned",
            "organisation_id",
            "unassigned_since",
            sqlite_where=text("closed_at IS NULL AND worker_id IS NULL"),
            postgresql_where=text("closed_at IS NULL AND worker_id IS NULL"),
        ),
        Index(
            "ix_follow_up_unassigned_alarm",
            "unassigned_alarm_at",
            sqlite_where=text("closed_at IS NULL AND worker_id IS NULL"),
            postgresql_where=text("closed_at IS NULL AND worker_id IS NULL"),
        ),
        Index(
            "ix_follow_up_waiting_for_interpreter",
            "organisation_id",
            "due_at",
            sqlite_where=text("closed_at IS NULL AND booking IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND booking IS NOT NULL"),
        ),
        # Few are merged: an index that counts the others makes SQLite read the whole table instead.
        Index(
            "ix_follow_up_merged",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        Index(None, "organisation_id", "received_at"),
        Index(None, "person_id"),
        # A search among own files: a name the whole country bears meets few of them.
        Index(None, "organisation_id", "person_id"),
        Index(None, "worker_id", "person_id"),
        Index(
            "ix_follow_up_to_compare",
            "id",
            sqlite_where=text("compared_at IS NULL"),
            postgresql_where=text("compared_at IS NULL"),
        ),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    situation_id: Mapped[int] = mapped_column(RowId, ForeignKey("situation.id"))
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("person.id"))
    referral_id: Mapped[int] = mapped_column(RowId, ForeignKey("referral.id"))
    strand: Mapped[Strand] = mapped_column(Code(Strand))
    side: Mapped[Side] = mapped_column(Code(Side))
    organisation_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("organisation.id"))
    worker_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    unassigned_since: Mapped[datetime | None] = mapped_column(Moment)
    unassigned_alarm_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[State] = mapped_column(Code(State), default=State.OPEN)
    risk: Mapped[Risk] = mapped_column(Code(Risk))
    timed_as: Mapped[Risk] = mapped_column(Code(Risk))
    policy_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("deadline_policy.id"))
    intervened_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    is_repeat: Mapped[bool] = mapped_column(default=False)
    removed_by_ban: Mapped[bool] = mapped_column(default=False)
    first_attempt_at: Mapped[datetime | None] = mapped_column(Moment)
    contact_made_at: Mapped[datetime | None] = mapped_column(Moment)
    contact_due_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    due_kind: Mapped[DeadlineKind | None] = mapped_column(Code(DeadlineKind))
    step_from: Mapped[datetime | None] = mapped_column(Moment)
    step_until: Mapped[datetime | None] = mapped_column(Moment)
    shown_again_at: Mapped[datetime | None] = mapped_column(Moment)
    woken_by: Mapped[News | None] = mapped_column(Code(News))
    card_version: Mapped[int] = mapped_column(default=1)
    card_expires_at: Mapped[datetime | None] = mapped_column(Moment)
    card_broken_by: Mapped[TriggerEvent | None] = mapped_column(Code(TriggerEvent))
    language_version: Mapped[int] = mapped_column(default=0)
    booking: Mapped[Booking | None] = mapped_column(Code(Booking))
    booking_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    close_reason: Mapped[CloseReason | None] = mapped_column(Code(CloseReason))
    compared_at: Mapped[datetime | None] = mapped_column(Moment)
    merged_into_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("follow_up.id"))
    version: Mapped[int] = mapped_column(default=1)


class CaseEvent(Base):
    """What happened to a file besides contacts: assigned, risk set, closed, released, reopened.

    Append-only. `what` is a declared code of casework/events.py, `note` the writer's own words.
    """

    __tablename__ = "case_event"
    __table_args__ = (Index(None, "follow_up_id", "at"), PROTECTED)

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    what: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict] = mapped_column(JSON, default=dict)
    note: Mapped[str | None] = mapped_column(Sealed("case_event.note"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))

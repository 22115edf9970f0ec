"""Questions to the police for another safe way to reach a person, and their answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId
from followup.models.person import PROTECTED
from followup.vocabulary import PoliceAnswer, WhyAsked

WAITS = "answered_at IS NULL AND withdrawn_at IS NULL"


class NumberRequest(Base):
    """One question at a time for each file; what was answered stands on the card, not here.

    `officer_id` None: the officer is absent or left, and the zone's reference officer answers.
    """

    __tablename__ = "number_request"
    __table_args__ = (
        Index(
            "uq_number_request_one_open",
            "follow_up_id",
            unique=True,
            sqlite_where=text(WAITS),
            postgresql_where=text(WAITS),
        ),
        Index(
            "ix_number_request_due",
            "due_at",
            sqlite_where=text(WAITS),
            postgresql_where=text(WAITS),
        ),
        Index(None, "referral_id"),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    referral_id: Mapped[int] = mapped_column(RowId, ForeignKey("referral.id"))
    attempt_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("contact_attempt.id"))
    zone_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    officer_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    why: Mapped[WhyAsked] = mapped_column(Code(WhyAsked))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    due_at: Mapped[datetime] = mapped_column(Moment)
    told_late_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    answer: Mapped[PoliceAnswer | None] = mapped_column(Code(PoliceAnswer))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

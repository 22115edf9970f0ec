"""Tries to reach a person: append-only, corrected only by a new entry."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId, Sealed
from followup.models.person import PROTECTED
from followup.vocabulary import CountsAs, Outcome, Strand, Way


class ContactAttempt(Base):
    """One try. `at` is when it happened, `logged_at` when it was written down.

    `before` holds what an undo or a correction gives back: the follow-up's columns and the
    deadlines that this entry opened and ended. `scripts` names the texts that were on screen: the
    shipped version, and after a plus the organisation's own.
    """

    __tablename__ = "contact_attempt"
    __table_args__ = (Index(None, "follow_up_id", "at"), PROTECTED)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    logged_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    way: Mapped[Way] = mapped_column(Code(Way))
    outcome: Mapped[Outcome] = mapped_column(Code(Outcome))
    came_to_us_as: Mapped[Outcome | None] = mapped_column(Code(Outcome))
    counts_as: Mapped[CountsAs] = mapped_column(Code(CountsAs))
    number: Mapped[str | None] = mapped_column(Sealed("contact_attempt.number"))
    card_version: Mapped[int] = mapped_column(default=1)
    note: Mapped[str | None] = mapped_column(Sealed("contact_attempt.note"))
    minutes: Mapped[int | None]
    card_confirmed: Mapped[bool | None]
    danger: Mapped[bool] = mapped_column(default=False)
    against_card: Mapped[str | None] = mapped_column(String(40))
    against_card_reason: Mapped[str | None] = mapped_column(
        Sealed("contact_attempt.against_card_reason")
    )
    later_reason: Mapped[str | None] = mapped_column(Sealed("contact_attempt.later_reason"))
    scripts: Mapped[str | None] = mapped_column(String(20))
    before: Mapped[dict] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    corrects_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("contact_attempt.id"))
    struck_at: Mapped[datetime | None] = mapped_column(Moment)


class CallClaim(Base):
    """Who is calling about a follow-up now: one row each, which the database gives to one worker.

    `number_token` is a keyed token: who shares a number within one strand of one organisation sees
    that it is being called, and nobody else does.
    """

    __tablename__ = "call_claim"
    __table_args__ = (Index(None, "organisation_id", "until"), PROTECTED)

    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    organisation_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    strand: Mapped[Strand] = mapped_column(Code(Strand))
    number_token: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    began_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)

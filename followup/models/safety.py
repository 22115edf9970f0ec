"""What passes between the two sides: signals without a text, and whether contact was offered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId
from followup.models.person import PROTECTED
from followup.vocabulary import Signal, SignalGround


class SafetySignal(Base):
    """One signal to one file. Those sent together share `sending`.

    `ground` is the sender's own note and never crosses. Without `sent_by_id` the product sent it.
    """

    __tablename__ = "safety_signal"
    __table_args__ = (
        UniqueConstraint("sending", "to_id"),
        Index(None, "from_id"),
        Index(None, "to_id"),
        Index(
            "ix_safety_signal_unseen",
            "sent_at",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    sending: Mapped[str] = mapped_column(String(60))
    from_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    to_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    signal: Mapped[Signal] = mapped_column(Code(Signal))
    urgent: Mapped[bool]
    until: Mapped[datetime | None] = mapped_column(Moment)
    ground: Mapped[SignalGround | None] = mapped_column(Code(SignalGround))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    sent_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))


class PartnerContact(Base):
    """Whether the contact was offered: to this victim, or because of this alleged perpetrator.

    `wanted_at`: since when a new partner is known, for whom nobody has a file yet.
    """

    __tablename__ = "partner_contact"
    __table_args__ = (PROTECTED,)

    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"), primary_key=True)
    wanted_at: Mapped[datetime | None] = mapped_column(Moment)
    offered_at: Mapped[datetime | None] = mapped_column(Moment)

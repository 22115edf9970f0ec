"""How a person may be reached, who read it before calling, and where the person is now."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId, Sealed, SealedJson
from followup.models.person import PROTECTED
from followup.vocabulary import CardSource


class SafeContact(Base):
    """One version of the card that says how the person may be reached. Never edited in place."""

    __tablename__ = "safe_contact"
    __table_args__ = (UniqueConstraint("follow_up_id", "version"), PROTECTED)

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    version: Mapped[int]
    card: Mapped[dict] = mapped_column(SealedJson("safe_contact.card"))
    source: Mapped[CardSource] = mapped_column(Code(CardSource))
    agreed_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))


class Whereabouts(Base):
    """Where the person is now. Its own table, so that its own rule guards it (wall, D4)."""

    __tablename__ = "whereabouts"
    __table_args__ = (Index(None, "follow_up_id"), PROTECTED)

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    address: Mapped[str] = mapped_column(Sealed("whereabouts.address"))
    noted_at: Mapped[datetime] = mapped_column(Moment)
    noted_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))


class ContactToken(Base):
    """A keyed fingerprint of one number or address of a file, to find those both sides have.

    `shared` is kept by casework/shared_points.py whenever either side changes. `of_card` tells the
    card's own from the whereabouts, `told` what the police gave from what a worker typed.
    """

    __tablename__ = "contact_token"
    __table_args__ = (PROTECTED,)

    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    of_card: Mapped[bool] = mapped_column(primary_key=True)
    told: Mapped[bool] = mapped_column(default=False)
    shared: Mapped[bool] = mapped_column(default=False)


class CardReading(Base):
    """Somebody read the rules of one version of the card, and may see the number for that day.

    `day` is the day in Brussels.
    """

    __tablename__ = "card_reading"
    __table_args__ = (PROTECTED,)

    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"), primary_key=True)
    card_version: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)

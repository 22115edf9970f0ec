"""In which language a person is spoken with, and the interpreter of the next contact."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId, SealedJson
from followup.models.person import PROTECTED
from followup.vocabulary import BookedFor, Booking


class LanguageNeed(Base):
    """One version of what is known, never edited in place; each strand keeps its own.

    `wishes` holds the dialect, which interpreter is wished, and who must never translate.
    """

    __tablename__ = "language_need"
    __table_args__ = (UniqueConstraint("follow_up_id", "version"), PROTECTED)

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(40))
    interpreter: Mapped[bool]
    wishes: Mapped[dict] = mapped_column(SealedJson("language_need.wishes"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))


class InterpreterBooking(Base):
    """The interpreter of one contact: wanted, then booked, then there or not. One open at a time.

    `details` holds the service, its reference and the name of the interpreter.
    """

    __tablename__ = "interpreter_booking"
    __table_args__ = (
        Index(None, "follow_up_id"),
        Index(
            "uq_interpreter_booking_one_open",
            "follow_up_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    state: Mapped[Booking] = mapped_column(Code(Booking), default=Booking.WANTED)
    wanted_at: Mapped[datetime] = mapped_column(Moment)
    wanted_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    at: Mapped[datetime | None] = mapped_column(Moment)
    how: Mapped[BookedFor | None] = mapped_column(Code(BookedFor))
    details: Mapped[dict | None] = mapped_column(SealedJson("interpreter_booking.details"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

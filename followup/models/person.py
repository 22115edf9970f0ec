"""People and the situation that ties them together over time."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId, Sealed
from followup.vocabulary import Gender, Side

PROTECTED = {"info": {"protected": True}}


class Situation(Base):
    """The people and referrals that belong together (couple, household) over time."""

    __tablename__ = "situation"

    id: Mapped[PrimaryKey]
    zone_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)


class Person(Base):
    """A human being, once per situation; children are persons."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "situation_id"), PROTECTED)

    id: Mapped[PrimaryKey]
    situation_id: Mapped[int] = mapped_column(RowId, ForeignKey("situation.id"))
    family_name: Mapped[str] = mapped_column(Sealed("person.family_name"))
    first_name: Mapped[str] = mapped_column(Sealed("person.first_name"))
    birth_date: Mapped[str | None] = mapped_column(Sealed("person.birth_date"))
    birth_year_about: Mapped[str | None] = mapped_column(Sealed("person.birth_year_about"))
    gender: Mapped[Gender] = mapped_column(Code(Gender), default=Gender.NOT_KNOWN)
    language: Mapped[str] = mapped_column(String(40), default="fr")
    interpreter: Mapped[bool] = mapped_column(default=False)

    @property
    def born(self) -> date | None:
        return self.birth_date and date.fromisoformat(self.birth_date)


class SearchToken(Base):
    """A keyed, shortened fingerprint by which a sealed name, phone or birth date is found."""

    __tablename__ = "search_token"
    __table_args__ = (Index(None, "token", "person_id"), Index(None, "person_id"), PROTECTED)

    id: Mapped[PrimaryKey]
    token: Mapped[bytes] = mapped_column(LargeBinary(8))
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("person.id"))


class SideHolder(Base):
    """Who works on which side of a situation, for ever. The key refuses a second side."""

    __tablename__ = "side_holder"
    __table_args__ = (UniqueConstraint("situation_id", "account_id", "side"),)

    situation_id: Mapped[int] = mapped_column(RowId, ForeignKey("situation.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(Code(Side))


class PersonHolder(Base):
    """Who works, or has worked, with this person; never taken away."""

    __tablename__ = "person_holder"
    __table_args__ = (PROTECTED,)

    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("person.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"), primary_key=True)

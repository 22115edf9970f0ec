"""Organisations: police zones and services, their hours, closing days, places and routing."""

from datetime import date, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from followup.db import Base
from followup.models.base import Code, PrimaryKey, RowId
from followup.vocabulary import Language, OrganisationKind, Strand


class Organisation(Base):
    """Each organisation is its own data controller.

    `neutral_name` is said where anybody may listen; `scripts_code` points at the version of
    its own texts for calls, none while the shipped ones hold.
    """

    __tablename__ = "organisation"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    neutral_name: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[OrganisationKind] = mapped_column(Code(OrganisationKind))
    language: Mapped[Language] = mapped_column(Code(Language), default=Language.FRENCH)
    phone: Mapped[str | None] = mapped_column(String(20))
    weekend_duty: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    scripts_code: Mapped[str | None] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)

    hours: Mapped[list["OpeningHours"]] = relationship(
        order_by="[OpeningHours.weekday, OpeningHours.opens_at]",
        cascade="all, delete-orphan",
        lazy="raise",
    )
    closing_days: Mapped[list["ClosingDay"]] = relationship(
        order_by="ClosingDay.day", cascade="all, delete-orphan", lazy="raise"
    )


class OpeningHours(Base):
    """Local Brussels times; weekday 0 is Monday. No rows at all means Mon-Fri 08:30-17:00."""

    __tablename__ = "opening_hours"
    __table_args__ = (UniqueConstraint("organisation_id", "weekday", "opens_at"),)

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    weekday: Mapped[int]
    opens_at: Mapped[time]
    closes_at: Mapped[time]


class ClosingDay(Base):
    """A day on which this organisation is closed, besides the public holidays."""

    __tablename__ = "closing_day"
    __table_args__ = (UniqueConstraint("organisation_id", "day"),)

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(80))


class Municipality(Base):
    """A municipality of one police zone; what the officer types as the place."""

    __tablename__ = "municipality"
    __table_args__ = (Index(None, "postcode"),)

    id: Mapped[PrimaryKey]
    zone_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    postcode: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(80))


class Routing(Base):
    """Which organisation receives the people of one strand from one zone."""

    __tablename__ = "routing"
    __table_args__ = (UniqueConstraint("zone_id", "strand"),)

    id: Mapped[PrimaryKey]
    zone_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    strand: Mapped[Strand] = mapped_column(Code(Strand))
    organisation_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))

"""What police enter after one intervention, and who was there."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Codes, Moment, PrimaryKey, RowId, Sealed, SealedJson
from followup.models.person import PROTECTED
from followup.vocabulary import (
    Answer,
    Consent,
    Fact,
    Measure,
    PersonRole,
    PlaceKind,
    PreviousFacts,
    Relation,
    RiskResult,
    SourceRecord,
    Told,
    Weapon,
)


class Referral(Base):
    """One intervention. Three clocks: when it happened, when it was entered, when we had it."""

    __tablename__ = "referral"
    __table_args__ = (
        Index(None, "zone_id", "received_at"),
        Index(None, "officer_id", "received_at"),
        Index(None, "situation_id"),
        Index(None, "report_token"),
        Index(
            "ix_referral_to_revisit",
            "zone_id",
            "revisit_due_at",
            sqlite_where=text("revisited_at IS NULL"),
            postgresql_where=text("revisited_at IS NULL"),
        ),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    situation_id: Mapped[int] = mapped_column(RowId, ForeignKey("situation.id"))
    zone_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    officer_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    import_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("referral_import.id"))
    intervened_at: Mapped[datetime] = mapped_column(Moment)
    entered_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    source_record: Mapped[SourceRecord] = mapped_column(Code(SourceRecord))
    report_number: Mapped[str | None] = mapped_column(Sealed("referral.report_number"))
    report_token: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    postcode: Mapped[str | None] = mapped_column(String(4))
    place: Mapped[str] = mapped_column(Sealed("referral.place"))
    place_kind: Mapped[PlaceKind] = mapped_column(Code(PlaceKind), default=PlaceKind.HOME)
    facts: Mapped[list[Fact]] = mapped_column(Codes(Fact))
    relation: Mapped[Relation] = mapped_column(Code(Relation), default=Relation.UNKNOWN)
    living_together: Mapped[Answer] = mapped_column(Code(Answer), default=Answer.NOT_KNOWN)
    children_there: Mapped[Answer] = mapped_column(Code(Answer), default=Answer.NOT_KNOWN)
    children_count: Mapped[int | None]
    previous_facts: Mapped[PreviousFacts] = mapped_column(
        Code(PreviousFacts), default=PreviousFacts.NOT_KNOWN
    )
    previous_count: Mapped[int | None]
    risk_result: Mapped[RiskResult] = mapped_column(Code(RiskResult))
    weapon: Mapped[Weapon] = mapped_column(Code(Weapon), default=Weapon.NOT_KNOWN)
    strangulation: Mapped[Answer] = mapped_column(Code(Answer), default=Answer.NOT_KNOWN)
    measures: Mapped[list[Measure]] = mapped_column(Codes(Measure))
    story: Mapped[str | None] = mapped_column(Sealed("referral.story"))
    on_duty_phone: Mapped[str] = mapped_column(Sealed("referral.on_duty_phone"))
    is_repeat: Mapped[bool] = mapped_column(default=False)
    revisit_due_at: Mapped[datetime | None] = mapped_column(Moment)
    revisit_latest_at: Mapped[datetime | None] = mapped_column(Moment)
    revisited_at: Mapped[datetime | None] = mapped_column(Moment)
    revisited_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))


class ReferralPerson(Base):
    """One person's part in one intervention."""

    __tablename__ = "referral_person"
    __table_args__ = (Index(None, "referral_id"), Index(None, "person_id"), PROTECTED)

    id: Mapped[PrimaryKey]
    referral_id: Mapped[int] = mapped_column(RowId, ForeignKey("referral.id"))
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("person.id"))
    role: Mapped[PersonRole] = mapped_column(Code(PersonRole))
    still_at_address: Mapped[Answer] = mapped_column(Code(Answer), default=Answer.NOT_KNOWN)
    consent: Mapped[Consent] = mapped_column(Code(Consent), default=Consent.NOT_ASKED)
    told: Mapped[list[Told]] = mapped_column(Codes(Told), default=list)
    contact: Mapped[dict | None] = mapped_column(SealedJson("referral_person.contact"))


class Addition(Base):
    """What the officer adds later to his own referral; the first text stays as it was."""

    __tablename__ = "addition"
    __table_args__ = (Index(None, "referral_id"), PROTECTED)

    id: Mapped[PrimaryKey]
    referral_id: Mapped[int] = mapped_column(RowId, ForeignKey("referral.id"))
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Sealed("addition.text"))


class ProtectiveMeasure(Base):
    """A measure with a clock, against one person. A residence ban ends within 14 days."""

    __tablename__ = "protective_measure"
    __table_args__ = (
        Index(None, "situation_id"),
        Index(None, "referral_id"),
        Index(
            "ix_protective_measure_to_tell",
            "ends_at",
            sqlite_where=text("end_told_at IS NULL AND ends_at IS NOT NULL"),
            postgresql_where=text("end_told_at IS NULL AND ends_at IS NOT NULL"),
        ),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    situation_id: Mapped[int] = mapped_column(RowId, ForeignKey("situation.id"))
    referral_id: Mapped[int] = mapped_column(RowId, ForeignKey("referral.id"))
    kind: Mapped[Measure] = mapped_column(Code(Measure))
    notified_at: Mapped[datetime | None] = mapped_column(Moment)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    end_told_at: Mapped[datetime | None] = mapped_column(Moment)


class ReferralImport(Base):
    """One file of referrals taken in; undone as a whole as long as nobody worked on it."""

    __tablename__ = "referral_import"
    __table_args__ = (
        Index(
            "uq_referral_import_standing",
            "digest",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    account_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    digest: Mapped[str] = mapped_column(String(64))
    referrals: Mapped[int]
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportedReference(Base):
    """The police's own reference of a referral that came from a file, so that it comes in once."""

    __tablename__ = "imported_reference"
    __table_args__ = (
        UniqueConstraint("zone_id", "token"),
        Index(None, "referral_id"),
        Index(None, "import_id"),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    import_id: Mapped[int] = mapped_column(RowId, ForeignKey("referral_import.id"))
    zone_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    referral_id: Mapped[int] = mapped_column(RowId, ForeignKey("referral.id"))
    token: Mapped[bytes] = mapped_column(LargeBinary(8))

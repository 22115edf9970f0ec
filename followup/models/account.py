"""People who sign in: accounts, their roles, their sessions, tries and absences."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId, Sealed
from followup.models.organisation import Organisation
from followup.vocabulary import Role


class Account(Base):
    """One person who works with the product. Roles are read live: a change acts at once."""

    __tablename__ = "account"
    __table_args__ = (Index(None, "organisation_id"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    speaks: Mapped[list[str]] = mapped_column(JSON, default=list)
    zones: Mapped[list[int]] = mapped_column(JSON, default=list)
    agreed_maximum: Mapped[int] = mapped_column(default=35)
    phone: Mapped[str | None] = mapped_column(Sealed("account.phone"))
    keyboard: Mapped[bool] = mapped_column(default=True)
    hide_names: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    role_rows: Mapped[list["AccountRole"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", back_populates="account"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    def holds(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.active


class AccountRole(Base):
    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(Code(Role), primary_key=True)

    account: Mapped[Account] = relationship(back_populates="role_rows", lazy="raise")


class SignInSession(Base):
    """One signed-in browser. The cookie holds a secret of which only the digest is kept."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[PrimaryKey]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    browser: Mapped[str] = mapped_column(String(80), default="")

    account: Mapped[Account] = relationship(lazy="raise")


class SignInTry(Base):
    """A failed try to sign in. `subject` is a keyed token of the address or of the network."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[PrimaryKey]
    subject: Mapped[bytes] = mapped_column(LargeBinary(16))
    at: Mapped[datetime] = mapped_column(Moment)


class Absence(Base):
    """When a worker is away and who takes over. Dates are Brussels days, both included."""

    __tablename__ = "absence"
    __table_args__ = (Index(None, "account_id", "until_day"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    from_day: Mapped[date]
    until_day: Mapped[date]
    back_up_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Tie(Base):
    """Somebody or some place a worker is tied to: a conflict of interest, declared once.

    Compared by keyed tokens; what was written is sealed, for the worker and the coordinator alone.
    """

    __tablename__ = "tie"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    who: Mapped[str | None] = mapped_column(Sealed("tie.who"))
    address: Mapped[str | None] = mapped_column(Sealed("tie.address"))
    note: Mapped[str | None] = mapped_column(Sealed("tie.note"))
    who_token: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    address_token: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    declared_at: Mapped[datetime] = mapped_column(Moment)
    declared_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Submission(Base):
    """One act per rendered form: a double click or a retry finds its first answer here."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("account_id", "key"), Index(None, "at"))

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    key: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary(32))
    location: Mapped[str | None] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(Moment)


class Draft(Base):
    """What somebody typed and has not sent, found again on another computer (ux.md §4.2)."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form"), Index(None, "started_at"))

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    form: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Sealed("draft.content"))
    started_at: Mapped[datetime] = mapped_column(Moment)
    kept_at: Mapped[datetime] = mapped_column(Moment)

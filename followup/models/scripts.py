"""An organisation's own texts for calls, version by version."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Moment, PrimaryKey, RowId


class ScriptVersion(Base):
    """All own texts of one version, by script and language; what is not there is as shipped.

    `code` is what the organisation points at and what processes remember it by. `taken_from` is
    the version that was gone back to, 0 for the shipped texts.
    """

    __tablename__ = "script_version"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    number: Mapped[int]
    texts: Mapped[dict] = mapped_column(JSON)
    taken_from: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))

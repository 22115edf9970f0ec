"""Who looked at or changed which file, without its content."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Moment, PrimaryKey, RowId


class AuditEntry(Base):
    """Append-only, written in the same transaction as the read or the change."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "object_kind", "object_id", "at"),
        Index(None, "account_id", "at"),
        Index(None, "at"),
    )

    id: Mapped[PrimaryKey]
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(RowId)
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int | None] = mapped_column(RowId)
    request: Mapped[str] = mapped_column(String(32), default="")

"""The scheduler's lease, its heartbeat and the history of its jobs."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Moment, PrimaryKey


class Lease(Base):
    """Whoever holds it works; the others wait. One UPDATE decides."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    held_until: Mapped[datetime] = mapped_column(Moment)
    beat_at: Mapped[datetime] = mapped_column(Moment)


class JobRun(Base):
    """One run of one job, kept for the administrator."""

    __tablename__ = "job_run"
    __table_args__ = (Index(None, "job", "started_at"),)

    id: Mapped[PrimaryKey]
    job: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    done: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(80))

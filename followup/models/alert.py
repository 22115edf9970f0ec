"""What is brought to somebody's notice inside the product; also the outbox of the scheduler."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId
from followup.vocabulary import Alert


class AlertRow(Base):
    """One notice. `key` makes twice into once; it names nobody.

    Addressed to one account, or to the coordinators of an organisation, or, with neither,
    to the administrators. It repeats until seen when `repeat_minutes` is set. `facts` are codes and
    numbers alone.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "ix_alert_unseen",
            "account_id",
            "organisation_id",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
        Index(
            "ix_alert_repeat",
            "repeats_at",
            sqlite_where=text("seen_at IS NULL AND repeats_at IS NOT NULL"),
            postgresql_where=text("seen_at IS NULL AND repeats_at IS NOT NULL"),
        ),
        Index(None, "follow_up_id"),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[Alert] = mapped_column(Code(Alert))
    account_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("organisation.id"))
    follow_up_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("follow_up.id"))
    referral_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("referral.id"))
    deadline_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("deadline.id"))
    draft_id: Mapped[int | None] = mapped_column(RowId)
    facts: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    raised_at: Mapped[datetime] = mapped_column(Moment)
    repeat_minutes: Mapped[int | None]
    repeats_at: Mapped[datetime | None] = mapped_column(Moment)
    repeats: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))

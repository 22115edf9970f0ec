"""Files that may be of one person: the keys they are found by, the pairs, and what was merged."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from followup.db import Base
from followup.models.base import Code, Moment, PrimaryKey, RowId
from followup.models.person import PROTECTED
from followup.vocabulary import Strand, Verdict


class MatchKey(Base):
    """A keyed fingerprint under which another writing of the same person is met.

    The organisation and the strand lead the index: a look-up passes no row of anybody else, so
    that not even its time tells whether a person is known elsewhere.
    """

    __tablename__ = "match_key"
    __table_args__ = (
        Index("ix_match_key_found", "organisation_id", "strand", "token", "follow_up_id"),
        Index(None, "follow_up_id"),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    organisation_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    strand: Mapped[Strand] = mapped_column(Code(Strand))
    token: Mapped[bytes] = mapped_column(LargeBinary(8))


class LikelyPair(Base):
    """Two files of one organisation and strand that may be of one person; the smaller id first.

    The key makes each pair one row: what was decided about it is never asked again.
    """

    __tablename__ = "likely_pair"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index(
            "ix_likely_pair_open",
            "organisation_id",
            "score",
            "id",
            sqlite_where=text("verdict IS NULL"),
            postgresql_where=text("verdict IS NULL"),
        ),
        Index(None, "second_id"),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    organisation_id: Mapped[int] = mapped_column(RowId, ForeignKey("organisation.id"))
    first_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    second_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    score: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(Moment)
    verdict: Mapped[Verdict | None] = mapped_column(Code(Verdict))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))


class FileMerge(Base):
    """One file folded into another, with what moved, so that both can be given back.

    The key lets a file be folded once only, whoever is first. `moved` holds ids, moments and codes,
    never what was written.
    """

    __tablename__ = "file_merge"
    __table_args__ = (
        Index(
            "uq_file_merge_standing",
            "folded_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(None, "kept_id"),
        PROTECTED,
    )

    id: Mapped[PrimaryKey]
    kept_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    folded_id: Mapped[int] = mapped_column(RowId, ForeignKey("follow_up.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(RowId, ForeignKey("account.id"))
    moved: Mapped[dict] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("account.id"))

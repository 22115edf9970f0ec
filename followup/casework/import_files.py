"""Read a CSV or XLSX file into lines of text, within limits, or say why it cannot be read."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from followup.rules.import_columns import Header, recognise

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_LINES = 200_000
MOST_COLUMNS = 200
SEPARATORS = ",;\t"

Lines = list[tuple[int, list[str]]]


class Why(StrEnum):
    """Why a file cannot be read at all; the command finds the sentence for it."""

    TOO_BIG = "too_big"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    TOO_MANY_ROWS = "too_many_rows"
    EMPTY = "empty"
    ONLY_HEADER = "only_header"
    OTHER_ENCODING = "other_encoding"
    NOT_UTF8 = "not_utf8"
    NOT_TEXT = "not_text"
    QUOTES = "quotes"
    OLD_OR_LOCKED = "old_or_locked"
    NOT_A_WORKBOOK = "not_a_workbook"
    DAMAGED = "damaged"


class Unreadable(Exception):
    """The file as a whole cannot be taken. `facts` hold limits and line numbers only."""

    def __init__(self, why: Why, **facts: object) -> None:
        super().__init__(why.value)
        self.why, self.facts = why, facts


class Table(NamedTuple):
    """The filled lines of a file with their numbers; the header line is apart."""

    header: Header
    header_texts: list[str]
    lines: Lines
    is_workbook: bool
    digest: str


def read(path: Path) -> Table:
    """Read the file. Raises Unreadable."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(Why.TOO_BIG, megabytes=MOST_BYTES // 1024**2)
    content = path.read_bytes()
    if not content.strip():
        raise Unreadable(Why.EMPTY)
    is_workbook = content.startswith(b"PK\x03\x04")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(Why.OLD_OR_LOCKED)
    lines = _of_workbook(content) if is_workbook else _of_text(content)
    if not lines:
        raise Unreadable(Why.EMPTY)
    if len(lines) == 1:
        raise Unreadable(Why.ONLY_HEADER)
    digest = hashlib.sha256(content).hexdigest()
    return Table(recognise(lines[0][1]), lines[0][1], lines[1:], is_workbook, digest)


def _filled(numbered: Iterable[tuple[int, list[str]]]) -> Lines:
    """The lines in which something stands; too many are refused before they fill the memory."""
    kept: Lines = []
    for number, texts in numbered:
        if number > MOST_LINES:
            raise Unreadable(Why.TOO_MANY_ROWS, rows=MOST_ROWS)
        if any(text.strip() for text in texts):
            kept.append((number, texts))
        if len(kept) > MOST_ROWS + 1:
            raise Unreadable(Why.TOO_MANY_ROWS, rows=MOST_ROWS)
    return kept


def _of_text(content: bytes) -> Lines:
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    skipped = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
    if skipped:
        separator, text = first.strip()[4], rest
    else:
        separator = _separator(text)
    return _filled(_records(text, separator, 1 if skipped else 0))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Why.OTHER_ENCODING)
    if b"\x00" in content:
        raise Unreadable(Why.NOT_TEXT, line=_line_at(content, content.index(b"\x00")))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        binary = sum(byte < 32 and byte not in b"\t\r\n" for byte in content[:4096])
        why = Why.NOT_TEXT if binary else Why.NOT_UTF8
        raise Unreadable(why, line=_line_at(content, error.start)) from None


def _line_at(content: bytes, place: int) -> int:
    before = content[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _separator(text: str) -> str:
    """The one that shows most of our columns in the first filled line."""

    def known(separator: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
        try:
            first = next((row for row in rows if any(map(str.strip, row))), [])
        except csv.Error:
            first = []
        return len(recognise(first).columns), len(first)

    return max(SEPARATORS, key=known)


def _records(text: str, separator: str, above: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line; a quoted cell may hold several lines."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        number = rows.line_num + 1 + above
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(Why.QUOTES, line=number) from None


def _of_workbook(content: bytes) -> Lines:
    try:
        _refuse_bomb(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        try:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            sheet = (shown or book.worksheets)[0]
            sheet.reset_dimensions()
            rows = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1)
            return _filled((number, _texts_of(row)) for number, row in rows)
        finally:
            book.close()
    except Unreadable:
        raise
    except (InvalidFileException, KeyError, IndexError):
        raise Unreadable(Why.NOT_A_WORKBOOK) from None
    except _BROKEN:
        raise Unreadable(Why.DAMAGED) from None


# What the reader of workbooks raises on files that are cut off or made by hand.
_BROKEN = (
    *(zipfile.BadZipFile, ParseError, ValueError, TypeError, AttributeError, EOFError, OSError),
    *(RuntimeError, ArithmeticError, zipfile.zlib.error),
)


def _refuse_bomb(content: bytes) -> None:
    """A packed file says how large its parts are; the reader never unpacks more than it says."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(Why.UNPACKS_TOO_BIG, megabytes=MOST_UNPACKED // 1024**2)
        if "xl/workbook.xml" not in packed.namelist():
            raise Unreadable(Why.NOT_A_WORKBOOK)


def _texts_of(row: Sequence[Any]) -> list[str]:
    """The cells up to the last one in which something stands."""
    last = max((place for place, cell in enumerate(row) if cell.value is not None), default=-1)
    return [_text_of(cell) for cell in row[: last + 1]]


def _text_of(cell: Any) -> str:
    """What the cell shows, in the forms that a CSV file would hold."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return "="
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return _moment_text(value, cell.number_format or "")


def _moment_text(value: object, shown_as: str) -> str:
    """Midnight counts as an hour only where the cell shows one."""
    if isinstance(value, datetime):
        if value.time() == time(0) and "h" not in shown_as.lower():
            return f"{value:%Y-%m-%d}"
        return f"{value + timedelta(seconds=30):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)

import io
import time
import zipfile
from datetime import date, datetime
from datetime import time as hour

import openpyxl
import pytest

from followup.casework import import_files
from followup.casework.import_files import MOST_BYTES, MOST_ROWS, Unreadable, Why
from tests.import_rows import VICTIM, a_file


@pytest.fixture
def read(tmp_path):
    """`read(content)`: the table of a file with this content, bytes or text."""

    def read(content):
        path = tmp_path / "referrals"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_files.read(path)

    return read


@pytest.fixture
def refused(read):
    def refused(content):
        with pytest.raises(Unreadable) as unreadable:
            read(content)
        return unreadable.value

    return refused


def a_workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(read, separator):
    table = read(a_file(VICTIM | {"story": "a, b; c"}, separator=separator))

    assert len(table.header.columns) == len(VICTIM) + 1
    assert table.lines[0][1][-1] == "a, b; c"


def test_a_mark_of_the_encoding_and_of_the_separator_are_no_cells(read):
    table = read("\ufeffsep=;\r\n" + a_file(VICTIM, separator=";"))

    assert table.header.missing == []
    assert table.lines[0][0] == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(read, end):
    text = a_file(VICTIM, VICTIM).replace("\r\n", end)

    assert [number for number, _ in read(text).lines] == [2, 3]


def test_mixed_line_ends_keep_their_numbers(read):
    header, line, _ = a_file(VICTIM).split("\r\n")

    table = read(f"{header}\n{line}\r\n\r\n{line}\r,,,\n{line}\n\n\n,,\n")

    assert [number for number, _ in table.lines] == [2, 4, 6]


def test_a_quoted_text_may_hold_several_lines(read):
    table = read(a_file(VICTIM | {"story": "one\ntwo"}, VICTIM))

    assert [number for number, _ in table.lines] == [2, 4]


def test_letters_of_every_kind_stay_as_they_are(read):
    table = read(a_file(VICTIM | {"family_name": "Yıldız-D’Août"}))

    assert "Yıldız-D’Août" in table.lines[0][1]


@pytest.mark.parametrize(
    ("content", "why", "line"),
    [
        (a_file(VICTIM, VICTIM | {"family_name": "Gérard"}).encode("latin-1"), Why.NOT_UTF8, 3),
        (a_file(VICTIM).encode("utf-16"), Why.OTHER_ENCODING, None),
        (a_file(VICTIM).encode().replace(b"Amina", b"Am\x00na"), Why.NOT_TEXT, 2),
        (bytes(range(256)) * 40, Why.NOT_TEXT, 1),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x01\x02", Why.NOT_TEXT, 1),
        (b"", Why.EMPTY, None),
        (b"\n\n  \n", Why.EMPTY, None),
        (a_file(header=list(VICTIM)), Why.ONLY_HEADER, None),
        (a_file(VICTIM) + 'ZP-2,"22/11/2026\n' + a_file(VICTIM), Why.QUOTES, 3),
        (a_file(VICTIM) + 'ZP-2,"a" b\n', Why.QUOTES, 3),
        (a_file(VICTIM) + "x" * 200_000, Why.QUOTES, 3),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Why.OLD_OR_LOCKED, None),
        (b"PK\x03\x04 and nothing else", Why.DAMAGED, None),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_where(refused, content, why, line):
    unreadable = refused(content)

    assert (unreadable.why, unreadable.facts.get("line")) == (why, line)


def test_a_hundred_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "referrals.csv"
    with path.open("wb") as held:
        held.truncate(5 * MOST_BYTES)

    with pytest.raises(Unreadable) as unreadable:
        import_files.read(path)

    assert unreadable.value.why is Why.TOO_BIG


def test_a_million_lines_are_refused_at_once(refused):
    begun = time.monotonic()

    assert refused("reference,role\n" + "1,child\n" * 1_000_000).why is Why.TOO_MANY_ROWS
    assert refused("reference,role\n" + "\n" * 1_000_000).why is Why.TOO_MANY_ROWS
    assert time.monotonic() - begun < 10


def test_as_many_rows_as_allowed_are_read(read):
    assert len(read("reference,role\n" + "1,child\n" * MOST_ROWS).lines) == MOST_ROWS


def test_a_workbook_is_read_as_the_text_it_shows(read):
    table = read(
        a_workbook(
            ["reference", "intervened_at", "intervened_time", "phone", "birth_date", "interpreter"],
            [
                7,
                datetime.fromisoformat("2026-11-20 22:15"),
                hour(22, 15),
                470123456,
                date(1991, 3, 27),
                True,
            ],
            [7.5, date(2026, 11, 20), None, "0470 12 34 56", 34.0, False],
        )
    )

    assert table.is_workbook
    assert [texts[:6] for _, texts in table.lines] == [
        ["7", "2026-11-20 22:15", "22:15", "470123456", "1991-03-27", "yes"],
        ["7.5", "2026-11-20", "", "0470 12 34 56", "34", "no"],
    ]


def test_a_formula_of_a_workbook_gives_no_value(read):
    table = read(a_workbook(["reference", "role"], ["1", "=1+1"]))

    assert table.lines[0][1][1] == "="


def test_the_first_visible_sheet_is_read_with_its_hidden_columns(read):
    book = openpyxl.Workbook()
    book.active.title = "codes"
    book.active.append(["code"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("referrals")
    sheet.append(["reference", "role"])
    sheet.append(["1", "child"])
    sheet.column_dimensions["B"].hidden = True
    held = io.BytesIO()
    book.save(held)

    assert read(held.getvalue()).lines[0][1][:2] == ["1", "child"]


def test_rows_far_below_keep_their_number(read):
    book = openpyxl.Workbook()
    book.active.append(["reference"])
    book.active.cell(row=5000, column=1, value="1")
    held = io.BytesIO()
    book.save(held)

    assert read(held.getvalue()).lines == [(5000, ["1"])]


def repacked(content, **parts):
    """The workbook with parts of it replaced."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].split(".")[0], old.read(name)))
    return held.getvalue()


def test_a_workbook_that_unpacks_beyond_measure_is_refused(refused):
    small = repacked(a_workbook(["reference"], ["1"]), theme1=b"0" * 250_000_000)

    assert len(small) < MOST_BYTES
    assert refused(small).why is Why.UNPACKS_TOO_BIG


def test_a_text_that_multiplies_itself_is_refused(refused):
    steps = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{steps}]><worksheet>&a9;</worksheet>'

    assert refused(repacked(a_workbook(["reference"], ["1"]), sheet1=bomb)).why is Why.DAMAGED


@pytest.mark.parametrize("part", ["sheet1", "workbook", "styles"])
def test_a_workbook_made_by_hand_is_damaged_or_none(refused, part):
    broken = repacked(a_workbook(["reference"], ["1"]), **{part: b"<broken"})

    assert refused(broken).why in (Why.DAMAGED, Why.NOT_A_WORKBOOK)


def test_another_packed_file_is_no_workbook(refused):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("content.xml", "<office/>")

    assert refused(held.getvalue()).why is Why.NOT_A_WORKBOOK


def test_a_workbook_that_was_cut_off_is_damaged(refused):
    assert refused(a_workbook(["reference"], ["1"])[:-300]).why is Why.DAMAGED

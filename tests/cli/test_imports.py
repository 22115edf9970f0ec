import csv
import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from followup import clock
from followup.casework import import_files
from followup.casework.import_files import Why
from followup.casework.import_undo import Reason
from followup.cli.import_sentences import CELL, FILE, STAYS
from followup.cli.imports import imported
from followup.db import db as database
from followup.models import FollowUp, Person, Referral
from followup.rules.import_cells import Mistake
from followup.rules.import_columns import EVENT, PERSON, other_names, recognise
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories
from tests.import_rows import CHILD, PERPETRATOR, VICTIM, a_file

DOCS = Path(__file__).parent.parent.parent / "docs"
SAID_NEVER = ("Bakkali", "Amina", "Delvaux", "479", "2219")


@pytest.fixture
def zone(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE, code="NAMUR")
    factories.account(Role.POLICE, zone, email="officer@example.test")
    for strand in Strand:
        factories.routing(zone, strand, factories.organisation())
    return zone


@pytest.fixture
def run(app, db, tmp_path):
    """`run(content, "--dry-run")`: what the command printed about a file and how it ended."""

    def run(content, *words):
        database.session.commit()
        named = []
        if content is not None:
            path = tmp_path / "referrals.csv"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            named = [str(path)]
        return app.test_cli_runner().invoke(imported, ["referrals", *named, *words])

    return run


def count(table):
    database.session.rollback()
    return database.session.scalar(select(func.count()).select_from(table))


def test_a_file_comes_in_and_goes_again(run, zone):
    result = run(a_file(VICTIM, PERPETRATOR, CHILD))

    assert result.exit_code == 0
    assert "1 referrals, 3 people" in result.output
    assert "1 follow-ups of the strand child" in result.output
    assert (count(Referral), count(Person), count(FollowUp)) == (1, 3, 3)
    number = result.output.rsplit("--undo ", 1)[1].strip()
    assert "was taken back" in run(None, "--undo", number).output
    assert count(FollowUp) == 0


def test_a_dry_run_says_what_would_happen_and_writes_nothing(run, zone):
    result = run(a_file(VICTIM, PERPETRATOR), "--dry-run")

    assert result.exit_code == 0
    assert "1 follow-ups of the strand perpetrator" in result.output
    assert "nothing was written" in result.output
    assert count(Referral) == 0


def test_a_dry_run_of_taking_back_takes_nothing_back(run, zone):
    number = run(a_file(VICTIM)).output.rsplit("--undo ", 1)[1].strip()

    assert "could be taken back" in run(None, "--undo", number, "--dry-run").output
    assert count(Referral) == 1


def test_one_mistake_keeps_every_line_out(run, zone):
    other = VICTIM | {"reference": "ZP-2", "intervened_at": "31/2/2026"}

    result = run(a_file(VICTIM, other))

    assert result.exit_code == 1
    assert "line 3, intervened_at is a day that does not exist: correct it" in result.output
    assert "1 mistake; nothing was imported" in result.output
    assert count(Referral) == 0


def test_nothing_printed_names_anybody(run, zone):
    bad = VICTIM | {"phone": "0479 12", "role": "Amina", "on_duty_phone": "081 2219 Delvaux"}
    strange = "Bakkali,Amina,0479\n" + a_file(VICTIM)

    outputs = [
        run(a_file(VICTIM, PERPETRATOR)).output,
        run(a_file(VICTIM, PERPETRATOR)).output,
        run(a_file(bad, VICTIM)).output,
        run(strange).output,
        run(a_file(VICTIM | {"Bakkali": "1"}), "--dry-run").output,
    ]

    assert [word for word in SAID_NEVER for output in outputs if word in output] == []


def test_columns_that_are_missing_are_named_with_what_is_accepted(run, zone):
    without = [{column: text for column, text in VICTIM.items() if column not in ("role", "place")}]

    output = run(a_file(*without)).output

    assert "column place or postcode is missing (also accepted: " in output
    assert "dader" not in output
    assert "rolle" in output


def test_a_column_given_twice_is_refused(run, zone):
    header, _, lines = a_file(VICTIM).partition("\r\n")

    output = run(f"{header},Rol\r\n{lines}").output

    assert "column M gives a column a second time" in output


def test_a_column_that_is_not_known_is_left_out_and_told(run, zone):
    assert "Left out, not in docs/import.md: column M" in run(a_file(VICTIM | {"dog": "1"})).output


def test_the_same_file_is_refused_until_it_was_taken_back(run, zone):
    first = run(a_file(VICTIM)).output

    assert "was taken in before, as import" in run(a_file(VICTIM)).output
    run(None, "--undo", first.rsplit("--undo ", 1)[1].strip())
    assert run(a_file(VICTIM)).exit_code == 0


def test_a_reference_that_came_in_before_is_refused_by_line(run, zone):
    run(a_file(VICTIM))

    output = run(a_file(VICTIM | {"reference": "ZP-2"}, VICTIM | {"story": "Again."})).output

    assert "line 3, reference was imported before" in output


def test_who_was_worked_on_is_told_by_code(run, zone):
    number = run(a_file(VICTIM)).output.rsplit("--undo ", 1)[1].strip()
    file = database.session.scalars(select(FollowUp)).one()
    factories.contact_attempt(file)

    result = run(None, "--undo", number)

    assert result.exit_code == 1
    assert f"{file.code}: a contact was logged" in result.output
    assert count(Referral) == 1


def test_a_workbook_names_its_cells(run, zone, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(VICTIM))
    book.active.append([*list(VICTIM.values())[:6], "=A1", *list(VICTIM.values())[7:]])
    held = io.BytesIO()
    book.save(held)

    output = run(held.getvalue()).output

    assert "line 2, family_name (G2) holds a formula: paste values" in output


def test_a_phone_typed_as_a_number_and_a_real_date_come_in(run, zone):
    book = openpyxl.Workbook()
    told = VICTIM | {"phone": 470123456, "birth_date": clock.now().date() - timedelta(days=9999)}
    book.active.append(list(told))
    book.active.append(list(told.values()))
    held = io.BytesIO()
    book.save(held)

    assert run(held.getvalue()).exit_code == 0
    assert count(Person) == 1


def test_several_zones_ask_for_one(run, zone):
    factories.organisation(OrganisationKind.POLICE_ZONE, code="LIEGE")

    assert "--zone which police zone refers; there are:" in run(a_file(VICTIM)).output
    assert run(a_file(VICTIM), "--zone", "NAMUR").exit_code == 0


def test_the_officer_says_the_zone(run, zone):
    factories.organisation(OrganisationKind.POLICE_ZONE, code="LIEGE")
    factories.account(email="worker@example.test")

    assert run(a_file(VICTIM), "--officer", "officer@example.test").exit_code == 0
    assert run(a_file(VICTIM), "--officer", "worker@example.test").exit_code == 1
    assert run(a_file(VICTIM), "--officer", "nobody@example.test").exit_code == 1
    wrong = run(a_file(VICTIM), "--officer", "officer@example.test", "--zone", "LIEGE")
    assert "not an officer of that police zone" in wrong.output


@pytest.mark.parametrize("words", [[], ["--undo", "99"]])
def test_without_a_file_or_an_import_nothing_happens(run, zone, words):
    assert run(None, *words).exit_code in (1, 2)


def test_labels_in_every_language_are_accepted(run, zone):
    told = VICTIM | {"facts": "Physical violence", "role": "slachtoffer", "risk_result": "élevé"}

    assert run(a_file(told), "--dry-run").exit_code == 0


def test_a_file_that_cannot_be_read_is_one_sentence(run, zone):
    result = run(a_file(VICTIM | {"family_name": "Gérard"}).encode("latin-1"))

    assert result.exit_code == 1
    assert "line 2 is not UTF-8 text: save the file as “CSV UTF-8”" in result.output


def test_every_mistake_has_its_sentence():
    assert (set(CELL), set(FILE), set(STAYS)) == (set(Mistake), set(Why), set(Reason))


def test_the_sample_file_comes_in_whole(run, zone):
    content = (DOCS / "sample-referrals.csv").read_bytes()

    result = run(content, "--dry-run")

    assert len(list(csv.reader(io.StringIO(content.decode())))) == 201
    assert result.exit_code == 0
    assert "200 people" in result.output


def test_the_columns_are_all_documented():
    text = (DOCS / "import.md").read_text()

    missing = [column for column in EVENT | PERSON if f"| `{column}` |" not in text]

    assert missing == []


def test_headers_named_in_the_documentation_are_accepted():
    rows = [line.split("|") for line in (DOCS / "import.md").read_text().splitlines()]
    told = {
        name.strip(" `"): row[1].strip(" `")
        for row in rows
        if len(row) > 6 and row[1].strip(" `") in EVENT | PERSON
        for name in row[3].split(",")
        if name.strip()
    }

    assert len(told) > 40
    assert {
        name for name, column in told.items() if recognise([name]).columns != {0: column}
    } == set()
    assert all(other_names(column) for column in EVENT | PERSON)


def test_limits_in_the_documentation_are_those_of_the_code():
    text = (DOCS / "import.md").read_text()

    assert f"{import_files.MOST_ROWS:,} rows".replace(",", " ") in text
    assert f"{import_files.MOST_BYTES // 1024**2} MB" in text

"""A backup is whole or it is not there."""

import sqlite3

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from followup.cli.backup import backup, restore
from followup.models import SignInSession
from tests import factories


@pytest.fixture
def run(app, request):
    """`run(command, *arguments)`: on SQLite, whose database is a file."""
    if "postgresql" in request.node.callspec.id:
        pytest.skip("PostgreSQL keeps and restores with its own tools")

    def run(command, *arguments):
        info = ScriptInfo(create_app=lambda: app)
        return CliRunner().invoke(command, [str(one) for one in arguments], obj=info)

    return run


def test_a_backup_holds_every_row_and_no_name(db, run, tmp_path):
    factories.person(family_name="Verhoeven")
    db.session.commit()

    answer = run(backup, tmp_path / "kept.sqlite")

    assert answer.exit_code == 0, answer.output
    with sqlite3.connect(tmp_path / "kept.sqlite") as kept:
        assert kept.execute("SELECT count(*) FROM person").fetchone() == (1,)
    assert b"Verhoeven" not in (tmp_path / "kept.sqlite").read_bytes()
    assert (tmp_path / "kept.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_backup_never_takes_the_place_of_another_file(run, tmp_path):
    (tmp_path / "kept.sqlite").write_text("mine")

    answer = run(backup, tmp_path / "kept.sqlite")

    assert answer.exit_code == 1
    assert (tmp_path / "kept.sqlite").read_text() == "mine"


def test_a_running_database_is_not_overwritten_by_a_restore(db, run, tmp_path):
    db.session.commit()
    run(backup, tmp_path / "kept.sqlite")

    answer = run(restore, tmp_path / "kept.sqlite")

    assert answer.exit_code == 1
    assert "exists already" in answer.output


def test_a_restored_database_has_its_rows_and_nobody_signed_in(db, run, tmp_path):
    factories.sign_in_session(factories.account(), "secret")
    db.session.commit()
    run(backup, tmp_path / "kept.sqlite")

    answer = run(restore, tmp_path / "kept.sqlite", "--to", tmp_path / "back.sqlite")

    assert answer.exit_code == 0, answer.output
    with sqlite3.connect(tmp_path / "back.sqlite") as back:
        table = SignInSession.__tablename__
        assert back.execute(f"SELECT count(*), count(ended_at) FROM {table}").fetchone() == (1, 1)


def test_a_file_that_is_no_backup_is_refused(run, tmp_path):
    (tmp_path / "letter.txt").write_text("no database at all" * 100)

    answer = run(restore, tmp_path / "letter.txt", "--to", tmp_path / "back.sqlite")

    assert answer.exit_code == 1
    assert not (tmp_path / "back.sqlite").exists()

import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from followup import create_app
from followup.db import db as database
from followup.models import FollowUp, Person
from tests import factories

ROOT = Path(__file__).parent.parent
MIGRATIONS = ROOT / "migrations"


def test_revisions_are_numbered_with_four_digits_in_one_line():
    script = ScriptDirectory(str(MIGRATIONS))

    revisions = [revision.revision for revision in script.walk_revisions()][::-1]

    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert [path.name[:4] for path in sorted((MIGRATIONS / "versions").glob("*.py"))] == revisions


def test_migrations_never_import_our_code():
    importing = [
        path.name
        for path in (MIGRATIONS / "versions").glob("*.py")
        if re.search(r"^\s*(from|import) followup", path.read_text(), re.M)
    ]

    assert importing == []


def test_the_migrated_database_is_exactly_the_one_the_models_describe(empty, modelled):
    flask_migrate.upgrade()

    assert drawing() == modelled


def test_every_revision_can_be_undone_and_done_again(empty):
    flask_migrate.upgrade()
    migrated = drawing()

    flask_migrate.downgrade(revision="base")
    left = tables()
    flask_migrate.upgrade()

    assert left == {"alembic_version"}
    assert drawing() == migrated


def test_upgrading_a_database_in_use_loses_nothing(empty):
    flask_migrate.upgrade()
    file = factories.follow_up(worker=factories.account())
    database.session.remove()

    flask_migrate.upgrade()

    kept = database.session.get(FollowUp, file.id)
    assert kept.code == file.code
    assert database.session.get(Person, kept.person_id).family_name == "Lambert"


def test_a_database_with_files_can_be_taken_down_to_nothing(empty):
    flask_migrate.upgrade()
    factories.follow_up(worker=factories.account())
    database.session.remove()

    flask_migrate.downgrade(revision="base")

    assert tables() == {"alembic_version"}


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(empty, tmp_path):
    flask_migrate.upgrade()
    before = drawing()
    directory = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, directory)
    (directory / "versions" / "9999_breaks.py").write_text(BREAKS % head())

    with pytest.raises(Exception, match="no_such_table"):
        flask_migrate.upgrade(directory=str(directory))

    assert drawing() == before
    assert database.session.scalar(text("SELECT version_num FROM alembic_version")) == head()


def test_two_machines_that_migrate_at_once_do_it_once(empty):
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "flask", "db", "upgrade"]
    environment = {"DATABASE_URL": url, "FOLLOWUP_SECRET_KEY": "tests", "PATH": "/usr/bin:/bin"}

    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ended = [(process.communicate()[1].decode()[-500:], process.returncode) for process in both]

    assert [code for _, code in ended] == [0, 0], ended
    assert "follow_up" in tables()


BREAKS = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "%s"


def upgrade():
    op.create_table("left_over", sa.Column("id", sa.Integer))
    op.execute("INSERT INTO no_such_table VALUES (1)")
"""


def head():
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def tables():
    return set(inspect(database.engine).get_table_names())


def drawing():
    """Every table, column, key, check and index, as the database itself describes them."""
    queries = SQLITE if database.engine.dialect.name == "sqlite" else POSTGRESQL
    with database.engine.connect() as connection:
        rows = [row[0] for query in queries for row in connection.exec_driver_sql(query)]
    return sorted(_parts(row) for row in rows)


def _parts(sql):
    """The lines of one description; the order of constraints in a table does not matter."""
    return tuple(sorted(re.sub(r'[\s"]+', " ", line).strip(" ,") for line in sql.split("\n")))


SQLITE = ["SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version'"]
POSTGRESQL = [
    """SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length,
              is_nullable, is_identity, column_default)
       FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> 'alembic_version'""",
    """SELECT indexdef FROM pg_indexes
       WHERE schemaname = 'public' AND tablename <> 'alembic_version'""",
    """SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
       FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace
         AND conrelid::regclass::text <> 'alembic_version'""",
]


@pytest.fixture
def empty(make_app):
    """Inside an application whose database has no tables yet."""
    app = make_app()
    with app.app_context():
        yield app


@pytest.fixture
def modelled(make_app):
    """The drawing of a database made from the models alone."""
    with make_app().app_context():
        database.create_all()
        return drawing()


@pytest.fixture(params=["sqlite", "postgresql"])
def make_app(request, settings, clock_at, tmp_path):
    """`make_app()`: an application with a new database of the kind under test."""
    made = []

    def make_app():
        name = f"migrated_{secrets.token_hex(4)}"
        url = (
            f"sqlite:///{tmp_path / name}"
            if request.param == "sqlite"
            else request.getfixturevalue("postgresql")(name)
        )
        made.append(create_app(settings(url)))
        return made[-1]

    yield make_app
    for app in made:
        with app.app_context():
            database.session.remove()
            database.engine.dispose()

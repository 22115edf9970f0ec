import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import (
    Integer,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import (
    Bundle,
    DeclarativeBase,
    aliased,
    joinedload,
    make_transient_to_detached,
    relationship,
    selectinload,
    subqueryload,
)

from followup.casework import visibility
from followup.db import Base, db
from followup.models import (
    Account,
    CaseEvent,
    FollowUp,
    Organisation,
    Person,
    SearchToken,
    Situation,
    Whereabouts,
    wall,
)
from followup.models.wall import Unguarded, marked, unguarded, unrestricted
from followup.rules.access import Permission
from followup.vocabulary import Risk
from tests import factories

ROOT = Path(__file__).parents[2]
WALL = ROOT / "docs" / "wall.md"
People = Person.__table__
Another = aliased(Person)


def _refresh(ids):
    db.session.refresh(db.session.merge(_by_hand(ids), load=False))


def _by_hand(ids):
    person = Person(id=ids["person"])
    make_transient_to_detached(person)
    return person


def _expired(ids):
    with unrestricted("the row is there before the request"):
        person = db.session.get(Person, ids["person"])
    db.session.expire(person)
    return person.family_name


def _lazy(ids, name):
    return getattr(db.session.get(Household, ids["situation"]), name)


def _eager(option):
    return db.session.scalars(select(Household).options(option)).unique().all()


SHAPES = {
    "the rows": lambda ids: db.session.scalars(select(Person)),
    "one column": lambda ids: db.session.scalars(select(Person.family_name)),
    "a bundle": lambda ids: db.session.execute(select(Bundle("name", Person.family_name))),
    "how many": lambda ids: db.session.scalar(select(func.count()).select_from(Person)),
    "the last": lambda ids: db.session.scalar(select(func.max(Whereabouts.id))),
    "an alias": lambda ids: db.session.scalars(select(Another)),
    "a column of an alias": lambda ids: db.session.scalars(select(Another.family_name)),
    "one by its key": lambda ids: db.session.get(Person, ids["person"]),
    "the rows, the old way": lambda ids: db.session.query(Person).all(),
    "rows that hang on a visible row": lambda ids: _lazy(ids, "people"),
    "the row above": lambda ids: db.session.get(Place, ids["whereabouts"]).follow_up,
    "loaded along by a join": lambda ids: _eager(joinedload(Household.people)),
    "loaded along by keys": lambda ids: _eager(selectinload(Household.people)),
    "loaded along by a subquery": lambda ids: _eager(subqueryload(Household.people)),
    "a join": lambda ids: db.session.scalars(
        select(Situation.id).join(Person, Person.situation_id == Situation.id)
    ),
    "a join in brackets": lambda ids: db.session.scalars(
        select(Situation.id).outerjoin(
            People.join(FollowUp.__table__, FollowUp.person_id == People.c.id),
            People.c.situation_id == Situation.id,
        )
    ),
    "whether some hang on it": lambda ids: db.session.scalars(
        select(Household.id).where(Household.people.any())
    ),
    "whether one exists": lambda ids: db.session.scalars(
        select(Situation.id).where(exists().where(Person.situation_id == Situation.id))
    ),
    "a subquery as a value": lambda ids: db.session.execute(
        select(Situation.id, select(func.max(Person.id)).scalar_subquery())
    ),
    "from a subquery": lambda ids: db.session.execute(
        select(select(Person.family_name).subquery())
    ),
    "an alias of a subquery": lambda ids: db.session.scalars(
        select(aliased(Person, select(Person).subquery()))
    ),
    "a common table": lambda ids: db.session.execute(select(select(Person.id).cte().c.id)),
    "a union": lambda ids: db.session.execute(union_all(select(Person.id), select(Whereabouts.id))),
    "two tables side by side": lambda ids: db.session.execute(
        select(Situation.id, Person.id).where(Person.situation_id == Situation.id)
    ),
    "the bare table": lambda ids: db.session.scalars(select(People.c.family_name)),
    "an alias of the bare table": lambda ids: db.session.scalars(select(People.alias().c.id)),
    "a count of the bare table": lambda ids: db.session.scalar(
        select(func.count()).select_from(People)
    ),
    "the bare table in a condition": lambda ids: db.session.scalars(
        select(Situation.id).where(Situation.id.in_(select(People.c.situation_id)))
    ),
    "a table named by hand": lambda ids: db.session.scalars(
        select(column("id")).select_from(table("person", column("id", Integer)))
    ),
    "text": lambda ids: db.session.execute(text("select family_name from person")),
    "text with a remark in it": lambda ids: db.session.execute(
        text("select 1 from/* the */person")
    ),
    "text with two tables and no blank": lambda ids: db.session.execute(
        text("select 1 from situation,person")
    ),
    "text that names the schema": lambda ids: db.session.execute(
        text('select 1 from "main"."person"')
    ),
    "rows from text": lambda ids: db.session.scalars(
        select(Person).from_statement(text("select * from person"))
    ),
    "text in the order": lambda ids: db.session.scalars(
        select(Situation.id).order_by(text("(select family_name from person)"))
    ),
    "text in a column": lambda ids: db.session.scalars(
        select(literal_column("(select max(id) from person)"))
    ),
    "the connection of the session": lambda ids: db.session.connection().execute(
        select(People.c.id)
    ),
    "a statement past the compiler": lambda ids: db.session.connection().exec_driver_sql(
        "SELECT id FROM person"
    ),
    "a row put together by hand": lambda ids: db.session.merge(Person(id=ids["person"])),
    "refreshing a row put together by hand": _refresh,
    "a row that has expired": _expired,
    "changing many": lambda ids: db.session.execute(update(FollowUp).values(risk=Risk.LOW)),
    "changing one and reading it": lambda ids: db.session.execute(
        update(FollowUp)
        .where(FollowUp.id == ids["follow_up"])
        .values(risk=Risk.LOW)
        .returning(FollowUp.code)
    ),
    "changing by what another table says": lambda ids: db.session.execute(
        update(Situation)
        .values(opened_at=Situation.opened_at)
        .where(Situation.id.in_(select(Person.situation_id)))
    ),
    "deleting many": lambda ids: db.session.execute(delete(Whereabouts)),
    "deleting and reading": lambda ids: db.session.execute(
        delete(Whereabouts).returning(Whereabouts.address)
    ),
    "copying to where one may read": lambda ids: db.session.execute(
        insert(SearchToken).from_select(
            ["token", "person_id"], select(literal(b"12345678"), Person.id)
        )
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_that_forgot_the_visibility_rules_reads_nothing(shape, ids, watched):
    with pytest.raises(Unguarded):
        SHAPES[shape](ids)


def test_another_connection_of_the_same_page_reads_nothing(ids, watched):
    db.session.commit()

    with db.engine.connect() as connection, pytest.raises(Unguarded):
        connection.execute(select(People.c.id))


def test_a_statement_that_joins_a_table_twice_says_so_twice(ids, watched):
    twice = select(Person.id).join(Another, Another.situation_id == Person.situation_id)

    with pytest.raises(Unguarded):
        db.session.execute(twice.where(marked(Person)))

    assert db.session.execute(twice.where(marked(Person, Person))).all() == [(ids["person"],) * 1]


def test_the_mark_of_one_table_does_not_open_another(ids, watched):
    with pytest.raises(Unguarded):
        db.session.execute(select(Whereabouts.address).where(marked(Person)))


def test_a_worker_lists_and_opens_a_file_through_the_visibility_rules(worker, ids, watched):
    listed = db.session.scalars(visibility.files_of(worker, Permission.READ_FOLLOWUP)).all()
    opened = visibility.fetch(listed[0].code, worker, Permission.LOG_CONTACT, to_change=True)

    assert opened.id == ids["follow_up"]


def test_what_belongs_to_a_visible_file_is_joined_with_its_own_mark(worker, ids, watched):
    query = (
        visibility.files_of(worker, Permission.READ_WHEREABOUTS)
        .join(Whereabouts, Whereabouts.follow_up_id == FollowUp.id)
        .where(visibility.along(Whereabouts))
        .with_only_columns(Whereabouts.address)
    )

    assert db.session.scalars(query).all() == ["Quai des Ardennes 12, 4020 Liège"]


def test_a_verb_changes_the_file_it_was_given_and_adds_to_it(worker, ids, watched, noon):
    file = db.session.scalar(visibility.files_of(worker, Permission.LOG_CONTACT))
    file.due_at = noon + timedelta(hours=2)
    file.attempts += 1
    db.session.add(CaseEvent(follow_up_id=file.id, what="assigned", at=noon))

    db.session.flush()

    with unrestricted("the test looks"):
        db.session.refresh(file)
        assert file.due_at == noon + timedelta(hours=2)


def test_many_rows_are_added_and_changed_at_once(worker, ids, watched, noon):
    with unrestricted("before the request"):
        files = [factories.follow_up(worker=worker) for _ in range(3)]
        for number, file in enumerate(files):
            file.attempts = number + 1
    db.session.add_all(CaseEvent(follow_up_id=file.id, what="closed", at=noon) for file in files)

    db.session.flush()

    with unrestricted("the test looks"):
        total = db.session.scalar(select(func.sum(FollowUp.attempts)))
        assert total == 6


def test_a_bulk_change_with_its_mark_is_done(ids, watched):
    marked_update = update(FollowUp).where(marked(FollowUp)).values(risk=Risk.LOW)

    assert db.session.execute(marked_update).rowcount == 1


def test_tables_without_personal_data_need_no_mark(worker, ids, watched):
    assert db.session.get(Organisation, worker.organisation_id)
    assert db.session.scalar(select(func.count()).select_from(Account)) >= 1


def test_system_work_says_why_it_is_not_restricted(ids, watched):
    with unrestricted("deadlines follow the file"):
        assert db.session.get(Person, ids["person"])
    with pytest.raises(Unguarded):
        db.session.scalars(select(Person))
    with pytest.raises(ValueError, match="why"), unrestricted(""):
        pass


def test_outside_a_request_nothing_is_watched(ids):
    assert db.session.get(Person, ids["person"])


def test_every_table_that_hangs_on_a_person_or_a_file_is_protected():
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in ("person", "follow_up", "referral")
    }

    assert pointing - wall.protected_tables() == {"alert"}
    assert {"person", "follow_up", "referral"} <= wall.protected_tables()


def test_a_sealed_column_stands_in_a_protected_table_or_is_about_the_account_itself():
    sealed = {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        if type(column.type).__name__.startswith("Sealed")
    }

    assert sealed - wall.protected_tables() == {"account", "draft", "tie"}


def test_each_piece_of_system_work_is_listed_with_its_reason():
    listed = set(re.findall(r"^\| `(.+?)` \| (.+?) \|$", WALL.read_text(), re.M))

    assert {(name, reason) for name, reason in reasons()} == listed


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM person",
        "select 1 from ONLY person",
        "SELECT 1 FROM [person]",
        "SELECT 1 FROM `person`",
        'SELECT 1 FROM "public"."person" AS p',
        "SELECT 1 FROM situation LEFT JOIN (person JOIN follow_up ON 1=1) ON 1=1",
        "SELECT 1 FROM situation -- all of them\n, person",
        "DELETE FROM situation USING person WHERE true",
        "UPDATE situation SET zone_id = 1 FROM person WHERE true",
        "UPDATE person SET language = 'fr'",
        "UPDATE person SET language = (SELECT 'fr') WHERE person.id = 1",
        "UPDATE person SET language = 'fr' WHERE person.id = 1 OR 1=1",
        "UPDATE person SET language = 'fr' WHERE person.id = 1 RETURNING family_name",
        "TABLE person",
    ],
)
def test_the_ways_to_write_a_table_name_are_known(sql):
    assert "person" in unguarded(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO person (language) VALUES ('fr')",
        "UPDATE person SET language = ? WHERE person.id = ?",
        "UPDATE person SET language=%(language)s::VARCHAR WHERE person.id = %(person_id)s::BIGINT",
        "UPDATE follow_up SET due_at=?, version=? WHERE follow_up.id = ? AND follow_up.version = ?",
        "SELECT personnel.id, person_id FROM personnel",
        "SELECT 1 FROM person WHERE 'pol:person' = 'pol:person'",
    ],
)
def test_what_needs_no_mark_is_let_through(sql):
    assert unguarded(sql) == ()


def reasons():
    """Where the code asks for system work, and the reason it gives: a text or a constant."""
    for path in sorted((ROOT / "followup").rglob("*.py")):
        tree = ast.parse(path.read_text())
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "unrestricted":
                reason = call.args[0]
                reason = constants[reason.id] if isinstance(reason, ast.Name) else reason
                yield str(path.relative_to(ROOT / "followup")), ast.literal_eval(reason)


class Forgetful(DeclarativeBase):
    """Models of this test alone."""


class Household(Forgetful):
    """A situation as a forgetful model would tie it to its people."""

    __table__ = Situation.__table__
    people = relationship(
        Person,
        primaryjoin=Person.__table__.c.situation_id == Situation.__table__.c.id,
        foreign_keys=Person.__table__.c.situation_id,
        viewonly=True,
    )


class Place(Forgetful):
    """Whereabouts as a forgetful model would tie it to its file."""

    __table__ = Whereabouts.__table__
    follow_up = relationship(
        FollowUp,
        primaryjoin=Whereabouts.__table__.c.follow_up_id == FollowUp.__table__.c.id,
        foreign_keys=Whereabouts.__table__.c.follow_up_id,
        viewonly=True,
    )


@pytest.fixture
def worker(db):
    return factories.account()


@pytest.fixture
def ids(worker):
    """The keys of one file, with nothing of it left in the session."""
    file = factories.follow_up(worker=worker)
    place = factories.whereabouts(file)
    ids = {
        "follow_up": file.id,
        "person": file.person_id,
        "situation": file.situation_id,
        "whereabouts": place.id,
    }
    db.session.expunge_all()
    db.session.add(worker)
    return ids

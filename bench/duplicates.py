"""How long looking for duplicates takes when one organisation follows very many people."""

import argparse
import shutil
import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import quantiles

from flask_migrate import upgrade
from sqlalchemy import func, select

from bench.ground import KINDS, Ground, _empty_database, _server, database_server
from followup import keyring
from followup.casework import comparing
from followup.db import db
from followup.demo.families import CHILDREN, FAMILY_NAMES, MEN, WOMEN
from followup.models import FollowUp, MatchKey, Person, SafeContact
from followup.rules import likeness
from followup.rules.contact_card import ContactCard, Phone
from tests import factories

SIZE, LOOKED, CHUNK = 500_000, 300, 5_000
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)
STARTS = ["Van den ", "De ", "Van ", "El ", "D'", ""]
SYLLABLES = [
    "ba",
    "bo",
    "co",
    "da",
    "del",
    "do",
    "fer",
    "gi",
    "ha",
    "jo",
    "ka",
    "la",
    "le",
    "lem",
    "ma",
    "mo",
    "na",
    "ni",
    "pe",
    "ra",
    "ri",
    "sa",
    "so",
    "ta",
    "ver",
    "wil",
]


class Crowd(Ground):
    """A database with one organisation and one strand, in which everybody is followed."""

    @property
    def name(self):
        return f"crowd-{self.kind}-{self.size}"

    @name.setter
    def name(self, _name):
        """The folder is named after the crowd."""

    @property
    def url(self):
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / 'followup.sqlite'}"
        return _server().get_uri(database=f"crowd_{self.size}").replace("://", "+psycopg://", 1)

    def fill(self):
        """Make it anew; returns the seconds it took."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        keyring.create(self.folder / "keys.json")
        if self.kind == "postgresql":
            _empty_database(f"crowd_{self.size}")
        began = time.perf_counter()
        with self.app().app_context():
            upgrade()
            _everybody(self.size)
        (self.folder / "made").touch()
        return time.perf_counter() - began


def _everybody(size):
    """The first file is made as the tests make one; the others have its columns."""
    first = factories.follow_up(worker=factories.account(), card={"phones": []})
    kept = {column.key: getattr(first, column.key) for column in FollowUp.__table__.columns}
    by_id, situation_id = first.worker_id, first.situation_id
    index = next(one for one in MatchKey.__table__.indexes if one.name == "ix_match_key_found")
    random, start = Random(7), first.id + 1
    with db.engine.begin() as connection:
        index.drop(connection)
    for at in range(start, start + size, CHUNK):
        ids = range(at, min(at + CHUNK, start + size))
        people = {one: _somebody(random) for one in ids}
        with db.engine.begin() as connection:
            for table, rows in (
                (Person, [_person(one, who, situation_id) for one, who in people.items()]),
                (FollowUp, [_file(one, kept) for one in ids]),
                (SafeContact, [_card(one, who, by_id) for one, who in people.items()]),
                (MatchKey, [row for one, who in people.items() for row in _keys(one, who, kept)]),
            ):
                connection.execute(table.__table__.insert(), rows)
    with db.engine.begin() as connection:
        index.create(connection)
        connection.exec_driver_sql("ANALYZE")


def _somebody(random):
    """Half bear one of the commonest names; one in ten has no birth date, one in five no phone."""
    family = random.choice(STARTS) + "".join(random.choices(SYLLABLES, k=3)).capitalize()
    first = random.choice(WOMEN + MEN + CHILDREN)
    if random.random() < 0.5:
        family = random.choice(FAMILY_NAMES)
    if random.random() < 0.4:
        first = "".join(random.choices(SYLLABLES, k=2)).capitalize()
    born = date(1936, 1, 1) + timedelta(days=random.randrange(85 * 365))
    numbers = frozenset({f"+3247{random.randrange(10**7):07}"} if random.random() < 0.8 else ())
    return likeness.Described(
        family, first, born if random.random() < 0.9 else None, phones=numbers
    )


def _person(one, who, situation_id):
    return {
        "id": one,
        "situation_id": situation_id,
        "family_name": who.family,
        "first_name": who.first,
        "birth_date": who.born_on and who.born_on.isoformat(),
        "birth_year_about": None,
        "gender": who.gender,
        "language": "fr",
        "interpreter": False,
    }


def _file(one, kept):
    return kept | {"id": one, "person_id": one, "code": f"{one:012}", "compared_at": BEGUN}


def _card(one, who, by_id):
    card = ContactCard(phones=tuple(Phone(number) for number in who.phones))
    return {
        "id": one,
        "follow_up_id": one,
        "version": 1,
        "card": card.to_json(),
        "source": "police",
        "agreed_at": BEGUN,
        "changed_at": BEGUN,
        "changed_by_id": by_id,
    }


def _keys(one, who, kept):
    for token in comparing.tokens(likeness.keys(who)):
        yield {
            "follow_up_id": one,
            "organisation_id": kept["organisation_id"],
            "strand": kept["strand"],
            "token": token,
        }


def measure(looked):
    """Per file: wall and processor milliseconds of finding whom it may double."""
    ids = select(FollowUp.id).order_by(func.random()).limit(looked)
    wall, processor, found = [], [], 0
    for one in list(db.session.scalars(ids)):
        file = comparing.read(FollowUp.id == one)[one]
        began, worked = time.perf_counter(), time.thread_time()
        found += len(comparing.alike(file))
        processor.append(1000 * (time.thread_time() - worked))
        wall.append(1000 * (time.perf_counter() - began))
        db.session.rollback()
    return wall, processor, found


def _row(crowd, looked):
    measure(10)
    wall, processor, found = measure(looked)
    keys = db.session.scalar(select(func.count()).select_from(MatchKey))
    cells = [crowd.kind, crowd.size, keys, looked, found]
    for times in (wall, processor):
        cuts = quantiles(times, n=20)
        cells += [f"{cuts[9]:.1f}", f"{cuts[18]:.1f}", f"{max(times):.1f}"]
    return "| " + " | ".join(map(str, cells)) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--looked", type=int, default=LOOKED)
    asked = parser.parse_args()
    print("| database | people | keys | looked up | suggested | wall ms p50 | p95 | max |", end="")
    print(" processor ms p50 | p95 | max |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with database_server():
        for kind in asked.databases:
            crowd = Crowd(kind, asked.size)
            if not crowd.is_made:
                print(f"{crowd.name}: made in {crowd.fill():.0f} s", flush=True)
            with crowd.app().app_context():
                print(_row(crowd, asked.looked), flush=True)


if __name__ == "__main__":
    main()

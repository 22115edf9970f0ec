"""Runs the migrations inside `flask db`: whole or not at all, on SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app

ONE_AT_A_TIME = 7_210_2026


def run():
    extension = current_app.extensions["migrate"]
    with extension.db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # A table that is made anew must not take the rows that point to it along. SQLite
            # hears this only outside a transaction; the check below comes before the commit.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=extension.db.metadata,
            transactional_ddl=True,
            **extension.configure_args,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
            context.run_migrations()
            _refuse_orphans(connection)
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(connection):
    if connection.dialect.name == "sqlite":
        orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if orphan is not None:
            raise RuntimeError(f"a row of {orphan[0]} points to a row of {orphan[2]} that is gone")


run()

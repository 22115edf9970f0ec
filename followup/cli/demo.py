"""`flask demo` and `flask demo-data`: fictitious data, to look around in and to measure with."""

import json
import secrets
from dataclasses import replace
from datetime import timedelta
from random import Random

import click
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.serving import run_simple

from followup import clock, keyring, scheduler
from followup.db import db
from followup.demo.copies import House as CopiedHouse
from followup.demo.copies import continue_numbering, know_sizes
from followup.demo.house import build
from followup.demo.weeks import Weeks
from followup.models import Account, Referral

DEMO_ADDRESS = "@demo.example"
WEEKS, REFERRALS, SEED = 6, 60, 7
IN_ONE_HOUSE, MONTHS_OF_ONE_HOUSE = 250, 9
ACCOUNTS_FILE = "demo-accounts.json"


@click.command("demo")
@click.option("--port", default=5000, show_default=True, envvar="PORT")
@click.option("--only-data", is_flag=True, help="Make the data and stop.")
def demo(port, only_data):
    """Make fictitious data if there are none, then serve on 127.0.0.1 with the scheduler."""
    _prepare()
    if not _accounts():
        password = "-".join(secrets.token_hex(3) for _ in range(4))
        click.echo("Making fictitious data: 60 referrals in 6 weeks …")
        make_house(REFERRALS, timedelta(weeks=WEEKS), SEED, password)
        _write_accounts(password)
    _print_accounts(port)
    db.session.remove()
    if not only_data:
        app = current_app._get_current_object()
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], demo=True)
        scheduler.start_embedded(app)
        run_simple("127.0.0.1", port, app, threaded=True)


@click.command("demo-data")
@click.option("--referrals", type=click.IntRange(1, 2_000_000), required=True)
@click.option("--seed", default=SEED, show_default=True)
def demo_data(referrals, seed):
    """Make reproducible fictitious data of any size, for measuring."""
    _prepare()
    if _accounts():
        raise click.ClickException("There are data already. Start from an empty database.")
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    first = min(referrals, IN_ONE_HOUSE)
    make_house(first, timedelta(days=30 * MONTHS_OF_ONE_HOUSE), seed, password)
    _write_accounts(password)
    copy_house(round(referrals / first) - 1)
    click.echo(f"{db.session.scalar(select(func.count()).select_from(Referral))} referrals")


def make_house(referrals, length, seed, password):
    """Build the organisations and live through their weeks, ending now."""
    now = clock.now()
    with clock.stopped_at(now - length):
        house = build(0, password)
        db.session.commit()
    Weeks(house, Random(seed), now - length, now).live(referrals)


def copy_house(times):
    """Write the first house so many times more, with a progress bar."""
    db.session.commit()
    with db.engine.begin() as connection:
        house = CopiedHouse(connection)
    with click.progressbar(range(1, times + 1), label="Copying") as numbers:
        for number in numbers:
            with db.engine.begin() as connection:
                house.copy(connection, number)
    with db.engine.begin() as connection:
        continue_numbering(connection)
        know_sizes(connection)


def _prepare():
    """Bring the database to head, make keys if there are none, and refuse where real data exist."""
    settings = current_app.config["SETTINGS"]
    if not settings.key_file.exists():
        keyring.create(settings.key_file)
    keyring.use(keyring.read(settings.key_file))
    upgrade()
    if any(not email.endswith(DEMO_ADDRESS) for email in _accounts()):
        raise click.ClickException(
            "Real accounts exist in this database: fictitious data are refused. Use another"
            " database (DATABASE_URL) or another folder."
        )


def _accounts():
    return db.session.scalars(select(Account.email)).all()


def _write_accounts(password):
    """One sign-in per role, for whoever looks around; readable by the owner only."""
    settings = current_app.config["SETTINGS"]
    accounts = db.session.scalars(
        select(Account)
        .order_by(Account.id)
        .options(joinedload(Account.organisation), selectinload(Account.role_rows))
    ).all()
    listed = [
        {
            "role": role,
            "organisation": account.organisation.code,
            "email": account.email,
            "password": password,
            "name": account.name,
        }
        for account in accounts
        for role in sorted(account.roles)
    ]
    path = settings.instance / ACCOUNTS_FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(listed, indent=2, ensure_ascii=False))


def _print_accounts(port):
    path = current_app.config["SETTINGS"].instance / ACCOUNTS_FILE
    click.echo(f"\n  followup with fictitious data: http://127.0.0.1:{port}/\n")
    if not path.exists():
        click.echo("  The sign-ins were made elsewhere: `flask user reset E-MAIL` gives a new one.")
        return
    listed = json.loads(path.read_text())
    shown = set()
    for entry in listed:
        if (entry["role"], entry["organisation"]) not in shown:
            shown.add((entry["role"], entry["organisation"]))
            click.echo(f"  {entry['role']:<20} {entry['email']:<36} {entry['organisation']}")
    click.echo(f"\n  Password of everybody: {listed[0]['password']}\n")

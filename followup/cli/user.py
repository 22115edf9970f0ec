"""`flask user`: open an account or give a new password from the shell."""

import sys

import click
from flask.cli import AppGroup

from followup.casework import accounts, organisations, passwords
from followup.casework.errors import AlreadyThere, NotFound
from followup.casework.passwords import LEAST, MOST, Weakness
from followup.cli.faults import said_clearly
from followup.db import db
from followup.vocabulary import Role
from followup.web.languages import LANGUAGES

WEAK = {
    Weakness.TOO_SHORT: f"use at least {LEAST} characters",
    Weakness.TOO_LONG: f"use at most {MOST} characters",
    Weakness.EASY: "this password is easy to guess",
}

user = AppGroup("user", help="Open an account, or give a new password.")


@user.command("create")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", required=True, help="First name and family name.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in accounts.ROLES_GIVEN]),
    help="May be given several times.",
)
@click.option("--organisation", "code", required=True, help="Code of the organisation.")
@click.option("--language", default="fr", type=click.Choice(list(LANGUAGES)), show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the first password from standard input.")
@said_clearly()
def create(email, name, roles, code, language, password_stdin):
    """Open an account and show its one-time password."""
    if "@" not in email:
        raise click.ClickException(f"write an e-mail address, not {email!r}")
    organisation = _organisation(code)
    given = _from_stdin([name, email, organisation.name]) if password_stdin else None
    try:
        account, password = accounts.create(
            by=None,
            email=email,
            name=name,
            organisation_id=organisation.id,
            roles=[Role(role) for role in roles],
            language=language,
            password=given,
        )
    except AlreadyThere:
        raise click.ClickException(f"{email} already has an account") from None
    db.session.commit()
    _tell(account, password, show=given is None)


@user.command("reset")
@click.argument("email")
@said_clearly()
def reset(email):
    """Give a new one-time password; open sessions end."""
    try:
        account = accounts.of_address(email)
    except NotFound:
        raise click.ClickException(f"{email} has no account") from None
    password = accounts.reset_password(account, by=None)
    db.session.commit()
    _tell(account, password, show=True)
    if not account.active:
        click.echo("This account is closed: reopen it before the person can sign in.", err=True)


def _organisation(code):
    try:
        return organisations.fetch(code)
    except NotFound:
        known = ", ".join(row.code for row in organisations.every()) or "none yet"
        raise click.ClickException(f"no organisation {code!r}; there are: {known}") from None


def _from_stdin(about):
    password = sys.stdin.readline().strip()
    weak = passwords.weakness(password, about)
    if weak is not None:
        raise click.ClickException(WEAK[weak])
    return password


def _tell(account, password, *, show):
    click.echo(f"Account: {account.email}")
    if show:
        click.echo(f"One-time password, shown only now: {password}")
    click.echo("At the first sign-in the person chooses another one.")

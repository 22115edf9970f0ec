"""`flask organisation create`: the first organisation, where a first administrator works."""

import click
from flask.cli import AppGroup

from followup.casework import organisations
from followup.casework.errors import AlreadyThere
from followup.cli.faults import said_clearly
from followup.db import db
from followup.vocabulary import Language, OrganisationKind

organisation = AppGroup("organisation", help="Make an organisation from the shell.")


@organisation.command("create")
@click.option("--code", required=True, help="Short and unique, for example EVIF.")
@click.option("--name", required=True)
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in OrganisationKind]))
@click.option(
    "--language", default="fr", type=click.Choice(["fr", "nl", "de", "en"]), show_default=True
)
@said_clearly()
def create(code, name, kind, language):
    """Make an organisation; everything else about it is set on its page."""
    try:
        organisations.create(
            by=None, code=code, name=name, kind=OrganisationKind(kind), language=Language(language)
        )
    except AlreadyThere:
        raise click.ClickException(f"There is an organisation {code!r} already.") from None
    db.session.commit()
    click.echo(f"Made {code}. Next: flask user create --organisation {code} --role administrator …")

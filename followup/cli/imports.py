"""`flask import`: take referrals in from a file, or take a whole import back."""

from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale
from openpyxl.utils import get_column_letter
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import accounts, import_files, import_undo, imports, organisations, routing
from followup.casework.errors import NotFound
from followup.casework.import_files import Unreadable
from followup.casework.import_undo import WorkedOn
from followup.cli.faults import said_clearly
from followup.cli.import_sentences import CELL, FILE, STAYS
from followup.db import db
from followup.rules import import_columns, import_rows
from followup.rules.import_cells import Mistake
from followup.rules.import_lines import Problem
from followup.rules.import_rows import MOST_SHOWN
from followup.rules.import_words import VOCABULARIES, words
from followup.vocabulary import OrganisationKind
from followup.web.labels import LABELS
from followup.web.languages import LOCALES

MOST_LINES_TOLD = 20

imported = AppGroup("import", help="Take data in from a file.")


@imported.command("referrals")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--undo", "undone", type=int, metavar="ID", help="Take this import back.")
@click.option("--zone", "zone_code", metavar="CODE", help="Police zone that refers.")
@click.option("--officer", "email", metavar="E-MAIL", help="In whose name the referrals are sent.")
@said_clearly()
def referrals(file, dry_run, undone, zone_code, email):
    """Take in the referrals of a CSV or XLSX FILE, all or none (columns: docs/import.md)."""
    if (file is None) == (undone is None):
        raise click.UsageError("give a FILE, or --undo and the number of an import")
    if undone is not None:
        _undo(undone, dry_run)
        return
    try:
        _take_in(Path(file), dry_run, zone_code, email)
    except IntegrityError:
        raise click.ClickException("somebody else imports the same now; look at it first") from None


def _take_in(path, dry_run, zone_code, email):
    table = _read(path)
    _refuse_header(table)
    zone, officer = _sender(zone_code, email)
    checked = import_rows.check(
        table.header,
        table.lines,
        words=_words(),
        now=clock.now(),
        language=zone.language.value,
    )
    _refuse_problems(checked, table)
    _refuse_known(checked, table, zone)
    row = imports.begin(table.digest, len(checked.incoming), by=officer)
    lines = _send(checked.incoming, row, zone, officer)
    _tell(imports.outcome(row), lines, imports.elsewhere_lines(zone, checked.incoming))
    if dry_run:
        db.session.rollback()
        click.echo(f"Dry run for zone {zone.code}: nothing was written.")
        return
    number = row.id
    db.session.commit()
    click.echo(f"Taken in for zone {zone.code} as import {number}.")
    click.echo(f"To take it back before work begins: flask import referrals --undo {number}")


def _send(incoming, row, zone, officer):
    """Send every referral inside the one transaction; answers the line of each."""
    places = organisations.places_of(zone)
    lines = {}
    with click.progressbar(incoming, label="Referrals") as each:
        for one in each:
            lines[imports.take(one, row, places=places, by=officer).id] = one.line
    db.session.flush()
    return lines


def _read(path):
    try:
        return import_files.read(path)
    except Unreadable as unreadable:
        sentence = FILE[unreadable.why].format(**unreadable.facts)
        raise click.ClickException(sentence) from None


def _refuse_header(table):
    missing, twice = table.header.missing, table.header.twice
    for names in missing:
        others = ", ".join(sorted({name for one in names for name in _also(one)}))
        click.echo(f"column {' or '.join(names)} is missing (also accepted: {others})")
    for place in twice:
        click.echo(f"column {get_column_letter(place + 1)} gives a column a second time")
    if missing or twice:
        raise click.ClickException(
            "the first line must name the columns, each once: see docs/import.md"
        )
    if table.header.unknown:
        letters = ", ".join(get_column_letter(place + 1) for place in table.header.unknown)
        click.echo(f"Left out, not in docs/import.md: column {letters}")


def _also(column):
    return import_columns.other_names(column)


def _refuse_problems(checked, table):
    for problem in checked.shown:
        click.echo(_sentence(problem, table))
    if checked.count > MOST_SHOWN:
        click.echo(f"… and {checked.count - MOST_SHOWN} more")
    if checked.count:
        mistakes = "1 mistake" if checked.count == 1 else f"{checked.count} mistakes"
        raise click.ClickException(f"{mistakes}; nothing was imported")


def _sentence(problem, table):
    said = CELL[problem.mistake].format(**problem.facts)
    if problem.column is None:
        return f"line {problem.line} {said}"
    place = table.header.place_of(problem.column)
    letter = get_column_letter(place + 1) if table.is_workbook and place is not None else None
    cell = f" ({letter}{problem.line})" if letter else ""
    return f"line {problem.line}, {problem.column}{cell} {said}"


def _refuse_known(checked, table, zone):
    standing = imports.standing(table.digest)
    if standing is not None:
        raise click.ClickException(
            f"this file was taken in before, as import {standing.id}: undo that one first"
        )
    for line in imports.known_lines(zone, checked.incoming):
        checked.add(Problem(line, "reference", Mistake.ALREADY_IMPORTED, {}))
    _refuse_problems(checked, table)


def _sender(zone_code, email):
    """The zone and the officer in whose name the referrals are sent."""
    officer = _officer(email) if email else None
    if officer is not None:
        zone = officer.organisation
        if zone.kind is not OrganisationKind.POLICE_ZONE or zone_code not in (None, zone.code):
            raise click.ClickException("this account is not an officer of that police zone")
        return zone, officer
    zone = _zone(zone_code)
    officer = imports.sender_of(zone)
    if officer is None:
        raise click.ClickException(
            f"zone {zone.code} has no police account: open one with `flask user create`"
        )
    return zone, officer


def _officer(email):
    try:
        return accounts.of_address(email)
    except NotFound:
        raise click.ClickException("no account has this e-mail address") from None


def _zone(code):
    if code is not None:
        try:
            return routing.fetch_zone(code)
        except NotFound:
            raise click.ClickException(f"no police zone has this code; {_known()}") from None
    zones = imports.zones()
    if len(zones) != 1:
        raise click.ClickException(f"say with --zone which police zone refers; {_known()}")
    return zones[0]


def _known():
    return "there are: " + (", ".join(zone.code for zone in imports.zones()) or "none yet")


def _tell(outcome, lines, elsewhere):
    click.echo(f"{outcome.referrals} referrals, {outcome.people} people")
    for strand, count in sorted(outcome.follow_ups.items()):
        click.echo(f"{count} follow-ups of the strand {strand}")
    click.echo(f"{outcome.repeats} repeats of an earlier intervention")
    for strand, count in sorted(outcome.unroutable.items()):
        click.echo(f"Nobody receives the strand {strand} of this zone: {count} follow-ups wait")
    _tell_lines("The place is not one of this zone", elsewhere)
    _tell_lines(
        "Possible duplicates, the report number stands in another referral of this zone",
        sorted(lines[one] for one in outcome.same_number),
    )
    if outcome.joined:
        click.echo(
            "Some people were referred before: their follow-ups start again, and this import"
            " cannot be undone as a whole."
        )


def _tell_lines(sentence, lines):
    if lines:
        first = ", ".join(map(str, lines[:MOST_LINES_TOLD]))
        more = f" and {len(lines) - MOST_LINES_TOLD} more" if len(lines) > MOST_LINES_TOLD else ""
        click.echo(f"{sentence}: line {first}{more}")


def _undo(number, dry_run):
    try:
        row = import_undo.fetch(number)
        import_undo.undo(row, by=None)
    except NotFound:
        raise click.ClickException(f"no import {number} stands") from None
    except WorkedOn as refused:
        for code, reason in refused.in_the_way[:MOST_SHOWN]:
            click.echo(f"{code}: {STAYS[reason]}")
        many = len(refused.in_the_way)
        raise click.ClickException(f"import {number} stays: {many} in the way, see above") from None
    if dry_run:
        db.session.rollback()
        click.echo(f"Dry run: import {number} could be taken back. Nothing was written.")
        return
    db.session.commit()
    click.echo(f"Import {number} was taken back.")


def _words():
    """Codes, and their labels in every language of the product."""
    labels = []
    for locale in LOCALES.values():
        with force_locale(locale):
            for vocabulary in VOCABULARIES:
                labels += [(code, str(text)) for code, text in LABELS[vocabulary].items()]
    return words(labels)

"""`flask deadlines explain`: what the rules would say, as JSON, without a follow-up."""

import json
from dataclasses import dataclass
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError

from followup.casework import organisations, policies
from followup.casework.deadlines import explained
from followup.db import db
from followup.models import Organisation
from followup.rules import deadlines as rules
from followup.rules.explain import as_json
from followup.rules.policy import DEFAULT_POLICY
from followup.rules.working_time import BRUSSELS, Calendar
from followup.vocabulary import Risk, Strand
from followup.web.explanation import sentences
from followup.web.languages import LANGUAGES, LOCALES

deadlines = AppGroup("deadlines", help="Ask the deadline rules.")


@dataclass(frozen=True)
class Reckoned:
    """A due that was only reckoned, with the attributes of a kept one."""

    starts_at: datetime
    due_at: datetime
    explained: dict
    escalates_at: datetime | None
    repeat_minutes: int | None
    step_from: None = None


class Moment(click.ParamType):
    """An ISO moment; one without a zone is Brussels time."""

    name = "ISO moment"

    def convert(self, value, param, ctx):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a moment, for example 2026-07-20T15:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)


@deadlines.command("explain")
@click.option("--strand", type=click.Choice([one.value for one in Strand]), required=True)
@click.option("--risk", type=click.Choice([one.value for one in Risk]), required=True)
@click.option("--received", type=Moment(), required=True, help="When the referral came in.")
@click.option("--intervened", type=Moment(), help="When the police were there.")
@click.option("--released", type=Moment(), help="When the victim-first gate opened.")
@click.option("--residence-ban", is_flag=True, help="The person was put out of the home.")
@click.option("--repeat", is_flag=True, help="A new intervention within 12 months.")
@click.option("--organisation", "code", help="Whose rules and calendar; else the default.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
def explain(strand, risk, received, intervened, released, residence_ban, repeat, code, language):
    """Print when each duty would be due and why. Works on an empty database.

    A perpetrator's clocks count from the release; without --released, from --received.
    """
    policy, calendar = _rules_of(code)
    asked = Strand(strand)
    if asked is Strand.PERPETRATOR and released is None:
        released = received
    clocks = rules.opening_deadlines(
        strand=asked,
        risk=Risk(risk),
        received_at=received,
        intervened_at=intervened,
        released_at=released,
        residence_ban=residence_ban,
        repeat=repeat,
        calendar=calendar,
        policy=policy,
    )
    others = rules.referral_deadlines(
        received_at=received, intervened_at=intervened, calendar=calendar, policy=policy
    )
    with current_app.test_request_context(), force_locale(LOCALES[language]):
        said = [_said(due, language) for due in [*clocks, *others]]
    click.echo(json.dumps(said, ensure_ascii=False, indent=2))


def _said(due, language):
    reckoned = Reckoned(
        due.starts_at, due.due_at, explained(due), due.escalates_at, due.repeat_minutes
    )
    return as_json(due, language) | {"text": " ".join(sentences(reckoned, language))}


def _rules_of(code):
    if code is None:
        return DEFAULT_POLICY, Calendar()
    try:
        found = db.session.scalar(select(Organisation).where(Organisation.code == code))
    except (OperationalError, ProgrammingError):
        found = None
    if found is None:
        raise click.BadParameter(f"there is no organisation {code!r}", param_hint="--organisation")
    return policies.policy_for(found.id).policy, organisations.calendar_of(found.id)

"""An organisation's own texts for calls: written over the shipped ones, and gone back to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import organisations, scripts
from followup.casework.audit import Act, Of, record
from followup.casework.errors import ChangedMeanwhile, NotFound
from followup.casework.routing import RECEIVERS
from followup.db import db
from followup.models import Account, Organisation, ScriptVersion
from followup.rules.codes import new_mark
from followup.rules.scripts import Text
from followup.vocabulary import Language, Role, Script

Texts = Mapping[Script, Mapping[Language, Text]]


@dataclass(frozen=True)
class Own:
    """One version of an organisation's own texts; number 0 has none, so the shipped ones hold."""

    number: int
    texts: Texts

    def text(self, script: Script, language: Language | str) -> Text:
        own = self.texts.get(script)
        return own[Language(language)] if own else scripts.shipped(Language(language))[script]


class Made(NamedTuple):
    """One line of the history."""

    number: int
    taken_from: int | None
    made_at: datetime
    made_by: str


SHIPPED = Own(0, {})


def fetch(code: str, *, by: Account) -> Organisation:
    """The organisation whose texts these are: one's own; for an administrator any that calls."""
    if Role.ADMINISTRATOR in by.roles:
        found = organisations.fetch(code)
        if found.kind in RECEIVERS or found.id == by.organisation_id:
            return found
    elif code == by.organisation.code:
        return by.organisation
    raise NotFound


def own(organisation: Organisation) -> Own:
    """The texts that hold now. A process reads each version once: it never changes."""
    return SHIPPED if organisation.scripts_code is None else _kept(organisation.scripts_code)


def version(organisation: Organisation, number: int) -> Own:
    """The texts of one version; 0 is as shipped. Raises NotFound."""
    if number == 0:
        return SHIPPED
    made = select(ScriptVersion.number, ScriptVersion.code)
    rows = db.session.execute(made.where(ScriptVersion.organisation_id == organisation.id))
    codes = {row.number: row.code for row in rows}
    if number not in codes:
        raise NotFound
    return _kept(codes[number])


def on_screen(organisation: Organisation) -> str:
    """Which texts its workers read now: the shipped version, and its own after a plus."""
    number = own(organisation).number
    return f"{scripts.shipped_version()}+{number}" if number else str(scripts.shipped_version())


def write(
    organisation: Organisation,
    script: Script,
    texts: Mapping[Language, Text] | None,
    *,
    after: int,
    by: Account,
) -> Own:
    """The next version with this text in every language; None takes the shipped one again.

    Raises ChangedMeanwhile when another version came after `after`.
    """
    others = {one: kept for one, kept in own(organisation).texts.items() if one is not script}
    return _next(organisation, others | ({script: texts} if texts else {}), after=after, by=by)


def go_back(organisation: Organisation, number: int, *, after: int, by: Account) -> Own:
    """The next version with the texts of an earlier one, or the shipped ones: nothing is lost."""
    texts = version(organisation, number).texts
    return _next(organisation, texts, after=after, by=by, taken_from=number)


def history(organisation: Organisation) -> Sequence[Made]:
    """Every version, newest first, with who made it and when."""
    table = ScriptVersion
    query = (
        select(table.number, table.taken_from, table.made_at, Account.name)
        .join(Account, Account.id == table.made_by_id)
        .where(table.organisation_id == organisation.id)
        .order_by(table.number.desc())
    )
    return [Made(*row) for row in db.session.execute(query)]


def _next(
    organisation: Organisation,
    texts: Texts,
    *,
    after: int,
    by: Account,
    taken_from: int | None = None,
) -> Own:
    """The unique key on the number decides between two who write at once."""
    row = ScriptVersion(
        code=new_mark(),
        organisation_id=organisation.id,
        number=after + 1,
        texts={
            script: {language: asdict(text) for language, text in kept.items()}
            for script, kept in texts.items()
        },
        taken_from=taken_from,
        made_at=clock.now(),
        made_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    organisation.scripts_code = row.code
    record(Act.CHANGED_SCRIPTS, Of.ORGANISATION, organisation.id, by=by)
    db.session.flush()
    return own(organisation)


@lru_cache(maxsize=256)
def _kept(code: str) -> Own:
    row = db.session.scalars(select(ScriptVersion).where(ScriptVersion.code == code)).one()
    return Own(
        row.number,
        {
            Script(script): {Language(one): Text(**text) for one, text in kept.items()}
            for script, kept in row.texts.items()
            if script in list(Script)
        },
    )

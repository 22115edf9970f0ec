"""Who is calling now, in words: beside the number, and on the rows of lists."""

from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _

from followup.casework import claims
from followup.web.access import actor
from followup.web.dates import hour


@dataclass(frozen=True, slots=True)
class Call:
    """What stands beside a number. `by_other`: a colleague calls, and one goes on knowingly."""

    url: str
    back: str
    text: str = ""
    mine: bool = False

    @property
    def by_other(self):
        return bool(self.text) and not self.mine


def call_of(follow_up, phone, back=""):
    """The call that runs about this follow-up or its number, if any."""
    found = _found(follow_up.id, follow_up.strand, phone)
    url = url_for("cases.calling", code=follow_up.code)
    if found is None:
        return Call(url, back)
    if found.account_id == actor().id:
        return Call(url, back, _("You are calling since %(time)s", time=hour(found.began_at)), True)
    return Call(url, back, said(found.name, found.began_at))


def mark_of(row):
    """For a row of a list: the colleague who calls, or nothing."""
    found = _found(row.id, row.strand, row.card.phone)
    if found is None or found.account_id == actor().id:
        return ""
    return said(found.name, found.began_at)


def said(name, since):
    return _("%(name)s is calling since %(time)s", name=name, time=hour(since))


def _found(follow_up_id, strand, phone):
    if "calls" not in g:
        g.calls = claims.running(actor())
    return claims.about(g.calls, follow_up_id, strand, phone and phone.number)

"""The timeline of a file as lines to print: attempts, card changes, events, referrals, in order."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from followup.casework.events import What
from followup.rules.contact_card import changed_fields, from_json
from followup.vocabulary import CountsAs, Outcome, Side, WayRefused
from followup.web import card_words, dates, happenings
from followup.web.labels import inside, label
from followup.web.texts import gettext as _

ENTERED_LATER = timedelta(hours=1)
TOLD_ELSEWHERE = (What.OPENED, What.REPEAT, What.MOVED, What.MOVE_UNDONE)
NO_ANSWER_ICON = "telephone-x"


class Show(StrEnum):
    """What the reader wants to see of the timeline."""

    ALL = "all"
    CONTACTS = "contacts"
    SAFETY = "safety"
    REFERRALS = "referrals"


SAFETY = (
    What.RISK_SET,
    What.STOPPED,
    What.CALL_ANYWAY,
    What.RELEASED,
    What.HELD,
    *happenings.CROSSED,
)


@dataclass(frozen=True)
class Item:
    """One line; `lines` are sentences below it, `code` names a contact that can be corrected."""

    at: datetime
    icon: str
    kind: str
    title: str
    by: str
    show: Show = Show.ALL
    lines: list[str] = field(default_factory=list)
    note: str = ""
    tag: str = ""
    struck: bool = False
    code: str = ""
    whole_referral: bool = False


def items(*, attempts, cards, events, moves, referrals, side, masked=False):
    """Every line, newest first."""
    lines = [
        *_attempts(attempts),
        *_cards(cards, masked),
        *_events(events, side),
        *_moves(moves),
        *_referrals(referrals, side),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def wanted(lines, show):
    return [line for line in lines if show is Show.ALL or line.show is show]


def counts(lines):
    """How many lines each filter shows."""
    found = Counter(line.show for line in lines)
    return {show: len(lines) if show is Show.ALL else found[show] for show in Show}


def byline(at, *parts):
    """Moment, then what else is known, as one line."""
    return " · ".join([dates.moment(at), *(str(part) for part in parts if part)])


def _by(name):
    return _("by %(name)s", name=name) if name else ""


def _attempts(rows):
    corrections = {row.corrects_id: row for row in rows if row.corrects_id}
    numbers = _numbers(rows)
    for row in rows:
        if row.corrects_id:
            continue
        correction = corrections.get(row.id)
        yield Item(
            at=row.at,
            icon=_attempt_icon(row),
            kind="c",
            title=_attempt_title(row, numbers.get(row.id)),
            by=byline(row.at, _by(row.by), label(row.way)),
            show=Show.CONTACTS,
            lines=_attempt_lines(row, correction),
            note=row.note or "",
            tag=_("Entered later") if row.logged_at - row.at > ENTERED_LATER else "",
            struck=row.struck_at is not None,
            code=row.code if row.struck_at is None else "",
        )


def _numbers(rows):
    """Tries are counted from the oldest; what was struck or counts as nothing has no number."""
    counted = [
        row.id
        for row in reversed(rows)
        if row.struck_at is None and row.counts_as is CountsAs.ATTEMPT
    ]
    return {one: n for n, one in enumerate(counted, start=1)}


def _attempt_title(row, number):
    said = label(row.outcome)
    if row.outcome is Outcome.CAME_TO_US and row.came_to_us_as:
        return _("%(what)s: %(more)s", what=said, more=inside(row.came_to_us_as))
    if number is None:
        return str(said)
    return _("Attempt %(n)s – %(outcome)s", n=number, outcome=inside(row.outcome))


def _attempt_icon(row):
    if row.outcome in (Outcome.DANGER_NOW, Outcome.DURESS_WORD, Outcome.STOP_UNSAFE):
        return "exclamation-triangle"
    if row.counts_as is CountsAs.CONTACT:
        return "telephone"
    return NO_ANSWER_ICON


def _attempt_lines(row, correction):
    said = []
    if row.danger:
        said.append(_("Danger now: yes"))
    if row.against_card and row.against_card_reason:
        said.append(
            _(
                "%(rule)s. Reason: %(reason)s",
                rule=label(WayRefused(row.against_card)),
                reason=row.against_card_reason,
            )
        )
    if row.later_reason:
        said.append(_("Later than the rule. Reason: %(reason)s", reason=row.later_reason))
    if correction is not None:
        said.append(
            _(
                "Entered by mistake. Corrected %(moment)s by %(name)s",
                moment=dates.moment(correction.at),
                name=correction.by,
            )
        )
        said.append(correction.note or "")
    return [one for one in said if one]


def _cards(rows, masked):
    for before, after in pairwise(rows):
        title, lines = _card_change(from_json(before.card), from_json(after.card), masked)
        yield Item(
            at=after.at,
            icon="shield-lock",
            kind="s",
            title=title,
            by=byline(
                after.at, _by(after.by), _("source: %(source)s", source=inside(after.source))
            ),
            show=Show.SAFETY,
            lines=lines,
        )


def _card_change(before, after, masked):
    changed = [_changed(before, after, name, masked) for name in changed_fields(before, after)]
    if not changed:
        return _("Safe contact confirmed"), []
    if len(changed) == 1:
        return _("Safe contact changed: %(change)s", change=changed[0]), []
    return _("Safe contact changed"), changed


def _changed(before, after, name, masked):
    if masked and name in card_words.PRIVATE:
        return card_words.field_names()[name]
    return _(
        "%(field)s %(now)s, was %(before)s",
        field=card_words.field_names()[name],
        now=card_words.field_text(after, name),
        before=card_words.field_text(before, name),
    )


def _events(rows, side):
    for row in rows:
        if row.what in TOLD_ELSEWHERE:
            continue
        icon, kind = happenings.ICONS.get(row.what, happenings.USUAL_ICON)
        yield Item(
            at=row.at,
            icon=icon,
            kind=kind,
            title=happenings.sentence(row, side),
            by=byline(row.at, _by(row.by)),
            show=Show.SAFETY if row.what in SAFETY else Show.ALL,
            note=row.note or "",
        )


def _moves(rows):
    for row in rows:
        yield Item(
            at=row.at,
            icon="alarm",
            kind="o",
            title=_(
                "%(kind)s moved to %(now)s, was %(before)s",
                kind=label(row.kind),
                now=dates.moment(row.moved_to),
                before=dates.moment(row.moved_from),
            ),
            by=byline(row.at, _by(row.by), inside(row.reason)),
            note=row.note or "",
        )


def _referrals(rows, side):
    for row in rows:
        told = row.officer if side is Side.PROTECTED else ""
        report = side is Side.PROTECTED and row.report_number
        yield Item(
            at=row.received_at,
            icon="file-earmark-text",
            kind="p",
            title=_("New intervention") if row.is_repeat else _("Police referral received"),
            by=byline(
                row.received_at,
                _by(told),
                row.zone,
                report and _("report %(number)s", number=report),
            ),
            show=Show.REFERRALS,
            lines=[", ".join(str(label(fact)) for fact in row.facts)],
            whole_referral=True,
        )

"""What a worker must not overlook on a file: measures that end, consent, interpreter, pause."""

from datetime import timedelta

from flask_babel import ngettext

from followup import clock
from followup.casework.followups import gate_is_shut
from followup.rules.working_time import local
from followup.vocabulary import Answer, Consent, Measure, Side, State
from followup.web import dates
from followup.web.happenings import signal_words
from followup.web.identity import gate_words, language_name
from followup.web.labels import label
from followup.web.language_words import booking_words
from followup.web.texts import gettext as _

SOON = timedelta(days=14)
ENDS = {
    Measure.RESIDENCE_BAN: lambda: _("Residence ban ends"),
    Measure.CONTACT_BAN: lambda: _("Contact ban ends"),
    Measure.PLACE_BAN: lambda: _("Place ban ends"),
}


def warnings(head, *, referrals, measures, signals=()):
    """Each as (kind of tag, icon, word, sentence), the gravest first."""
    said = [*_not_confirmed(signals), *_standing(head.follow_up)]
    said += [*_consent(referrals), *_incomplete(head)]
    said += [_measure(row) for row in measures if _runs(row)]
    if head.follow_up.side is Side.PROTECTED and referrals:
        said += _children(referrals[0])
    if head.interpreter or head.follow_up.booking:
        said.append(("nt", "translate", _("Interpreter"), _interpreter(head)))
    return said


def _not_confirmed(signals):
    """What the other side told and nobody has confirmed yet."""
    for one in signals:
        if one.seen_at is None:
            said = signal_words(one.signal, one.until)
            yield ("od" if one.urgent else "td"), "bell", _("Safety link"), said


def _interpreter(head):
    """The language, and where the booking stands while one runs."""
    waits = booking_words(head.follow_up)
    return ". ".join(filter(None, (language_name(head.language), waits)))


def _standing(follow_up):
    """What forbids a call altogether."""
    if gate_is_shut(follow_up):
        yield "od", "lock", _("First attempt not open yet"), gate_words(follow_up)
    if follow_up.state is State.STOPPED:
        until = _("Nobody calls until the coordinator has decided.")
        yield "od", "x-octagon", _("Contact stopped"), until


def _consent(referrals):
    if referrals and referrals[0].consent is Consent.NO:
        told = _("Told to the police on %(day)s.", day=dates.day(referrals[0].received_at))
        yield "od", "x-octagon", _("Does not agree to be contacted"), told


def _incomplete(head):
    """What stands still, and until when."""
    if head.follow_up.state is State.INCOMPLETE:
        missing = _("No safe way to reach this person is known yet.")
        yield "td", "hourglass-split", _("Referral incomplete"), missing
    if head.pause:
        reason, review_at = head.pause
        paused = _(
            "%(reason)s. Look again on %(moment)s.",
            reason=label(reason),
            moment=dates.moment(review_at),
        )
        yield "td", "hourglass", _("Paused"), paused


def _runs(measure):
    return measure.kind in ENDS and (measure.ends_at is None or measure.ends_at > clock.now())


def _measure(row):
    if row.ends_at is None:
        return ("td", "calendar-x", str(label(row.kind)), _("The end is not known."))
    said = ends_in(row.ends_at)
    return ("td", "calendar-x", ENDS[row.kind](), said)


def ends_in(at):
    """The day, and in how many days while that helps."""
    days = (local(at).date() - local(clock.now()).date()).days
    if days > SOON.days or days < 1:
        return _("%(moment)s. Plan a call before.", moment=dates.moment(at))
    return ngettext(
        "%(moment)s – in %(num)d day. Plan a call before.",
        "%(moment)s – in %(num)d days. Plan a call before.",
        days,
        moment=dates.moment(at),
    )


def _children(referral):
    if referral.children_there is not Answer.YES:
        return []
    count = referral.children_count
    said = (
        ngettext("%(num)d child lives there.", "%(num)d children live there.", count)
        if count
        else _("How many is not known.")
    )
    return [("nt", "people", _("Children at home"), said)]

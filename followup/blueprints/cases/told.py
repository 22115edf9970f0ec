"""One referral as the answers of the police, line by line; each side gets its own lines."""

from flask_babel import gettext as _
from flask_babel import ngettext

from followup.casework.received import AGAINST
from followup.rules.typed import phone_shown
from followup.vocabulary import PreviousFacts, Side
from followup.web import dates
from followup.web.labels import label


def rows(referral, side, measures):
    """For summary_list."""
    if side is Side.PERPETRATOR:
        return _shared(referral) + _measures(referral, measures, AGAINST)
    return [
        *_shared(referral),
        *_record(referral),
        *_circumstances(referral),
        *_danger(referral),
        *_measures(referral, measures, None),
        *_person(referral),
    ]


def _line(text, value, pn=False):
    return {"label": text, "value": value, "pn": pn}


def _shared(referral):
    place = " ".join(text for text in (referral.postcode, referral.municipality) if text)
    return [
        _line(_("Intervention"), dates.moment(referral.intervened_at)),
        _line(_("Received"), dates.moment(referral.received_at)),
        _line(_("Police zone"), referral.zone),
        _line(_("Municipality"), place),
        _line(_("What happened"), _list(referral.facts)),
    ]


def _record(referral):
    return [
        _line(_("Address of the event"), referral.place, pn=True),
        _line(_("Kind of place"), label(referral.place_kind)),
        _line(_("Police record"), label(referral.source_record)),
        _line(_("Report number (PV)"), referral.report_number),
        _line(_("Entered by"), referral.officer),
        _line(_("Questions to"), phone_shown(referral.on_duty_phone)),
    ]


def _circumstances(referral):
    return [
        _line(_("Relation"), label(referral.relation)),
        _line(_("Living together"), label(referral.living_together)),
        _line(_("Children at home"), _children(referral)),
        _line(_("Earlier facts"), _previous(referral)),
    ]


def _danger(referral):
    return [
        _line(_("Result of the risk tool"), label(referral.risk_result)),
        _line(_("Weapons"), label(referral.weapon)),
        _line(_("Strangulation"), label(referral.strangulation)),
    ]


def _measures(referral, measures, only):
    taken = [one for one in referral.measures if only is None or one in only]
    lines = [_line(_("Measures"), _list(taken))]
    for row in measures:
        if row.referral_id == referral.id and row.ends_at is not None:
            until = _("until %(moment)s", moment=dates.moment(row.ends_at))
            lines.append(_line(label(row.kind), until))
    return lines


def _person(referral):
    return [
        _line(_("Agrees to be contacted"), label(referral.consent)),
        _line(_("Told on the spot"), _list(referral.told)),
        _line(_("Still at the address"), label(referral.still_at_address)),
    ]


def _children(referral):
    if referral.children_count:
        return ngettext("%(num)d child", "%(num)d children", referral.children_count)
    return label(referral.children_there)


def _previous(referral):
    if referral.previous_facts is PreviousFacts.EARLIER and referral.previous_count:
        return ngettext(
            "%(num)d earlier fact known", "%(num)d earlier facts known", referral.previous_count
        )
    return label(referral.previous_facts)


def _list(members):
    return ", ".join(str(label(member)) for member in members)

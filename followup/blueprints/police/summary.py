"""The lines of the check page: what was answered, each with its way to change it."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from followup.blueprints.police.answers import named_place
from followup.rules.typed import phone_shown
from followup.vocabulary import Answer, Language, Measure, PreviousFacts, SourceRecord
from followup.web import dates
from followup.web.labels import label


def event_lines(draft, form):
    line = _lines(url_for("police.event", draft=draft, then="check"))
    place = named_place(form.place.data)
    return [
        line(form.event_day, dates.moment(form.intervened_at)),
        line(form.place, " ".join(filter(None, place))),
        line(form.place_kind, _word(form.place_kind)),
        line(form.source_record, _word(form.source_record)),
        line(form.report_number, form.report or (_report_missing(form))),
        line(form.facts, _words(form.facts)),
        line(form.relation, _word(form.relation)),
        line(form.living_together, _word(form.living_together)),
        line(form.children_there, _with_count(form.children_there, form.children_count)),
        line(form.risk_result, _word(form.risk_result)),
        line(form.weapon, _word(form.weapon)),
        line(form.strangulation, _word(form.strangulation)),
        line(form.previous_facts, _with_count(form.previous_facts, form.previous_count)),
        line(form.measures, "\n".join(_measure(taken) for taken in form.measures_taken())),
        line(form.story, form.story.data),
    ]


def person_lines(draft, person, contact=None):
    line = _lines(url_for("police.people", draft=draft, then="check") + f"#person-{person.key}")
    lines = [
        line(person.family_name, person.name, text=_("Name"), pn=True),
        line(person.role, _word(person.role)),
        line(person.birth, person.birth._value(), pn=True),
        line(person.gender, _word(person.gender)),
        line(person.language, _language(person)),
    ]
    if person.is_adult:
        lines.append(line(person.still_at_address, _where(person), pn=True))
    return lines + (contact_lines(draft, contact) if contact else [])


def contact_lines(draft, contact):
    line = _lines(url_for("police.contact", draft=draft, then="check") + f"#c{contact.person.key}")
    phone = phone_shown(contact.phone.data) if contact.phone.data else ""
    none_known = str(contact.no_safe_way.label.text) if contact.no_safe_way.data else ""
    return [
        line(contact.consent, _word(contact.consent), text=_("Agrees to be contacted")),
        line(contact.phone, "\n".join(filter(None, [phone, none_known])), pn=True),
        line(contact.ways, _words(contact.ways)),
        line(contact.email, contact.email.data, pn=True),
        line(contact.moments, _words(contact.moments) or _("Any time")),
        line(contact.told, _words(contact.told)),
    ]


def duty_line(draft, duty):
    line = _lines(url_for("police.contact", draft=draft, then="check") + "#on_duty")
    return [line(duty.on_duty, phone_shown(duty.on_duty.data))]


def _lines(url):
    def line(field, value, text=None, pn=False):
        return {"label": text or field.label.text, "value": value or "", "url": url, "pn": pn}

    return line


def _word(field):
    return label(field.data) if field.data is not None else ""


def _words(field):
    return ", ".join(str(label(one)) for one in field.data or ())


def _report_missing(form):
    record = form.source_record.data or SourceRecord.REPORT
    return form.no_report_yet.label.text if record.has_report_number else ""


def _with_count(field, count):
    if field.data not in (Answer.YES, PreviousFacts.EARLIER) or count.data is None:
        return _word(field)
    return f"{_word(field)} ({count.data})"


def _measure(taken):
    if taken.ends_at is None:
        return str(label(taken.kind))
    ends = dates.day(taken.ends_at)
    if taken.kind is Measure.RESIDENCE_BAN:
        return _("Residence ban until %(date)s", date=dates.moment(taken.ends_at))
    if taken.kind is Measure.CONTACT_BAN:
        return _("Contact ban until %(date)s", date=ends)
    return _("Place ban until %(date)s", date=ends)


def _language(person):
    other = person.language.data is Language.OTHER and person.other_language.data
    spoken = other or str(label(person.language.data))
    if person.interpreter.data:
        return _("%(language)s, interpreter needed", language=spoken)
    return spoken


def _where(person):
    if person.still_at_address.data is Answer.NO:
        return "\n".join(filter(None, [_("No – elsewhere"), person.elsewhere.data]))
    return _word(person.still_at_address)


def acts_within(promise, received_at):
    """In words, from the moment of receipt: hours up to two days, then days."""
    hours = -int(-(promise.due_at - received_at).total_seconds() // 3600)
    by = dates.moment(promise.due_at)
    if hours <= 48:
        return ngettext(
            "They act within %(num)d hour, by %(moment)s",
            "They act within %(num)d hours, by %(moment)s",
            hours,
            moment=by,
        )
    return ngettext(
        "They act within %(num)d day, by %(moment)s",
        "They act within %(num)d days, by %(moment)s",
        -(-hours // 24),
        moment=by,
    )

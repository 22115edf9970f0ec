"""A safe-contact card as the values of its form, and the form's answers as the next card."""

from dataclasses import replace
from datetime import date, datetime, time

from followup import clock
from followup.rules.contact_card import Contact
from followup.rules.contact_points import Hours, Mail, Phone, Place
from followup.rules.next_step import DAYPARTS
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Permit, PhoneOwner, Safety
from followup.web.forms import today

NOON = time(12)
ASKED = (Permit.YES, Permit.NO)


def values(card):
    """What the form holds before anything is typed. With whom it was agreed is asked anew."""
    shown = {
        "no_safe_way": card.no_safe_way,
        "caller_id": card.caller_id,
        "caller_name": card.caller_name,
        "any_time": not card.windows and not card.no_safe_way,
        "never_dates": ", ".join(map(_day_shown, card.never_dates)),
        "never_weekdays": list(card.never_weekdays),
        "other_answers": card.other_answers,
        "other_name": card.other_name,
        "code_word": card.code_word,
        "dropped": card.dropped,
        "duress_word": card.duress_word,
        "agreed_on": today(),
    }
    shown |= {f"way_{way}": Permit(permit) for way, permit in card.permits.items()}
    for rows in (_phone_rows(card), _address_rows(card), _window_rows(card), _people_rows(card)):
        shown |= rows
    return shown


def _phone_rows(card):
    rows = {}
    for n, phone in enumerate(card.phones, start=1):
        rows |= {
            f"phone_{n}_number": phone.number,
            f"phone_{n}_never": list(phone.never),
            **_point_row(f"phone_{n}", phone),
        }
        for hours in phone.hours[:1]:
            rows |= _hours_row(f"phone_{n}", hours)
    return rows


def _address_rows(card):
    rows = {}
    for name, points in (("mail", card.mails), ("place", card.places)):
        for n, one in enumerate(points, start=1):
            rows |= {f"{name}_{n}_address": one.address, **_point_row(f"{name}_{n}", one)}
    return rows


def _point_row(row, point):
    return {
        f"{row}_owner": point.owner,
        f"{row}_safety": point.safety,
        f"{row}_others": point.others,
        f"{row}_locked": point.locked,
    }


def _hours_row(row, hours):
    return {
        f"{row}_days": list(hours.days),
        f"{row}_opens": time.fromisoformat(hours.opens),
        f"{row}_closes": time.fromisoformat(hours.closes),
    }


def _window_rows(card):
    rows = {}
    for n, hours in enumerate(card.windows, start=1):
        rows |= _hours_row(f"window_{n}", hours)
    return rows


def _people_rows(card):
    rows = {}
    for name, people in (("safe", card.safe_people), ("unsafe", card.unsafe_people)):
        for n, one in enumerate(people, start=1):
            rows |= {
                f"{name}_{n}_name": one.name,
                f"{name}_{n}_link": one.link,
                f"{name}_{n}_phone": one.phone or None,
            }
    return rows


def card_from(form, before):
    """The next card; what we noticed of a number (who answered) stays with the number."""
    return replace(
        before,
        phones=_phones(form, before),
        permits={way.value: field.data.value for way, field in form.ways() if field.data in ASKED},
        caller_id=form.caller_id.data,
        caller_name=form.caller_name.data or "",
        windows=_windows(form),
        never_dates=tuple(day.isoformat() for day in form.never_days()),
        never_weekdays=tuple(sorted(form.never_weekdays.data or ())),
        other_answers=form.other_answers.data,
        other_name=form.other_name.data or "",
        code_word=form.code_word.data or "",
        dropped=form.dropped.data,
        safe_people=_people(form.rows("safe")),
        unsafe_people=_people(form.rows("unsafe")),
        duress_word=form.duress_word.data or "",
        mails=_addresses(form, "mail", Mail, before.mails),
        places=_addresses(form, "place", Place, before.places),
        no_safe_way=form.no_safe_way.data,
    )


def agreed_at(day):
    """A day has no hour: noon, or now when it is today."""
    return clock.now() if day == today() else datetime.combine(day, NOON, BRUSSELS)


def _phones(form, before):
    known = {phone.number: phone for phone in before.phones}
    return tuple(
        replace(
            _conditions(known.get(row["number"].data) or Phone(row["number"].data), row),
            never=tuple(row["never"].data or ()),
            hours=_hours([row]),
        )
        for row in form.rows("phone")
        if row["number"].data
    )


def _addresses(form, name, kind, before):
    known = {one.address: one for one in before}
    return tuple(
        _conditions(known.get(row["address"].data) or kind(row["address"].data), row)
        for row in form.rows(name)
        if row["address"].data
    )


def _conditions(point, row):
    """What was said of one number or address; since when it is not safe stays with it."""
    safety = row["safety"].data or Safety.UNKNOWN
    since = point.unsafe_since or today().isoformat()
    return replace(
        point,
        owner=(row["owner"].data if "owner" in row else None) or PhoneOwner.OWN,
        safety=safety,
        unsafe_since=since if safety is Safety.UNSAFE else "",
        others=row["others"].data or "",
        locked=row["locked"].data,
    )


def _hours(rows):
    return tuple(
        Hours(
            f"{row['opens'].data:%H:%M}",
            f"{row['closes'].data:%H:%M}",
            tuple(sorted(row["days"].data or ())),
        )
        for row in rows
        if row["opens"].data is not None
    )


def _windows(form):
    """The typed moments, then the parts of the day that were ticked; these hold on every day."""
    typed = _hours(form.rows("window"))
    ticked = tuple(
        Hours(f"{opens:%H:%M}", f"{closes:%H:%M}")
        for opens, closes in (DAYPARTS[part] for part in form.parts.data or ())
    )
    return typed + tuple(hours for hours in ticked if hours not in typed)


def _people(rows):
    return tuple(
        Contact(
            name=row["name"].data or "",
            link=row["link"].data or "",
            phone=(row["phone"].data if "phone" in row else "") or "",
        )
        for row in rows
        if row["name"].data or row["link"].data
    )


def _day_shown(kept):
    day = date.fromisoformat(kept)
    return f"{day.day}/{day.month}/{day.year}"

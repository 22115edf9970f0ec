"""Check the answers, stop at a likely duplicate, and send: nothing leaves before."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup import clock
from followup.blueprints.police import begun as drafts
from followup.blueprints.police import summary
from followup.blueprints.police.addition_form import AdditionForm
from followup.blueprints.police.answers import Answers
from followup.casework import duplicates, referrals
from followup.web.access import actor

AS_NEW = "as_new"


def check(draft):
    begun = drafts.find(draft)
    answers = Answers(begun)
    wrong = answers.wrong_step()
    if wrong is not None:
        return redirect(url_for(f"police.{wrong}", draft=draft, show=1), 303)
    if request.method == "POST":
        return _send(begun, answers.entry())
    return render_template("police/check.html", begun=begun, parts=_parts(draft, answers))


def looks_like(draft):
    """The interruption: add to the referral that was sent before, or send as new."""
    begun = drafts.find(draft)
    answers = Answers(begun)
    if answers.wrong_step() is not None:
        return redirect(url_for("police.check", draft=draft), 303)
    entry = answers.entry()
    alike = duplicates.sent_before(entry, by=actor(), at=clock.now())
    if alike is None:
        return redirect(url_for("police.check", draft=draft), 303)
    form = AdditionForm(text=entry.event.story)
    if form.validate_on_submit():
        referrals.add_instead(entry, alike.reference, form.text.data, by=actor())
        begun.throw_away()
        flash(_("Added to %(reference)s", reference=alike.reference))
        return redirect(url_for("police.referrals"), 303)
    page = render_template("police/looks_like.html", begun=begun, alike=alike, form=form)
    return page, 422 if form.is_submitted() else 200


def _send(begun, entry):
    now = clock.now()
    if AS_NEW not in request.form and duplicates.sent_before(entry, by=actor(), at=now):
        return redirect(url_for("police.looks_like", draft=begun.code), 303)
    referral = referrals.send(entry, by=actor(), received_at=now, reference=begun.code)
    begun.throw_away()
    return redirect(url_for("police.receipt", reference=referral.reference), 303)


def _parts(draft, answers):
    """The cards of the page: a heading and its lines each."""
    contacts = {contact.person.key: contact for contact in answers.contact.contacts}
    yield _("Event"), summary.event_lines(draft, answers.event)
    for person in answers.people.people:
        lines = summary.person_lines(draft, person, contacts.get(person.key))
        yield _("Person %(n)s", n=person.number), lines
    yield _("Questions"), summary.duty_line(draft, answers.contact.duty)

"""Answer a service that asks for another safe way to reach one person of a referral."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from followup.blueprints.police.answer_form import AnswerForm
from followup.casework import number_requests, police_answers, sent_referrals
from followup.web.access import actor
from followup.web.kept import drafted, forget_kept
from followup.web.refusals import sentence
from followup.web.transactions import attempt


def answer(reference, question):
    request = number_requests.fetch(reference, question, actor())
    referral = sent_referrals.fetch(reference, actor())
    form = drafted(AnswerForm)
    if form.validate_on_submit():
        refused = attempt(police_answers.answer, request, form.given(), by=actor())
        if refused is None:
            forget_kept()
            flash(_("The service has your answer"))
            return redirect(url_for("police.referral", reference=reference), 303)
        form.refuse(sentence(refused))
    asked = number_requests.asked_of(referral)
    page = render_template(
        "police/answer.html",
        referral=referral,
        asked=next(one for one in asked if one.code == question),
        form=form,
    )
    return page, 422 if form.is_submitted() else 200

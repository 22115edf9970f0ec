"""The three steps in which an officer writes a referral down; each keeps what was typed."""

from flask import redirect, render_template, request, url_for

from followup.blueprints.police import begun as drafts
from followup.blueprints.police.answers import ContactStep, PeopleStep
from followup.blueprints.police.event_form import EventForm
from followup.casework import organisations
from followup.rules.codes import new_code
from followup.vocabulary import PersonRole
from followup.web.access import actor
from followup.web.transactions import keep


def event(draft=None):
    if draft is None:
        return redirect(url_for("police.event", draft=new_code()))
    begun = drafts.find(draft)
    form = EventForm(drafts.shown(begun, "event"))
    if _taken(begun, "event", form):
        return _onward(begun, "people")
    return _page(
        "event", begun, form, municipalities=organisations.municipalities_of(actor().organisation)
    )


def people(draft):
    begun = drafts.find(draft)
    if request.method == "POST" and ("add" in request.form or "remove" in request.form):
        begun.take("people", _changed(request.form))
        number = drafts.keys(begun.texts("people"))
        then = request.args.get("then")
        block = f"person-{number[-1]}" if number else None
        return redirect(url_for("police.people", draft=draft, then=then, _anchor=block), 303)
    step = PeopleStep(drafts.shown(begun, "people"))
    if _taken(begun, "people", step):
        return _onward(begun, "contact")
    event_form = EventForm(begun.texts("event"))
    return _page("people", begun, step, children=event_form.children_count.data)


def contact(draft):
    begun = drafts.find(draft)
    step = ContactStep(drafts.shown(begun, "contact"), PeopleStep(begun.texts("people")))
    if _taken(begun, "contact", step):
        return _onward(begun, "check")
    return _page("contact", begun, step)


def _taken(begun, name, form):
    """Keep what was posted, right or wrong; answer whether the step is right."""
    if request.method != "POST":
        if "show" in request.args and begun.texts(name) is not None:
            form.validate()
        return False
    begun.take(name, request.form)
    drafts.forget_locked_out()
    if form.validate():
        return True
    keep()
    return False


def _onward(begun, name):
    """To the next step, or straight back to the check when a line of it was being changed."""
    name = "check" if request.args.get("then") == "check" else name
    return redirect(url_for(f"police.{name}", draft=begun.code), 303)


def _page(name, begun, form, **named):
    page = render_template(
        f"police/{name}.html",
        form=form,
        begun=begun,
        step_number=drafts.STEPS.index(name) + 1,
        keep_url=url_for("police.keep_step", draft=begun.code, step=name),
        **named,
    )
    return page, 422 if request.method == "POST" else 200


def _changed(texts):
    if "remove" in texts:
        return drafts.without_person(texts, texts["remove"])
    role = texts["add"]
    return drafts.with_person(texts, role if role in set(PersonRole) else "")

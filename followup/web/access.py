"""Page tables and the gate: a page names its permission in its table, or it is refused."""

from flask import current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from followup.db import expect_writes
from followup.models.wall import watch
from followup.rules.access import holds

PUBLIC = "public"


def page(path, view, permission, methods=("GET",)):
    """One line of a page table: a page to read."""
    if getattr(view, "permission", permission) != permission:
        raise ValueError(f"{view.__name__} already needs {view.permission}")
    view.permission = permission
    return path, view, methods


def form(path, view, permission):
    """A page with a form that posts to itself."""
    return page(path, view, permission, methods=("GET", "POST"))


def action(path, view, permission):
    """A button: changes something and shows no page of its own."""
    return page(path, view, permission, methods=("POST",))


def probe(path, view, permission):
    """A POST that is no act: it keeps or previews what is being written, as often as it likes."""
    view.is_act = False
    return action(path, view, permission)


def names_people(line):
    """A page that lists people by name: each look at it is written down."""
    line[1].names_people = True
    return line


def add_pages(blueprint, *pages):
    for path, view, methods in pages:
        blueprint.add_url_rule(path, view_func=view, methods=methods)


def actor():
    """The signed-in account itself, not Flask-Login's stand-in for it."""
    return current_user._get_current_object().account


def view_served():
    return current_app.view_functions.get(request.endpoint)


def needed():
    """The permission named by the page being served, or None."""
    return getattr(view_served(), "permission", None)


def gate():
    """Refuse before the view runs. Registered on the application, so it sees every request."""
    if request.endpoint is None:
        return None
    if _has_nul():
        raise NotFound
    expect_writes(request.method == "POST")
    if needed() == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()
    if needed() is None or not holds(actor(), needed()):
        raise NotFound
    if actor().must_change_password and request.blueprint not in ("account", "auth"):
        return redirect(url_for("account.password"))
    watch(True)
    return None


def _has_nul():
    """No database takes a NUL in a text, so no address with one can exist."""
    return "\x00" in request.path or any("\x00" in text for text in request.args.values())


def open_gate(error=None):
    """After the request: disarm, so that nothing outlives it in this thread."""
    watch(False)
    expect_writes(True)

"""What every template may use: filters, labels, and whether the reader may do something."""

from flask_login import current_user

from followup.rules.access import Permission, holds, may
from followup.web import dates, texts
from followup.web.forms import form_key
from followup.web.labels import inside, label
from followup.web.languages import babel
from followup.web.nobody_fits import nobody_because


def set_up(app):
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["label"] = label
    app.jinja_env.filters["nobody_because"] = nobody_because
    app.jinja_env.filters["inside"] = inside
    app.jinja_env.globals.update(may=_may, Permission=Permission)
    dates.register(app)
    texts.set_up(app, babel)
    app.context_processor(lambda: {"form_key": form_key()})


def _may(permission, subject=None):
    account = getattr(current_user, "account", None)
    if account is None:
        return False
    wanted = Permission(permission)
    return holds(account, wanted) if subject is None else may(account, wanted, subject)

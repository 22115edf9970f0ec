"""What the page shell shows: navigation, counts, the undo bar, the scheduler's silence."""

from flask import current_app, session
from flask_login import current_user

from followup import clock
from followup.casework import counts
from followup.rules.access import Permission, holds
from followup.rules.working_time import BRUSSELS
from followup.web.languages import LANGUAGES, reader_language
from followup.web.navigation import navigation
from followup.web.undo import undo_bar


def for_templates():
    """One query beside the page's own, for the signed-in reader only."""
    settings = current_app.config["SETTINGS"]
    shown = {
        "languages": list(LANGUAGES.items()),
        "language": reader_language(),
        "now": clock.now().astimezone(BRUSSELS),
        "demo": settings.demo,
        "current_account": None,
        "organisation": None,
        "scheduler_silent": False,
        "undo": None,
    }
    if not current_user.is_authenticated:
        return shown
    account = current_user.account
    figures = counts.for_shell(account)
    shown.update(
        current_account=account,
        organisation=account.organisation,
        navigation=navigation(account, figures),
        alerts_count=figures["alerts"],
        unsent_count=figures["unsent"],
        may_search=holds(account, Permission.SEARCH),
        names_hidden=account.hide_names,
        letters_off=not account.keyboard,
        scheduler_silent=_silent(figures["silent_since"]),
        undo=undo_bar(session),
    )
    return shown


def _silent(since):
    """Since when nobody watches the deadlines; plain true when nobody ever did; else false."""
    return bool(since) and (since if since.timestamp() else True)

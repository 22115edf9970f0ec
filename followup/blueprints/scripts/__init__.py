"""The texts for calls: read them, write an organisation's own, go back to earlier ones."""

from flask import Blueprint

from followup.blueprints.scripts import reading, writing
from followup.rules.access import Permission
from followup.web.access import add_pages, form, page

scripts = Blueprint("scripts", __name__, url_prefix="/scripts")

add_pages(
    scripts,
    page("", reading.overview, Permission.READ_SCRIPTS),
    page("/<code>", reading.texts, Permission.READ_SCRIPTS),
    form("/<code>/back", writing.go_back, Permission.WRITE_SCRIPTS),
    form("/<code>/<script>", writing.write, Permission.WRITE_SCRIPTS),
)

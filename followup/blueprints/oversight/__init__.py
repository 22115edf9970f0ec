"""The auditor's page: who has looked, without content."""

from flask import Blueprint

from followup.blueprints.oversight import reading
from followup.rules.access import Permission
from followup.web.access import add_pages, page

oversight = Blueprint("oversight", __name__, url_prefix="/oversight")

add_pages(
    oversight,
    page("/trail", reading.trail, Permission.READ_AUDIT),
)

"""Stylesheets, scripts and icons, under an address that changes with what is in them.

Bootstrap's stylesheet and the icons we use come from their package: nothing is copied.
"""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Response, current_app, send_file, send_from_directory

from followup.web import icons
from followup.web.access import PUBLIC, page

OWN = Path(__file__).parents[1] / "static"
STYLESHEET = files("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
VERSIONED = frozenset({"static", "bootstrap_css", "icons"})
A_YEAR = 31536000


def add(app):
    """The version stands in the path, so that a script finds its neighbours under the same one."""
    for path, view, endpoint in (
        ("/static/<version>/<path:filename>", own_file, "static"),
        ("/assets/<version>/bootstrap.css", bootstrap_css, "bootstrap_css"),
        ("/assets/<version>/icons.svg", icon_sprite, "icons"),
    ):
        rule, served, methods = page(path, view, PUBLIC)
        app.add_url_rule(rule, endpoint, served, methods=methods)
    app.url_defaults(_with_version)


def own_file(version, filename):
    return _kept(send_from_directory(OWN, filename), version)


def bootstrap_css(version):
    return _kept(send_file(str(STYLESHEET), mimetype="text/css"), version)


def icon_sprite(version):
    return _kept(Response(icons.sprite(), mimetype="image/svg+xml"), version)


@cache
def current_version():
    """Twelve letters that stand for the content of every file served here."""
    content = hashlib.sha256(icons.sprite().encode() + STYLESHEET.read_bytes())
    for path in sorted(OWN.iterdir()):
        content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()[:12]


def _kept(answer, version):
    """For a year; under the address of another version, as during an update, not at all."""
    if version == current_version() and not current_app.debug:
        answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        answer.headers["Cache-Control"] = "no-cache"
    return answer


def _with_version(endpoint, values):
    if endpoint in VERSIONED:
        values.setdefault("version", current_version())

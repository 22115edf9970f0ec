"""Bootstrap's stylesheet and the icons we use, served from their package: nothing is copied."""

from importlib.resources import files

from flask import Response, send_file

from followup.web import icons
from followup.web.access import PUBLIC, page

STYLESHEET = files("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
A_DAY = 86400


def add(app):
    for path, view, methods in (
        page("/assets/bootstrap.css", bootstrap_css, PUBLIC),
        page("/assets/icons.svg", icon_sprite, PUBLIC),
    ):
        endpoint = "icons" if view is icon_sprite else view.__name__
        app.add_url_rule(path, endpoint, view, methods=methods)
    app.view_functions["static"].permission = PUBLIC


def bootstrap_css():
    return send_file(str(STYLESHEET), mimetype="text/css", max_age=A_DAY)


def icon_sprite():
    answer = Response(icons.sprite(), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return answer

"""`flask access-matrix`: every page, and which role may use it under which condition."""

import click
from flask import current_app
from flask.cli import with_appcontext

from followup.rules.access import GRANTS, always
from followup.vocabulary import Role
from followup.web.access import PUBLIC


@click.command("access-matrix")
@with_appcontext
def access_matrix():
    """Print every page with the roles and conditions it is open to."""
    for line in lines(current_app):
        click.echo(line)


def lines(app) -> list[str]:
    """One line a page, in the order of their addresses; what nobody declared says so."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods)))
    return [_line(app, rule) for rule in rules]


def _line(app, rule):
    methods = " ".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
    return f"{methods:<9} {rule.rule:<58} {_who(app.view_functions[rule.endpoint])}"


def _who(view):
    permission = getattr(view, "permission", None)
    if permission is None:
        return "nobody"
    if permission == PUBLIC:
        return PUBLIC
    granted = GRANTS[permission]
    if granted == dict.fromkeys(Role, always):
        return "everybody who is signed in"
    return ", ".join(sorted(_under(*granted) for granted in granted.items()))


def _under(role, condition):
    return role if condition is always else f"{role} if {condition.__name__}"

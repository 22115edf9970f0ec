"""Small marks that stand on every row, written once per language and then remembered.

Only for components whose look depends on nothing but what they are given, and never on a name.
"""

from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from flask import current_app, request
from flask_babel import get_locale


class When(NamedTuple):
    """What the component `due` prints: its line and second line already in words."""

    state: str
    at: object
    line: str
    second: str


class MayCall(NamedTuple):
    """What the component `safe_window` prints."""

    state: str
    text: str


def written(component, view):
    """The HTML of a component's macro for this value, in the reader's language."""
    return _written(request.script_root, get_locale().language, component, view)


@lru_cache(maxsize=4096)
def _written(root, language, component, view):
    template = current_app.jinja_env.get_template(component)
    return getattr(template.module, PurePath(component).stem)(view)

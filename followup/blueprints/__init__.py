"""The blueprints, one package per audience, in menu order. A line here is all it takes to join."""

from importlib import import_module

NAMES = [
    "auth",
    "account",
    "worklist",
    "cases",
    "board",
    "police",
    "admin",
    "oversight",
    "scripts",
    "health",
]


def register(app):
    for name in NAMES:
        package = import_module(f"{__name__}.{name}")
        app.register_blueprint(getattr(package, name))

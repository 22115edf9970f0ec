"""Signing in and out, and the locked screen."""

from flask import Blueprint

from followup.blueprints.auth import locking, sign_in
from followup.web.access import PUBLIC, action, add_pages, form, page

auth = Blueprint("auth", __name__)
add_pages(
    auth,
    page("/", sign_in.home, PUBLIC),
    form("/sign-in", sign_in.sign_in, PUBLIC),
    action("/sign-out", sign_in.sign_out, PUBLIC),
    action("/lock", locking.lock, PUBLIC),
    form("/locked", locking.locked, PUBLIC),
    page("/ping", locking.ping, PUBLIC),
    action("/stay", locking.stay, PUBLIC),
)

"""Addresses inside this application that a form or a cookie asks to go to."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def own_path(text):
    """The address if it is a page of ours that can be looked at, else None."""
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text:
        return None
    path = urlsplit(text).path
    try:
        current_app.create_url_adapter(request).match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return text

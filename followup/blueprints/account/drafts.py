"""Keep a half-written form while it is being written."""

from flask import jsonify, request
from werkzeug.exceptions import NotFound

from followup.casework import drafts
from followup.web.access import actor
from followup.web.dates import hour
from followup.web.kept import FORM, MOST
from followup.web.own_paths import own_path
from followup.web.wording import hints_for


def keep_draft():
    """`for` says which page the text belongs to; the answer says when it was kept, and hints."""
    page = own_path(request.args.get(FORM) or request.form.get(FORM))
    if page is None or len(page) > MOST:
        raise NotFound
    draft = drafts.keep_posted(actor(), page, request.form.to_dict(flat=False))
    if draft is None:
        drafts.forget(actor(), page)
    return jsonify(kept_at=hour(draft.kept_at) if draft else "", hints=hints_for(request.form))

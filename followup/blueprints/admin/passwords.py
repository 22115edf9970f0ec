"""Give somebody a one-time password, shown on one page only."""

from flask import render_template, request

from followup.casework import accounts
from followup.web.access import actor


def reset_password(code):
    """Ask first; the answer is never kept, so the page that shows it cannot be loaded again."""
    account = accounts.fetch(code)
    if request.method == "GET":
        return render_template("admin/account_password.html", account=account)
    password = accounts.reset_password(account, by=actor())
    return render_template("admin/password_once.html", account=account, password=password)

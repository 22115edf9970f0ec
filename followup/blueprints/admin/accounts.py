"""Accounts: who may sign in, in which roles, for which organisation."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup import clock
from followup.blueprints.admin.forms import AccountForm
from followup.casework import account_list, organisations, trail
from followup.casework import accounts as accounts_of
from followup.casework.accounts import ROLES_GIVEN
from followup.casework.audit import Act, Of
from followup.casework.errors import AlreadyThere, ChangedMeanwhile, NotFound
from followup.vocabulary import Language, Role
from followup.web import conflict
from followup.web.access import actor
from followup.web.kept import drafted, forget_kept, kept_form
from followup.web.refusals import sentence
from followup.web.transactions import attempt, done


def accounts():
    """Filtered by organisation, role and closed or not; by name."""
    role = _role(request.args.get("role"))
    wanted = {"organisation": request.args.get("organisation") or None, "role": role}
    wanted["closed"] = request.args.get("closed") == "1"
    lines, following = account_list.listed(
        alive_since=alive_since(), after=request.args.get("after"), **wanted
    )
    following = following and url_for(
        ".accounts",
        organisation=wanted["organisation"],
        role=role,
        closed="1" if wanted["closed"] else None,
        after=following,
    )
    return render_template(
        "admin/accounts.html",
        lines=lines,
        next_url=following,
        wanted=wanted,
        organisations=organisations.every(active_only=False),
        roles=ROLES_GIVEN,
    )


def new_account():
    first = {"language": actor().language, "agreed_maximum": 35}
    form = drafted(AccountForm, data=first, organisations=_choices())
    if form.validate_on_submit():
        refused = attempt(accounts_of.create, by=actor(), **_columns(form), roles=form.roles.data)
        if refused is None:
            forget_kept()
            made, password = done()
            return render_template("admin/password_once.html", account=made, password=password)
        form.refuse(_said(refused), "email")
    status = 422 if form.is_submitted() else 200
    return render_template("admin/account_new.html", form=form), status


def account(code):
    account = accounts_of.fetch(code)
    form = _form(account)
    if form.validate_on_submit():
        if form.clashes:
            return _choose(account, form)
        if _gives_up_office(account, form):
            form.refuse(_("Ask another administrator to take this role from you"), "roles")
            return _page(account, form)
        refused = attempt(_save, account, form, by=actor())
        if isinstance(refused, ChangedMeanwhile):
            account = accounts_of.fetch(code)
            return _choose(account, _form(account))
        if refused is None:
            return conflict.saved(form, url_for(".account", code=code))
        form.refuse(_said(refused), "email" if isinstance(refused, AlreadyThere) else None)
    return _page(account, form)


def close_account(code):
    """Ask first: what the person has open ends at once."""
    account = accounts_of.fetch(code)
    if account.id == actor().id:
        raise NotFound
    refused = None
    if request.method == "POST":
        refused = attempt(accounts_of.close, account, by=actor(), version=_version(account))
        if refused is None:
            flash(_("The account is closed."))
            return redirect(url_for(".account", code=code), 303)
    page = render_template(
        "admin/account_close.html",
        account=account,
        follow_ups=accounts_of.open_follow_ups(account),
        refused=refused and sentence(refused),
    )
    return page, 409 if refused else 200


def reopen_account(code):
    """Ask first: the person can sign in again."""
    account = accounts_of.fetch(code)
    refused = None
    if request.method == "POST":
        refused = attempt(accounts_of.reopen, account, by=actor(), version=_version(account))
        if refused is None:
            flash(_("The account is open again."))
            return redirect(url_for(".account", code=code), 303)
    page = render_template(
        "admin/account_reopen.html", account=account, refused=refused and sentence(refused)
    )
    return page, 409 if refused else 200


def alive_since():
    """Sessions begun before this moment are over."""
    return clock.now() - current_app.config["SETTINGS"].session_length


def _form(account):
    return conflict.form_over(
        AccountForm, _kept(account), draft=kept_form(), organisations=_choices(account)
    )


def _save(account, form, *, by):
    accounts_of.change(account, by=by, version=account.version, **_columns(form))
    if set(form.roles.data) != account.roles:
        accounts_of.set_roles(account, form.roles.data, by=by, version=account.version)


def _gives_up_office(account, form):
    """Whether somebody would lock themselves out of these pages."""
    return account.id == actor().id and Role.ADMINISTRATOR not in form.roles.data


def _page(account, form):
    line = account_list.line_of(account, alive_since=alive_since())
    page = render_template(
        "admin/account.html", account=account, line=line, form=form, own=account.id == actor().id
    )
    return page, 422 if form.is_submitted() else 200


def _choose(account, form):
    changed_by = trail.last_change(Of.ACCOUNT, account.id, Act.CHANGED_ACCOUNT)
    back = url_for(".account", code=account.code)
    return conflict.page(form, changed_by=changed_by, back_url=back)


def _columns(form):
    """What stands on the account's own row."""
    values = form.values()
    values.pop("roles")
    values["organisation_id"] = organisations.fetch(values.pop("organisation")).id
    values["speaks"] = [str(language) for language in values["speaks"]]
    return values


def _kept(account):
    names = ("name", "email", "language", "agreed_maximum", "ends_on")
    return {name: getattr(account, name) for name in names} | {
        "organisation": account.organisation.code,
        "roles": list(account.roles),
        "speaks": [Language(code) for code in account.speaks if code in list(Language)],
    }


def _choices(account=None):
    """The active organisations, and the account's own even when it is not."""
    rows = {row.code: row.name for row in organisations.every()}
    if account is not None:
        rows.setdefault(account.organisation.code, account.organisation.name)
    return list(rows.items())


def _said(refused):
    if isinstance(refused, AlreadyThere):
        return _("This e-mail already has an account")
    return sentence(refused)


def _role(text):
    return Role(text) if text in list(Role) else None


def _version(account):
    """The version the page was made with; without one, the present one."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else account.version

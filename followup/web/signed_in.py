"""Flask-Login on session rows: who is signed in, whose screen is locked, who was idle too long."""

from flask import current_app, redirect, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user
from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from followup import clock
from followup.casework import drafts, sign_in
from followup.db import apart, db
from followup.models import SignInSession

TOUCH_EVERY_SECONDS = 30

# The page that asks how long is left must not itself count as activity.
NO_ACTIVITY = ("auth.ping", "static")

login_manager = LoginManager()
login_manager.session_protection = None


class SignedIn:
    """What Flask-Login holds: the running session and its account."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, secret, running):
        self.secret = secret
        self.session = running
        self.account = running.account

    def get_id(self):
        return self.secret


class Locked(AnonymousUserMixin):
    """Somebody's screen is locked: for every page as good as nobody, but the text is kept."""

    def __init__(self, secret, running):
        self.secret = secret
        self.session = running
        self.account = running.account

    def get_id(self):
        return self.secret


@login_manager.user_loader
def load(secret):
    """Who the cookie's secret stands for now; None when the session ended or grew too old."""
    running = sign_in.session_of(secret)
    settings = current_app.config["SETTINGS"]
    if running is None or clock.now() - running.started_at >= settings.session_length:
        return None
    if running.locked_at is not None or seconds_left(running) <= 0:
        return Locked(secret, running)
    _touch(running)
    return SignedIn(secret, running)


def seconds_left(running):
    """Seconds until the screen locks for want of activity."""
    idle = clock.now() - running.seen_at
    return int((current_app.config["SETTINGS"].idle_lock - idle).total_seconds())


def locked_session():
    """The session behind a locked screen, or None."""
    user = current_user._get_current_object()
    return user.session if isinstance(user, Locked) else None


@login_manager.unauthorized_handler
def ask_to_sign_in():
    """To the sign-in page, or to the locked page, which leads back here with the text kept."""
    user = current_user._get_current_object()
    if not isinstance(user, Locked):
        session["next"] = _address() if request.method == "GET" else None
        return redirect(url_for("auth.sign_in"), 303)
    if request.method == "POST":
        drafts.keep_posted(user.account, request.path, request.form.to_dict(flat=False))
        db.session.commit()
    session["next"] = _address()
    return redirect(url_for("auth.locked"), 303)


def _address():
    return request.full_path.rstrip("?")


def _touch(running):
    """Note activity, at most every half minute, so that reading costs no write each time."""
    now = clock.now()
    quiet = (now - running.seen_at).total_seconds() < TOUCH_EVERY_SECONDS
    if quiet or request.endpoint in NO_ACTIVITY:
        return
    set_committed_value(running, "seen_at", now)
    with apart() as connection:
        connection.execute(
            update(SignInSession).where(SignInSession.id == running.id).values(seen_at=now)
        )

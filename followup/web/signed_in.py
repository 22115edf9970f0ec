"""Flask-Login on session rows: who is signed in, whose screen is locked, who was idle too long."""

from flask import current_app, redirect, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user, logout_user
from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from followup import clock
from followup.casework import drafts, sign_in
from followup.db import apart, db
from followup.models import SignInSession
from followup.web.own_paths import own_path

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


class TooOld(Locked):
    """The session lasted as long as a session may: sign in anew, the text is kept."""


@login_manager.user_loader
def load(secret):
    """Who the cookie's secret stands for now; None when the session ended."""
    running = sign_in.session_of(secret)
    if running is None:
        return None
    if clock.now() - running.started_at >= current_app.config["SETTINGS"].session_length:
        return TooOld(secret, running)
    if running.locked_at is not None or seconds_left(running) <= 0:
        return Locked(secret, running)
    if request.endpoint not in NO_ACTIVITY:
        touch(running)
    return SignedIn(secret, running)


def seconds_left(running):
    """Seconds until the screen locks for want of activity."""
    idle = clock.now() - running.seen_at
    return int((current_app.config["SETTINGS"].idle_lock - idle).total_seconds())


def begin(secret):
    """Give this browser a fresh cookie for the new session; answers where the person was going."""
    wanted = session.get("next")
    session.clear()
    login_user(SignedIn(secret, sign_in.session_of(secret)))
    return wanted


def forget():
    """Empty this browser's cookie, but for the language."""
    account = getattr(current_user, "account", None)
    language = account.language if account else session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def running_session():
    """The session of this browser, be its screen open, locked or its time over; or None."""
    return getattr(current_user, "session", None)


def locked_session():
    """The session behind a locked screen, or None."""
    user = current_user._get_current_object()
    return user.session if type(user) is Locked else None


@login_manager.unauthorized_handler
def ask_to_sign_in():
    """To the sign-in page, or to the locked page, which leads back here with the text kept."""
    user = current_user._get_current_object()
    page = "GET" in request.url_rule.methods
    if isinstance(user, Locked) and request.method == "POST" and page:
        drafts.keep_posted(user.account, request.path, request.form.to_dict(flat=False))
        db.session.commit()
    # A button without a page of its own: where it would have led.
    session["next"] = request.full_path.rstrip("?") if page else own_path(request.form.get("next"))
    return redirect(url_for("auth.locked" if locked_session() else "auth.sign_in"), 303)


def touch(running):
    """Note activity, at most every half minute, so that reading costs no write each time."""
    now = clock.now()
    if (now - running.seen_at).total_seconds() < TOUCH_EVERY_SECONDS:
        return
    set_committed_value(running, "seen_at", now)
    with apart() as connection:
        connection.execute(
            update(SignInSession).where(SignInSession.id == running.id).values(seen_at=now)
        )

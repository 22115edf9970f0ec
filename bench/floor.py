"""The floor: the barest honest Flask pages over the same rows, to hold the product's against.

Columns instead of entities, one query for session and account, no access rules, no decryption, no
audit, no translation. gunicorn serves it as it serves the product; the sign-in is the product's.
"""

import hashlib
import os

from flask import Flask, abort, g, render_template, session
from jinja2 import DictLoader
from sqlalchemy import create_engine, event, select

from bench.ground import SECRET_KEY
from followup.models import (
    Account,
    CaseEvent,
    ContactAttempt,
    Deadline,
    FollowUp,
    Organisation,
    Person,
    SignInSession,
)

FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Floor</title>
<link rel="stylesheet" href="/static/followup.css"></head><body><header><nav>
<a href="/day">My day</a> <a href="/board">Board</a> {{ g.account.name }}</nav></header><main>"""
DAY = (
    FRAME
    + """<h1>My day</h1><ul class="wl">{% for code, strand, risk, state, due_at, due_kind, attempts,
received_at, language, last in rows %}<li><div class="c1"><time>{{ due_at }}</time></div>
<div class="c2"><a class="who" href="/c/{{ code }}">{{ code }}</a> <span>{{ strand }}</span>
<span class="risk">{{ risk }}</span> <span>{{ state }}</span></div>
<div class="c3"><div>{{ due_kind }} {{ attempts }}</div><div>{{ received_at }} {{ last }}</div>
<div>{{ language }}</div></div>
<div class="c4"><a class="btn" href="/day?log={{ code }}">Log contact<span> – {{ code }}</span></a>
<a class="btn" href="/c/{{ code }}/contact/new">Log contact<span> – {{ code }}</span></a></div></li>
{% endfor %}</ul></main></body></html>"""
)
CASE = (
    FRAME
    + """<h1>{{ head.code }}</h1><p>{{ head.strand }} {{ head.risk }} {{ head.state }}
{{ head.organisation }} {{ head.language }}</p>
<ol>{% for at, way, outcome, minutes, by in attempts %}<li><time>{{ at }}</time> {{ way }}
<b>{{ outcome }}</b> {{ minutes }} {{ by }}</li>{% endfor %}</ol>
<ol>{% for at, what, by in events %}<li><time>{{ at }}</time> {{ what }} {{ by }}</li>
{% endfor %}</ol>
<ul>{% for kind, due_at, rule in deadlines %}<li>{{ kind }} <time>{{ due_at }}</time>
{{ rule }}</li>{% endfor %}</ul></main></body></html>"""
)


def create_floor(url):
    app = Flask(__name__)
    app.config.update(SECRET_KEY=SECRET_KEY, SESSION_COOKIE_NAME="followup")
    app.jinja_loader = DictLoader({"day.html": DAY, "case.html": CASE})
    engine = create_engine(url, pool_size=8)
    if url.startswith("sqlite"):
        event.listen(engine, "connect", _pragmas)
    app.before_request(lambda: _open(engine))
    app.teardown_request(_close)
    app.add_url_rule("/day", view_func=day)
    app.add_url_rule("/c/<code>", view_func=case)
    return app


def day():
    f = FollowUp
    columns = (f.code, f.strand, f.risk, f.state, f.due_at, f.due_kind, f.attempts, f.received_at)
    last = (
        select(ContactAttempt.outcome)
        .where(ContactAttempt.follow_up_id == f.id)
        .order_by(ContactAttempt.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = g.connection.execute(
        select(*columns, Person.language, last)
        .join(Person, Person.id == f.person_id)
        .where(f.worker_id == g.account.id, f.closed_at.is_(None))
        .order_by(f.due_at)
        .limit(50)
    )
    return render_template("day.html", rows=rows)


def case(code):
    f, attempt, happened, duty = FollowUp, ContactAttempt, CaseEvent, Deadline
    head = g.connection.execute(
        select(f.id, f.code, f.strand, f.risk, f.state, Person.language)
        .add_columns(Organisation.name.label("organisation"))
        .join(Person, Person.id == f.person_id)
        .join(Organisation, Organisation.id == f.organisation_id)
        .where(f.code == code, f.worker_id == g.account.id)
    ).first()
    if head is None:
        abort(404)
    attempts = (
        select(attempt.at, attempt.way, attempt.outcome, attempt.minutes, Account.name)
        .join(Account, Account.id == attempt.by_id)
        .where(attempt.follow_up_id == head.id)
        .order_by(attempt.at.desc())
    )
    events = (
        select(happened.at, happened.what, Account.name)
        .join(Account, Account.id == happened.by_id, isouter=True)
        .where(happened.follow_up_id == head.id)
        .order_by(happened.at.desc())
    )
    duties = (
        select(duty.kind, duty.due_at, duty.rule)
        .where(duty.follow_up_id == head.id, duty.ended_at.is_(None))
        .order_by(duty.due_at)
    )
    return render_template(
        "case.html",
        head=head,
        attempts=g.connection.execute(attempts),
        events=g.connection.execute(events),
        deadlines=g.connection.execute(duties),
    )


def _open(engine):
    """The session and its account, in one query."""
    g.connection = engine.connect()
    secret = session.get("_user_id", "")
    g.account = g.connection.execute(
        select(Account.id, Account.name, Account.language, Account.organisation_id)
        .join(SignInSession, SignInSession.account_id == Account.id)
        .where(
            SignInSession.digest == hashlib.sha256(secret.encode()).digest(),
            SignInSession.ended_at.is_(None),
        )
    ).first()
    if g.account is None:
        abort(401)


def _close(error=None):
    g.connection.close()


def _pragmas(connection, record):
    for pragma in ("mmap_size=268435456", "cache_size=-32000", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


if "BENCH_URL" in os.environ:
    app = create_floor(os.environ["BENCH_URL"])

"""Every page as everybody: who sees which word is compared with a table written by hand."""

from collections import defaultdict
from html import escape

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from followup.db import db
from followup.vocabulary import Strand
from tests.wall.crawl import QUESTIONS, addresses, bare, hidden_places, questions
from tests.wall.world import AGREED, IDENTITY, NOTES, POLICE, REACH, WHERE

V, P, C = Strand.VICTIM, Strand.PERPETRATOR, Strand.CHILD

# A worker reads the whole of a file; a coordinator reads the number and the names on the card on
# demand, and never where the person is. Police facts belong to the protected side.
WORKS = (*IDENTITY, *REACH, *AGREED, *NOTES, *WHERE)
COORDINATES = (*IDENTITY, "phone", *AGREED, *NOTES)
# An ended file waits for no interpreter any more.
ENDED = tuple(kind for kind in COORDINATES if kind != "service")
SENT = ("report",)

SEES = {
    "officer": [
        (SENT, "alda"),
        (SENT, "dora"),
        (SENT, "gerd"),
        (SENT, "jana"),
        (("draft",), "officer"),
    ],
    "colleague": [(SENT, "fien")],
    "reference": [(SENT, one) for one in ("alda", "dora", "fien", "gerd", "jana")],
    "far_officer": [(SENT, "hilde")],
    "far_reference": [(SENT, "hilde")],
    "victim_worker": [
        (WORKS, "alda", V),
        (WORKS, "dora", V),
        (POLICE, "alda"),
        (POLICE, "dora"),
        (("draft",), "victim_worker"),
        (("tie",), "victim_worker"),
    ],
    "victim_colleague": [(IDENTITY, "ivan", V)],
    "victim_worker2": [
        *((WORKS, one, V) for one in ("emil", "gerd", "jana")),
        *((POLICE, one) for one in ("dora", "gerd", "jana")),
    ],
    "far_worker": [(WORKS, "hilde", V), (POLICE, "hilde")],
    "perpetrator_worker": [(WORKS, "bram", P), (WORKS, "dora", P)],
    "perpetrator_colleague": [(WORKS, "emil", P)],
    "child_worker": [(WORKS, "coen", C), (POLICE, "alda")],
    "coordinator": [
        (COORDINATES, "alda", V),
        (COORDINATES, "dora", V),
        (COORDINATES, "fien", V),
        (POLICE, "alda"),
        (POLICE, "dora"),
        (POLICE, "fien"),
        (IDENTITY, "ivan", V),
        (("tie",), "victim_worker"),
    ],
    "coordinator2": [
        (COORDINATES, "emil", V),
        (COORDINATES, "gerd", V),
        (COORDINATES, "jana", V),
        (POLICE, "dora"),
        (POLICE, "gerd"),
        (POLICE, "jana"),
    ],
    "perpetrator_coordinator": [
        (COORDINATES, "bram", P),
        (COORDINATES, "dora", P),
        (COORDINATES, "emil", P),
        (ENDED, "ivan", P),
    ],
    "child_coordinator": [(COORDINATES, "coen", C), (POLICE, "alda")],
    "auditor": [],
    "administrator": [],
    "partner": [],
    "municipality": [],
}

# Whose names a person meets: never somebody who works on the other side of the wall. The officer
# stands on the card of each protected file as the one who wrote it first; the perpetrator's side
# never learns that name.
MEETS = {
    "victim_worker": {"officer"},
    "victim_colleague": {"officer", "coordinator"},
    "victim_worker2": {"officer"},
    "far_worker": {"far_officer"},
    "child_worker": {"officer"},
    "coordinator": {"victim_worker", "victim_colleague", "officer", "colleague"},
    "coordinator2": {"victim_worker2", "officer"},
    "perpetrator_coordinator": {"perpetrator_worker", "perpetrator_colleague"},
    "child_coordinator": {"child_worker", "officer"},
}
EVERYBODY = ("auditor", "administrator")


def expected(name):
    sealed = {
        (kind, *whose) if len(whose) == 2 and kind not in IDENTITY else (kind, whose[0])
        for kinds, *whose in SEES[name]
        for kind in kinds
    }
    met = SEES if name in EVERYBODY else MEETS.get(name, set()) | {name}
    return sealed | {("worker", one) for one in met}


def may_open(name):
    """The files, the referrals and the rest whose codes lead somewhere for this person."""
    files = {tuple(whose) for _kinds, *whose in SEES[name] if len(whose) == 2}
    sent = {whose[0] for kinds, *whose in SEES[name] if kinds is SENT}
    return files | sent


ON_POSTGRESQL = ("officer", "victim_worker", "perpetrator_worker", "coordinator")
EACH = [("sqlite", name) for name in SEES] + [("postgresql", name) for name in ON_POSTGRESQL]
EACH_ON_BOTH = pytest.mark.parametrize(("app", "name"), EACH, indirect=["app"])


def asked_for(world):
    """What can be typed into the search: names, dates, numbers and codes of everybody."""
    kinds = ("first", "family", "birth", "phone")
    return [min(forms) for key, forms in world.words.items() if key[0] in kinds] + [
        *(file.code for file in world.files.values()),
        *world.references.values(),
    ]


@pytest.fixture
def walk(app, world, sign_in, name):
    """Everything this person can ask for, asked: addresses with their answers, texts, the log."""
    browser, answers = sign_in(getattr(world.who, name)), []
    db.session.expunge_all()
    with capture_logs() as logs:
        for address in addresses(app, world, "GET"):
            answers.append((address, browser.get(address.path)))
        for file in world.files.values():
            for shown in ("safe-contact", "whereabouts"):
                answers.append((None, browser.post(f"/c/{file.code}/{shown}/show")))
        found = [(typed, browser.post("/search", data={"q": typed})) for typed in asked_for(world)]
    texts = [answer.text for _address, answer in answers]
    # The page repeats what was typed; what it found is shown with more than that.
    texts += [answer.text.replace(escape(typed), "") for typed, answer in found]
    return answers + [(None, answer) for _typed, answer in found], texts, logs


@EACH_ON_BOTH
def test_everybody_sees_what_they_may_see_and_nothing_else(world, walk, name):
    answers, texts, logs = walk

    seen = set().union(*map(world.seen_in, texts))

    # No scheduler runs beside a test, and /readyz says so.
    failed = {one.request.path for _address, one in answers if one.status_code >= 500}
    assert failed <= {"/readyz"}
    assert sorted(seen - expected(name)) == [], "LEAK"
    assert sorted(expected(name) - seen) == [], "LOST"
    assert {key for _a, one in answers for key in world.seen_in(hidden_places(one))} == set()
    assert {key for _a, one in answers if one.is_json for key in world.seen_in(one.text)} == set()
    assert world.seen_in(str(logs)) == set()
    assert opened_beyond(name, answers) == []
    assert [endpoint for endpoint, pages in refusals(answers).items() if len(pages) > 1] == []


def refusals(answers):
    """What "not found" looked like on each page: foreign, missing or no code at all, all alike."""
    pages = defaultdict(set)
    for address, answer in answers:
        if address and answer.status_code == 404:
            pages[address.endpoint].add(bare(answer, address.path))
    return pages


def opened_beyond(name, answers):
    """Pages of a file or a referral that answered although none of the codes is theirs."""
    return [
        address.path
        for address, answer in answers
        if address
        and answer.status_code != 404
        and address.endpoint.startswith(("cases.", "police.referral", "police.receipt"))
        and address.endpoint != "cases.search"
        and address.endpoint != "police.referrals"
        and not address.about & may_open(name)
    ]


@pytest.mark.parametrize(
    "name", ["victim_worker", "coordinator", "officer", "administrator", "auditor"]
)
def test_hostile_questions_are_answered_without_fault_and_without_a_word_more(
    app, world, sign_in, name
):
    browser = sign_in(getattr(world.who, name))
    db.session.expunge_all()
    opened = {}
    for address in addresses(app, world, "GET"):
        wanted = address.endpoint in QUESTIONS and address.endpoint not in opened
        if wanted and browser.get(address.path).status_code == 200:
            opened[address.endpoint] = address.path

    answers = [browser.get(path, query_string=asked) for path, asked in questions(world, opened)]

    assert len(answers) > 20
    assert [one.request.url for one in answers if one.status_code >= 500] == []
    seen = set().union(*(world.seen_in(one.text) for one in answers))
    assert sorted(seen - expected(name)) == []


def test_whoever_is_not_signed_in_is_sent_to_the_door_and_reads_nothing(app, world, client):
    answers = [client.get(one.path) for one in addresses(app, world, "GET")]

    assert set().union(*(world.seen_in(one.text) for one in answers)) == set()
    public = {"/", "/sign-in", "/locked", "/ping", "/healthz", "/readyz"}
    shown = {one.request.path for one in answers if one.status_code == 200}
    assert shown <= public | {"/assets/x/bootstrap.css", "/assets/x/icons.svg"}


@EACH_ON_BOTH
def test_no_button_of_a_file_that_is_not_theirs_does_anything(app, world, sign_in, name):
    browser = sign_in(getattr(world.who, name))
    db.session.expunge_all()
    foreign = [one for one in addresses(app, world, "POST") if is_foreign(one, name)]
    lists = [("/reassign", "case"), ("/board/move", "case"), ("/incoming", "case")]
    others = [file.code for owner, file in world.files.items() if owner not in may_open(name)]
    before = everything()

    answers = [browser.post(one.path, data=FILLED) for one in foreign]
    answers += [
        browser.post(path, data={**FILLED, field: code}) for path, field in lists for code in others
    ]

    assert {one.status_code for one in answers} == {404}
    assert everything() == before


FILLED = {
    "words": "because", "reason": "moved", "risk": "low", "outcome": "no_answer", "how": "call",
    "decision": "close", "day": "30/11/2026", "hour": "10:00", "text": "added", "moving": "1",
    "address": "elsewhere", "to": "x", "confirm": "1",
}  # fmt: skip
OF_FILES = (
    "cases.",
    "police.referral",
    "police.receipt",
    "police.add",
    "police.answer",
    "board.release",
)
# What moves without an act: the session's last sign of life, and drafts of a browser.
NOT_COMPARED = ("sign_in_session", "submission")


def is_foreign(address, name):
    return (
        address.endpoint.startswith(OF_FILES)
        and address.endpoint not in ("cases.search", "police.referrals")
        and not address.about & may_open(name)
    )


def _rows_of(name):
    refused = " WHERE action <> 'refused'" if name == "audit_entry" else ""
    return f"SELECT * FROM {name}{refused}"


def everything():
    """Each row of each table, as the database has it; that somebody was refused is its trace."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(text(_rows_of(table.name)))))
            for table in db.metadata.sorted_tables
            if table.name not in NOT_COMPARED
        }

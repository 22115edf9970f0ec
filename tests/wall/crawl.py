"""Every address of the product, filled with every code of a world, its own and hostile ones."""

import itertools
import re
from dataclasses import dataclass

from followup.rules.codes import new_code
from followup.vocabulary import Strand

MISSING = new_code()
MALFORMED = ("x", "%27%20OR%201=1--", "..%2F..%2Fetc", "%F0%9F%92%A5", "9" * 40)
HOSTILE = ("%", "' OR 1=1 --", "-1", "9" * 40, "2026-11-23T12:00:00+01:00~1", "\u202e💥", "x" * 900)
# What the views read from the address; every one is tried with every hostile value.
QUESTIONS = {
    "worklist.day": ("log", "show", "strand", "risk"),
    "worklist.cases": ("order", "after"),
    "worklist.day_print": ("names",),
    "board.board": ("show", "all"),
    "board.refresh": ("since",),
    "board.cases": ("strand", "risk", "state", "worker", "due", "after"),
    "board.incoming": ("after",),
    "board.handover": ("worker", "names"),
    "board.worker": ("after",),
    "board.reassign": ("case", "next", "reason"),
    "board.move": ("case", "next"),
    "board.duplicates": ("show", "after"),
    "cases.timeline": ("show",),
    "cases.who_looked": ("after",),
    "cases.log_contact": ("at",),
    "account.alerts": ("after",),
    "police.referrals": ("after",),
    "police.event": ("show", "then"),
    "admin.accounts": ("role", "organisation", "after"),
    "admin.organisations": ("kind", "after"),
    "admin.routing": ("after",),
    "admin.rules": ("after",),
    "admin.rules_of": ("version",),
    "scripts.overview": ("after",),
    "scripts.texts": ("version", "language"),
    "scripts.go_back": ("version",),
    "oversight.trail": ("account", "action", "first_day", "last_day", "after"),
}
NONCE = re.compile(r'(name="(?:csrf_token|submission|next)"[^>]*value=")[^"]*')


@dataclass(frozen=True)
class Address:
    """`about` names the files and referrals its codes belong to; None is a code of nobody."""

    path: str
    endpoint: str
    about: frozenset = frozenset()


def rules(app, method):
    """The rules of the url map, but for the static files."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in rule.methods and rule.endpoint != "static"
    ]


def addresses(app, world, method):
    """Each rule with each code it could be asked for."""
    for rule in rules(app, method):
        choices = [_choices(rule, argument, world) for argument in sorted(rule.arguments)]
        for picked in itertools.product(*choices):
            path, about = rule.rule, []
            for argument, (text, owner) in zip(sorted(rule.arguments), picked, strict=True):
                path = re.sub(rf"<(?:\w+:)?{argument}>", lambda _, text=text: text, path)
                about.append(owner)
            yield Address(path, rule.endpoint, frozenset(about))


def questions(world, opened):
    """Hostile and foreign values in every question of the pages that opened; path by endpoint."""
    foreign = [world.file("hilde").code, world.file("bram", Strand.PERPETRATOR).code]
    for endpoint, path in opened.items():
        for name in QUESTIONS.get(endpoint, ()):
            for value in (*HOSTILE, *foreign, world.who.far_worker.code):
                yield path, {name: value}


def _choices(rule, argument, world):
    if argument == "number":
        return [*_one_of(world.deadlines), ("9" * 30, None)]
    rows = {"attempt": world.attempts, "signal": world.signals, "question": world.questions}
    if argument in rows:
        return [*_one_of(rows[argument]), (MISSING, None)]
    if argument == "reference":
        return [*((code, name) for name, code in world.references.items()), (MISSING, None)]
    if argument == "draft":
        return [(world.draft, "draft"), (MISSING, None), ("x", None)]
    if argument == "tie":
        return [(world.tie.code, "tie"), (MISSING, None)]
    words = {
        "strand": Strand.VICTIM,
        "risk": "high",
        "step": "event",
        "script": "first_call",
        "version": "x",
    }
    if argument in words:
        return [(words[argument], "word")]
    return _codes(rule, world)


def _one_of(kept):
    """That of the first file: right in one file and foreign in all others."""
    owner, text = next(iter(kept.items()))
    return [(str(text), owner)]


def _codes(rule, world):
    if rule.rule.startswith(("/c/", "/board/release")):
        found = [(file.code, owner) for owner, file in world.files.items()] + _nobodys()
        return found + [(text, None) for text in MALFORMED if rule.endpoint == "cases.timeline"]
    if rule.endpoint.startswith("admin.account"):
        return [(world.who.far_worker.code, "account"), *_nobodys()]
    if rule.rule.startswith("/team/workers/"):
        mine, far = world.who.victim_worker.code, world.who.far_worker.code
        return [(mine, "victim_worker"), (far, "far_worker"), *_nobodys()]
    if rule.endpoint.startswith(("admin.", "scripts.")):
        return [(world.victims.code, "organisation"), (world.namur.code, "zone"), *_nobodys()]
    return [(world.absence.code, "absence"), *_nobodys()]


def _nobodys():
    return [(MISSING, None)]


def bare(answer, path):
    """The answer without what must differ: marks against forgery, and the address itself."""
    text = NONCE.sub(r"\1", answer.text)
    return text.replace(path, "PATH")


def hidden_places(answer):
    """Where a word may never stand: the title, and addresses that end up in histories."""
    title = re.findall(r"<title>(.*?)</title>", answer.text, re.S)
    links = re.findall(r'(?:href|action|src|data-[a-z-]*url)="(/[^"]*)"', answer.text)
    return "\n".join([*title, *links, answer.headers.get("Location", "")])

"""The safety link carries a word of a list: nothing stored of a person can travel with it."""

import re

import pytest
from sqlalchemy import inspect

from followup.db import db
from followup.models import SafetySignal
from followup.models.base import Code, Moment
from followup.vocabulary import Language, Side, Signal, Strand
from tests import factories

UI = [one for one in Language if one in ("fr", "nl", "de", "en")]


def test_the_table_has_no_column_that_could_hold_a_text():
    free = [
        column.name
        for column in inspect(SafetySignal).columns
        if not isinstance(column.type, Code | Moment) and column.type.python_type is str
    ]

    assert set(free) == {"code", "sending"}


@pytest.mark.parametrize("language", UI)
def test_no_signal_shows_a_stored_word_of_the_other_side(world, sign_in, language):
    """Both workers of a couple read every signal there is; each page holds own words only."""
    hers, his = world.file("alda"), world.file("bram", Strand.PERPETRATOR)
    for signal in Signal:
        ends = (his, hers) if signal.sent_by is Side.PERPETRATOR else (hers, his)
        factories.safety_signal(*ends, signal)
    pages = {}
    for name, file in (("alda", hers), ("bram", his)):
        account = db.session.get(factories.Account, file.worker_id)
        account.language = language
        db.session.commit()
        pages[name] = sign_in(account).get(f"/c/{file.code}/link").text

    for name, page in pages.items():
        lists = "".join(re.findall(r'<ul class="plist">.*?</ul>', page, re.S))
        assert lists.count("<li") >= 2
        assert {key for key in world.seen_in(lists) if key[0] != "worker"} == set()
        assert {key[1] for key in world.seen_in(page) if key[0] != "worker"} <= {name}


def test_a_receiver_never_meets_who_sent_it(world, sign_in):
    page = sign_in(world.who.victim_worker).get(f"/c/{world.file('alda').code}/link").text

    assert ("worker", "perpetrator_worker") not in world.seen_in(page)

"""Each thing that happens to a file has its sentence."""

from types import SimpleNamespace

import pytest

from followup.casework.events import What
from followup.vocabulary import Side
from followup.web import happenings

FACTS = {
    What.MERGED: {"other": "7QK2-M9FD"},
    What.FOLDED: {"other": "7QK2-M9FD"},
    What.SEPARATED: {"other": "7QK2-M9FD"},
    What.ASSIGNED: {"reason": "absence"},
    What.RISK_SET: {"before": "low", "after": "high"},
    What.MOVE_ASKED: {"kind": "call_back", "reason": "other"},
    What.PAUSED: {"reason": "abroad"},
    What.CLOSE_ASKED: {"reason": "moved"},
    What.CLOSED: {"reason": "moved"},
    What.DONE: {"kind": "call_back"},
    What.HELD: {"until": "2026-11-24T10:00:00+00:00"},
    What.ROLE_DECIDED: {"change": "both"},
    What.SIGNAL_SENT: {"signal": "threat"},
    What.SIGNAL_RECEIVED: {"signal": "hold", "until": "2026-11-24T10:00:00+00:00"},
    What.POLICE_ASKED: {"why": "number_dead"},
    What.POLICE_ANSWERED: {"answer": "none_known"},
    What.EVENT: {"event": "released"},
    What.PUT_OFF: {"until": "2026-11-24T10:00:00+00:00"},
    What.WOKEN: {"news": "referral"},
    What.INTERPRETER_BOOKED: {"at": "2026-11-24T10:00:00+00:00", "how": "phone"},
}


@pytest.mark.parametrize("what", What)
def test_every_event_has_a_sentence_for_both_sides(app, what):
    event = SimpleNamespace(what=what, facts=FACTS.get(what, {}), to="Nora Peeters")

    with app.test_request_context():
        said = [happenings.sentence(event, side) for side in Side]

    assert all(one and one != what.value for one in said)


def test_a_release_says_on_the_victims_side_what_was_recorded(app):
    event = SimpleNamespace(what=What.RELEASED, facts={}, to=None)

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert happenings.sentence(event, Side.PROTECTED) == (
            "Informed, no objection, safety plan looked at"
        )
        assert happenings.sentence(event, Side.PERPETRATOR) == "First attempt released"


def test_a_code_of_a_later_version_is_shown_as_it_is(app):
    event = SimpleNamespace(what="from_the_future", facts={}, to=None)

    with app.test_request_context():
        assert happenings.sentence(event, Side.PROTECTED) == "from_the_future"

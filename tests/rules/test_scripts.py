import pytest

from followup.rules.scripts import AFTER, Fault, Text, allowed, faults, fill, fitting, outcomes_of
from followup.vocabulary import Outcome, Script, Slot, Strand

USUAL = {"contacted": False, "may_leave_message": False, "interpreter": False}


@pytest.mark.parametrize(
    ("strand", "first"),
    [
        (Strand.VICTIM, Script.FIRST_CALL),
        (Strand.PERPETRATOR, Script.PERPETRATOR_FIRST_CALL),
        (Strand.CHILD, Script.CHILD_FIRST_CALL),
    ],
)
def test_each_strand_opens_with_its_own_first_call_until_contact_was_made(strand, first):
    texts = fitting(strand, **USUAL)
    later = fitting(strand, **USUAL | {"contacted": True})

    assert texts[0] is first
    assert first not in later
    assert set(texts) - {first} == set(later)


def test_a_voicemail_is_only_spoken_where_the_card_allows_it():
    assert Script.VOICEMAIL not in fitting(Strand.VICTIM, **USUAL)
    assert Script.VOICEMAIL in fitting(Strand.VICTIM, **USUAL | {"may_leave_message": True})


def test_with_an_interpreter_the_call_begins_with_the_interpreter():
    texts = fitting(Strand.VICTIM, **USUAL | {"interpreter": True})

    assert texts[:2] == (Script.INTERPRETER, Script.FIRST_CALL)
    assert texts.count(Script.INTERPRETER) == 1


def test_only_the_perpetrators_side_has_the_answer_to_questions_about_the_victim():
    asked = {strand: Script.ABOUT_VICTIM in fitting(strand, **USUAL) for strand in Strand}
    word = {strand: Script.DURESS_WORD in fitting(strand, **USUAL) for strand in Strand}

    assert asked == {Strand.VICTIM: False, Strand.PERPETRATOR: True, Strand.CHILD: False}
    assert word == {Strand.VICTIM: True, Strand.PERPETRATOR: False, Strand.CHILD: True}


def test_each_outcome_after_which_something_is_said_leads_to_its_text():
    assert outcomes_of(Script.DURESS_WORD) == (
        Outcome.DANGER_NOW,
        Outcome.DURESS_WORD,
        Outcome.STOP_UNSAFE,
    )
    assert {after for one in Script for after in outcomes_of(one)} == set(AFTER)
    assert Outcome.NO_ANSWER not in AFTER


@pytest.mark.parametrize("slot", ["service", "date", "code_word"])
def test_nothing_that_tells_why_we_call_stands_in_what_others_may_hear(slot):
    text = Text(f"Hello, {{{slot}}}.", f"Now {{{slot}}}.")

    assert list(faults(Script.FIRST_CALL, text)) == [Fault("opening", slot, telling=True)]


@pytest.mark.parametrize("script", [Script.OTHER_ANSWERS, Script.CHILD_ANSWERS, Script.VOICEMAIL])
def test_whoever_else_answers_hears_neither_whom_we_look_for_nor_who_we_are(script):
    assert allowed(script, "opening") == {Slot.WORKER, Slot.AGREED}
    assert [one.slot for one in faults(script, Text("{person} {organisation}"))] == [
        "organisation",
        "person",
    ]


@pytest.mark.parametrize("words", ["{", "}", "{}", "{worker", "{worker!r}", "{worker:>9}", "{0}"])
def test_a_text_with_broken_braces_is_refused_before_anybody_reads_it(words):
    assert list(faults(Script.IDENTITY, Text(words))) != []


@pytest.mark.parametrize("words", ["{worker.name}", "{worker[0]}", "{Worker}", "{victim}"])
def test_a_slot_nobody_knows_is_refused_by_its_name(words):
    assert [one.slot for one in faults(Script.IDENTITY, Text(words))] == [words[1:-1]]


def test_what_fills_a_slot_is_never_read_as_a_slot():
    assert fill("I am {worker}.", {Slot.WORKER: "{date}"}) == "I am {date}."

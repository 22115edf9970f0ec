"""Nothing is left at a number or address that both sides have, and neither learns of the other."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from followup import clock
from followup.casework import safe_contact, shared_points, whereabouts
from followup.db import db as database
from followup.models import FollowUp
from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import Phone, Place
from followup.rules.safe_window import may_use
from followup.vocabulary import CardSource, Permit, Safety, Strand, Way, WayRefused
from tests import factories

NUMBER = "+32470123456"
LETTERS = {Way.LETTER: Permit.YES, Way.VOICEMAIL: Permit.YES, Way.CALL: Permit.YES}


@pytest.fixture
def family(db):
    """A victim, her alleged perpetrator and their child, each with a file."""
    situation = factories.situation()
    referral = factories.referral(situation)
    return {
        strand: factories.follow_up(strand, situation=situation, referral=referral)
        for strand in Strand
    }


def write(follow_up, by=None, **parts):
    card = ContactCard(permits=LETTERS, **parts)
    safe_contact.change(
        follow_up,
        card,
        based_on=follow_up.card_version,
        source=CardSource.PERSON,
        agreed_at=clock.now(),
        by=by or factories.account(),
    )


def letter(follow_up):
    return may_use(safe_contact.current_card(follow_up).for_rules(), Way.LETTER)


def home(text):
    return {"places": (Place(text, safety=Safety.SAFE),)}


def told(follow_up):
    """What stands on the card came with the police referral."""
    card = safe_contact.current_card(follow_up)
    shared_points.keep_card(follow_up, card, told=True)


def test_the_same_address_on_both_sides_stops_the_letters_of_the_victim(family):
    write(family[Strand.VICTIM], **home("Rue Haute 12, 5000 Namur"))
    write(family[Strand.PERPETRATOR], **home("r. Haute 12 bte 3"))

    assert letter(family[Strand.VICTIM]) is WayRefused.SHARED


def test_what_the_police_gave_for_both_stops_the_letters_of_the_other_side_too(family):
    write(family[Strand.VICTIM], **home("Rue Haute 12, 5000 Namur"))
    write(family[Strand.PERPETRATOR], **home("r. Haute 12 bte 3"))

    told(family[Strand.PERPETRATOR])

    assert letter(family[Strand.PERPETRATOR]) is WayRefused.SHARED


def test_typing_an_address_never_tells_the_other_side_whether_the_victim_has_it(family):
    write(family[Strand.VICTIM], **home("Rue Haute 12"))

    write(family[Strand.PERPETRATOR], **home("Rue Haute 12"))

    assert letter(family[Strand.PERPETRATOR]) is None


def test_where_the_victim_is_now_is_never_compared_for_the_other_side(family):
    write(family[Strand.PERPETRATOR], **home("Rue Haute 12"))
    told(family[Strand.PERPETRATOR])

    whereabouts.note(family[Strand.VICTIM], "Rue Haute 12", by=factories.account())

    assert letter(family[Strand.PERPETRATOR]) is None


def test_it_opens_again_when_the_other_side_moves(family):
    write(family[Strand.VICTIM], **home("Rue Haute 12, 5000 Namur"))
    write(family[Strand.PERPETRATOR], **home("Rue Haute 12"))

    write(family[Strand.PERPETRATOR], **home("Rue Basse 3"))

    assert letter(family[Strand.VICTIM]) is None


def test_a_mother_and_her_child_may_share_an_address(family):
    write(family[Strand.VICTIM], **home("Rue Haute 12"))
    write(family[Strand.CHILD], **home("Rue Haute 12"))

    assert letter(family[Strand.VICTIM]) is None


def test_where_the_other_side_is_now_counts_as_well(family):
    write(family[Strand.VICTIM], **home("Kerkstraat 4, 9000 Gent"))

    whereabouts.note(family[Strand.PERPETRATOR], "Kerkstr. 4", by=factories.account())

    assert letter(family[Strand.VICTIM]) is WayRefused.SHARED


def test_a_shared_phone_is_called_but_keeps_no_voicemail(family):
    phone = Phone(NUMBER, safety=Safety.SAFE)
    write(family[Strand.VICTIM], phones=(phone,))
    write(family[Strand.PERPETRATOR], phones=(Phone(NUMBER),))

    limits = safe_contact.current_card(family[Strand.VICTIM]).for_rules()

    assert may_use(limits, Way.VOICEMAIL) is WayRefused.SHARED
    assert may_use(limits, Way.CALL) is None


def test_who_has_both_files_does_not_share_with_herself(db):
    situation = factories.situation()
    person = factories.person(situation)
    files = [
        factories.follow_up(strand, situation=situation, person=person)
        for strand in (Strand.VICTIM, Strand.PERPETRATOR)
    ]

    for follow_up in files:
        write(follow_up, **home("Rue Haute 12"))

    assert [letter(follow_up) for follow_up in files] == [None, None]


def test_another_family_at_the_same_address_is_no_matter(family, db):
    stranger = factories.follow_up(Strand.PERPETRATOR)
    write(family[Strand.VICTIM], **home("Rue Haute 12"))

    write(stranger, **home("Rue Haute 12"))

    assert letter(family[Strand.VICTIM]) is None


def test_two_situations_that_become_one_are_compared_again(family, db):
    stranger = factories.follow_up(Strand.PERPETRATOR)
    write(family[Strand.VICTIM], **home("Rue Haute 12"))
    write(stranger, **home("Rue Haute 12"))
    stranger.situation_id = family[Strand.VICTIM].situation_id
    db.session.flush()

    shared_points.recheck(stranger.situation_id)

    assert letter(family[Strand.VICTIM]) is WayRefused.SHARED


def test_two_sides_that_write_at_the_same_moment_both_see_it(app, family, db):
    codes = [family[strand].id for strand in (Strand.VICTIM, Strand.PERPETRATOR)]
    writer = factories.account()
    db.session.commit()

    def change(follow_up_id):
        with app.app_context(), clock.stopped_at(clock.now()):
            mine = database.session.get(FollowUp, follow_up_id, with_for_update=True)
            write(mine, by=database.session.merge(writer), **home("Rue Haute 12"))
            database.session.commit()

    with ThreadPoolExecutor(2) as both:
        list(both.map(change, codes))

    db.session.expire_all()
    assert letter(db.session.get(FollowUp, codes[0])) is WayRefused.SHARED


def test_situations_tied_by_a_merge_are_compared_as_one(family, db):
    stranger = factories.follow_up(Strand.PERPETRATOR)
    twin = factories.follow_up(Strand.VICTIM, situation=factories.situation())
    twin.situation_id = stranger.situation_id
    twin.merged_into_id = family[Strand.VICTIM].id
    db.session.flush()

    write(family[Strand.VICTIM], **home("Rue Haute 12"))
    write(stranger, **home("Rue Haute 12"))

    assert letter(family[Strand.VICTIM]) is WayRefused.SHARED

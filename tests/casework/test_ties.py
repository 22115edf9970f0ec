"""Conflicts of interest: what a declared tie rules out, and what nobody learns through it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from followup.casework import ties
from followup.casework.errors import ConflictDeclared, NotFound, OtherSide
from followup.casework.ties import Staff
from followup.db import db as database
from followup.models import AlertRow, AuditEntry, CaseEvent
from followup.vocabulary import Alert, Role, Strand, Unfit
from tests import factories


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def worker(service):
    return factories.account(organisation=service, name="Nora Peeters")


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def couple(service, clock_at, noon):
    """A victim and the alleged perpetrator, with a file each, opened this noon."""
    referral = factories.referral(place="Rue des Tilleuls 4", postcode="5000")
    situation = database.session.get(factories.Situation, referral.situation_id)
    made = {}
    for strand, first, family in (
        (Strand.VICTIM, "Aline", "Lambert"),
        (Strand.PERPETRATOR, "Marc", "Delvaux"),
    ):
        person = factories.person(situation, first_name=first, family_name=family)
        made[strand] = factories.follow_up(
            strand, referral=referral, person=person, organisation=service
        )
    return made


def said(file, *staff):
    return ties.against([file.id], [Staff(one.id, one.name) for one in staff]).get(file.id, {})


def test_a_tie_to_the_person_is_a_declared_conflict(couple, worker):
    factories.tie(worker, person="LAMBERT Aline")

    assert said(couple[Strand.VICTIM], worker) == {worker.id: Unfit.CONFLICT}


def test_the_same_family_name_as_the_worker_is_one_too(couple, service):
    namesake = factories.account(organisation=service, name="Chantal Lambert")

    assert said(couple[Strand.VICTIM], namesake) == {namesake.id: Unfit.CONFLICT}


def test_the_address_where_the_police_were_is_compared_on_the_protected_side_alone(couple, worker):
    factories.tie(worker, place="rue des tilleuls 4, 5000 Namur")

    assert said(couple[Strand.VICTIM], worker) == {worker.id: Unfit.CONFLICT}
    assert said(couple[Strand.PERPETRATOR], worker) == {}


def test_the_address_on_the_card_is_compared_on_both_sides(worker):
    card = {"places": [{"address": "Quai des Ardennes 12, 4020 Liège"}]}
    file = factories.follow_up(Strand.PERPETRATOR, organisation=worker.organisation, card=card)
    factories.tie(worker, place="quai des Ardennes 12, 4020")

    assert said(file, worker) == {worker.id: Unfit.CONFLICT}


def test_a_tie_to_the_other_side_reads_like_work_on_it(couple, worker, clock_at, noon):
    clock_at(noon - timedelta(days=30))
    factories.tie(worker, person="Marc Delvaux")
    clock_at(noon)

    assert said(couple[Strand.VICTIM], worker) == {worker.id: Unfit.OTHER_SIDE}


def test_nobody_finds_the_other_side_by_declaring_a_name_afterwards(couple, worker, clock_at, noon):
    clock_at(noon + timedelta(minutes=1))
    factories.tie(worker, person="Marc Delvaux")

    assert said(couple[Strand.VICTIM], worker) == {}


def test_a_namesake_of_the_other_side_tells_nothing(couple, service):
    namesake = factories.account(organisation=service, name="Paul Delvaux")

    assert said(couple[Strand.VICTIM], namesake) == {}


def test_a_tie_that_is_no_longer_so_rules_nothing_out(couple, worker):
    tie = factories.tie(worker, person="Aline Lambert")

    ties.end(tie.code, of=worker, by=worker)

    assert said(couple[Strand.VICTIM], worker) == {}
    assert ties.of_account(worker.id) == []


def test_nobody_ends_the_tie_of_somebody_else(worker, coordinator):
    tie = factories.tie(worker, person="Aline Lambert")

    with pytest.raises(NotFound):
        ties.end(tie.code, of=coordinator, by=coordinator)


def test_a_tie_to_somebody_the_worker_has_already_is_told_to_the_coordinators(db, worker):
    mine = factories.follow_up(worker=worker)
    factories.follow_up(
        worker=worker,
        person=factories.person(family_name="Peeters"),
        situation=factories.situation(),
    )

    factories.tie(worker, person="Aline Lambert")

    (alert,) = db.session.scalars(select(AlertRow)).all()
    told = (alert.kind, alert.follow_up_id, alert.organisation_id, alert.account_id)
    assert told == (Alert.CONFLICT, mine.id, worker.organisation_id, None)


def test_against_a_conflict_only_a_written_reason_goes_on(db, couple, worker, coordinator):
    factories.tie(worker, person="Aline Lambert")
    file = couple[Strand.VICTIM]

    with pytest.raises(ConflictDeclared):
        ties.refuse(file, worker, by=coordinator, despite="")
    ties.refuse(file, worker, by=coordinator, despite="A namesake, checked.")
    db.session.flush()

    written = db.session.scalars(select(CaseEvent)).all()
    assert [(one.what, one.note) for one in written] == [
        ("despite_conflict", "A namesake, checked.")
    ]


def test_no_reason_leads_to_the_other_side(couple, worker, coordinator, clock_at, noon):
    clock_at(noon - timedelta(days=1))
    factories.tie(worker, person="Marc Delvaux")
    clock_at(noon)

    with pytest.raises(OtherSide):
        ties.refuse(couple[Strand.VICTIM], worker, by=coordinator, despite="I insist.")


def test_what_was_declared_is_readable_and_nowhere_in_clear(db, worker, coordinator):
    factories.tie(worker, "Jan Wouters", "Kerkstraat 3, 2000", "My brother-in-law.", coordinator)

    (line,) = ties.of_account(worker.id)

    assert (line.person, line.place, line.note, line.declared_by) == (
        "Jan Wouters",
        "Kerkstraat 3, 2000",
        "My brother-in-law.",
        coordinator.name,
    )
    kept = str(db.session.execute(text("SELECT * FROM tie")).all())
    assert [word for word in ("Wouters", "Kerkstraat", "brother") if word in kept] == []
    acts = db.session.scalars(select(AuditEntry.action)).all()
    assert acts == ["declared_tie"]


def test_the_comparison_passes_the_tripwire_of_a_page(couple, worker, watched):
    assert said(couple[Strand.VICTIM], worker) == {}


def test_without_files_or_colleagues_nothing_is_asked(worker):
    assert ties.against([], [Staff(worker.id, worker.name)]) == {}

"""Open or restart the follow-ups of the people of one referral, with card, route and alarms."""

from collections.abc import Iterable
from dataclasses import replace

from followup import clock
from followup.casework import (
    alerts,
    deadlines,
    events,
    followups,
    policies,
    routing,
    safe_contact,
    trigger_events,
    whereabouts,
)
from followup.casework.events import What
from followup.db import db
from followup.models import Account, FollowUp, Person, Referral
from followup.rules import deadlines as rules
from followup.rules.contact_card import ContactCard
from followup.rules.referral_entry import CHILD_CARD, PersonEntry
from followup.vocabulary import (
    Alert,
    Answer,
    CardSource,
    Consent,
    DeadlineEnd,
    DeadlineKind,
    Side,
    Start,
    State,
    Strand,
    TriggerEvent,
)


def open_all(
    referral: Referral,
    people: Iterable[tuple[PersonEntry, Person]],
    *,
    has_victim: bool,
    by: Account,
) -> None:
    """One follow-up per person and strand. Who asked not to be contacted is contacted by nobody.

    A "No" still opens the follow-up, so that nobody is forgotten and no other service calls
    unknowing: every way on its card is locked, its clocks stand, it is on the list of stopped
    contacts and the coordinator decides (ux.md F1, "No" goes on only if the zone's rule allows).
    """
    for entered, person in people:
        files = []
        for strand in entered.strands:
            card = CHILD_CARD if strand is Strand.CHILD else entered.card
            known = followups.latest_of_person(person.id, strand) if referral.is_repeat else None
            if known is None:
                released = strand is not Strand.PERPETRATOR or not has_victim
                follow_up = open_routed(referral, person, strand, released=released, by=by)
                _write_card(follow_up, card, referral, by)
            else:
                follow_up = known
                followups.restart(follow_up, referral, by=by)
                _renew_card(follow_up, card, referral, by)
            _set_state(follow_up, entered, by)
            files.append(follow_up)
        _keep_whereabouts(entered, files, by)


def open_routed(
    referral: Referral, person: Person, strand: Strand, *, released: bool, by: Account | None
) -> FollowUp:
    """Nobody receives this strand of this zone: the administrators are told, never nobody."""
    receiver = routing.receiver_of(referral.zone_id, strand)
    follow_up = followups.open_file(
        referral,
        person,
        strand,
        organisation_id=receiver and receiver.id,
        released=released,
        by=by,
    )
    if receiver is None:
        alerts.raise_alert(
            Alert.UNROUTABLE, f"unroutable:{follow_up.id}", follow_up_id=follow_up.id
        )
    return follow_up


def _write_card(follow_up: FollowUp, card: ContactCard, referral: Referral, by: Account) -> None:
    safe_contact.write_first(
        follow_up, card, source=CardSource.POLICE, agreed_at=referral.intervened_at, by=by
    )


def _renew_card(follow_up: FollowUp, card: ContactCard, referral: Referral, by: Account) -> None:
    """What a service agreed with the person holds; only what the police once gave is replaced."""
    before = safe_contact.current(follow_up)
    if before.source is not CardSource.POLICE or follow_up.strand is Strand.CHILD:
        _void_card(follow_up, by)
        return
    was_locked = safe_contact.card_of(before).locked
    safe_contact.change(
        follow_up,
        replace(card.as_told(), locked=was_locked),
        based_on=follow_up.card_version,
        source=CardSource.POLICE,
        agreed_at=referral.intervened_at,
        by=by,
    )


def _void_card(follow_up: FollowUp, by: Account) -> None:
    """What was agreed before the new intervention has to be asked again."""
    trigger_events.happened(follow_up, TriggerEvent.NEW_INTERVENTION, by=by)


def _set_state(follow_up: FollowUp, entered: PersonEntry, by: Account) -> None:
    """A stop outlives a new referral: only the coordinator lets contact go on."""
    card = safe_contact.current_card(follow_up)
    if card.locked or (entered.is_asked and entered.consent is Consent.NO):
        _stop(follow_up, by)
    elif card.no_safe_way:
        follow_up.state = State.INCOMPLETE
        _search_for_a_way(follow_up, by)
    db.session.flush()


def _search_for_a_way(follow_up: FollowUp, by: Account) -> None:
    """The police know no safe way: finding one is the worker's first step; the clocks run."""
    search = rules.plain(
        DeadlineKind.SAFE_WAY,
        policies.policy_of(follow_up).terms.safe_way,
        clock.now(),
        deadlines.calendar_for(follow_up),
        Start.RECEIVED_AT,
    )
    deadlines.lay(follow_up, [search], by=by)
    deadlines.refresh(follow_up)


def _stop(follow_up: FollowUp, by: Account) -> None:
    """Nobody calls until the coordinator has decided."""
    if not safe_contact.current_card(follow_up).locked:
        safe_contact.lock_every_way(follow_up, by=by)
    follow_up.state = State.STOPPED
    deadlines.end(follow_up, deadlines.RUNNING, DeadlineEnd.PAUSED, by=by)
    decision = rules.plain(
        DeadlineKind.COORDINATOR_DECISION,
        policies.policy_of(follow_up).terms.look_again,
        clock.now(),
        deadlines.calendar_for(follow_up),
        Start.RECEIVED_AT,
    )
    row = deadlines.lay(follow_up, [decision], by=by)[0]
    row.escalates_at = row.due_at
    row.explained = {**row.explained, "asked": "stop"}
    events.note(follow_up, What.STOPPED, by=by)
    deadlines.refresh(follow_up)
    alerts.raise_alert(
        Alert.STOPPED,
        f"stopped:referral:{row.id}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
    )


def _keep_whereabouts(entered: PersonEntry, files: list[FollowUp], by: Account) -> None:
    """Where the person stays now: in one own file, the protected one if there are two."""
    if entered.still_at_address is not Answer.NO or not entered.elsewhere or not files:
        return
    protected = [follow_up for follow_up in files if follow_up.side is Side.PROTECTED]
    whereabouts.note((protected or files)[0], entered.elsewhere, by=by)

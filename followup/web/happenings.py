"""The sentence for each thing that happened to a file besides contacts."""

from datetime import datetime

from flask_babel import gettext as _

from followup.casework.events import What
from followup.vocabulary import (
    BookedFor,
    CloseReason,
    DeadlineKind,
    MoveReason,
    News,
    PauseReason,
    PoliceAnswer,
    ReassignReason,
    Risk,
    RoleChange,
    Side,
    Signal,
    TriggerEvent,
    WhyAsked,
)
from followup.web.dates import moment
from followup.web.labels import inside, label

ICONS = {
    What.RISK_SET: ("shield", "s"),
    What.STOPPED: ("x-octagon", "s"),
    What.CALL_ANYWAY: ("telephone", "s"),
    What.EVENT: ("exclamation-triangle", "s"),
    What.RELEASED: ("unlock", "s"),
    What.HELD: ("lock", "s"),
    What.PARTNER_OFFERED: ("people", "s"),
    What.SIGNAL_SENT: ("send", "s"),
    What.SIGNAL_RECEIVED: ("bell", "s"),
    What.INFORMATION_ADDED: ("file-earmark-text", "p"),
    What.POLICE_ASKED: ("send", "p"),
    What.POLICE_ANSWERED: ("chat-square-text", "p"),
    What.OPENED: ("file-earmark-text", "p"),
    What.REPEAT: ("file-earmark-text", "p"),
    What.PAUSED: ("hourglass", "f"),
    What.RESUMED: ("hourglass-split", "f"),
    What.ASSIGNED: ("person-check", "o"),
    What.ROUTED: ("signpost-split", "o"),
    What.CLOSED: ("check2-circle", "o"),
    What.REOPENED: ("arrow-repeat", "o"),
    What.NOT_REACHED: ("telephone-x", "c"),
}
ICONS |= {one: ("translate", "o") for one in What if one.startswith(("interpreter", "language"))}
USUAL_ICON = ("info-circle", "o")
CROSSED = (What.SIGNAL_SENT, What.SIGNAL_RECEIVED)

PLAIN = {
    What.OPENED: lambda: _("Follow-up opened"),
    What.REPEAT: lambda: _("New intervention: the clocks start again"),
    What.DESPITE_CONFLICT: lambda: _("Assigned although a conflict is declared"),
    What.UNASSIGNED: lambda: _("Nobody has this follow-up: the worker left"),
    What.RELEASED: lambda: _("First attempt released"),
    What.ROLE_ASKED: lambda: _("Asked the coordinator to look at the role anew"),
    What.ROLE_OPENED: lambda: _("Opened because the role was looked at anew"),
    What.PARTNER_OFFERED: lambda: _("Partner contact offered"),
    What.RESUMED: lambda: _("Clocks run again"),
    What.MOVED: lambda: _("Deadline moved"),
    What.SHOWN_AGAIN: lambda: _("Shown again on My day"),
    What.MOVE_UNDONE: lambda: _("Deadline put back where it was"),
    What.MOVE_KEPT: lambda: _("Deadline kept as it is"),
    What.REOPENED: lambda: _("Follow-up opened again"),
    What.NOT_REACHED: lambda: _("Not reached after the agreed attempts"),
    What.STOPPED: lambda: _("Contact stopped until the coordinator decides"),
    What.DECIDED: lambda: _("The coordinator lets contact go on"),
    What.DECIDED_TO_ASK: lambda: _("The coordinator has the police asked for another way"),
    What.DECIDED_ON_REVISIT: lambda: _("The coordinator asks the police to go there"),
    What.POLICE_WENT: lambda: _("The police went back"),
    What.INFORMATION_ADDED: lambda: _("The police added information"),
    What.RECOMPUTED: lambda: _("Deadlines reckoned anew"),
    What.TOLD_APART: lambda: _("Compared with another file: two different people"),
    What.LANGUAGE_CHANGED: lambda: _("Language and interpreter changed"),
    What.INTERPRETER_WANTED: lambda: _("Interpreter wanted for the next contact"),
    What.INTERPRETER_CONFIRMED: lambda: _("Interpreter confirmed"),
    What.INTERPRETER_CAME: lambda: _("The interpreter was there"),
    What.INTERPRETER_NOT_COME: lambda: _("The interpreter was not there"),
    What.INTERPRETER_DROPPED: lambda: _("Interpreter no longer needed"),
    What.CALL_ANYWAY: lambda: _("Number shown outside the safe window"),
}


def sentence(event, side):
    """What happened, in one sentence; a code without one is shown as it is."""
    what = event.what
    if what == What.RELEASED and side is Side.PROTECTED:
        return _("Informed, no objection, safety plan looked at")
    if what in _WITH_FACTS:
        return _WITH_FACTS[what](event)
    return PLAIN[what]() if what in PLAIN else what


def _assigned(event):
    reason = event.facts.get("reason")
    if reason:
        return _(
            "Assigned to %(name)s: %(reason)s",
            name=event.to or "–",
            reason=inside(ReassignReason(reason)),
        )
    return _("Assigned to %(name)s", name=event.to or "–")


def _risk_set(event):
    return _(
        "Risk set: %(now)s, was %(before)s",
        now=inside(Risk(event.facts["after"])),
        before=inside(Risk(event.facts["before"])),
    )


def _done(event):
    return _("Done: %(kind)s", kind=inside(DeadlineKind(event.facts["kind"])))


def _move_asked(event):
    return _(
        "Later deadline asked for: %(kind)s (%(reason)s)",
        kind=inside(DeadlineKind(event.facts["kind"])),
        reason=inside(MoveReason(event.facts["reason"])),
    )


def _held(event):
    return _("Contact held until %(moment)s", moment=moment(_until(event)))


def _signal(event):
    return signal_words(Signal(event.facts["signal"]), _until(event))


def signal_words(signal, until):
    """A signal of the safety link; only a hold has an end."""
    if until is None:
        return str(label(signal))
    return _("Hold contact until %(moment)s", moment=moment(until))


def _until(event):
    told = event.facts.get("until")
    return told and datetime.fromisoformat(told)


def _interpreter_booked(event):
    return _(
        "Interpreter booked: %(moment)s, %(how)s",
        moment=moment(datetime.fromisoformat(event.facts["at"])),
        how=label(BookedFor(event.facts["how"])),
    )


_WITH_FACTS = {
    What.HELD: _held,
    What.ROLE_DECIDED: lambda event: _(
        "Role looked at anew: %(decision)s", decision=label(RoleChange(event.facts["change"]))
    ),
    What.SIGNAL_SENT: lambda event: _("Told the other side: %(signal)s", signal=_signal(event)),
    What.SIGNAL_RECEIVED: lambda event: _(
        "Safety link received: %(signal)s", signal=_signal(event)
    ),
    What.DONE: _done,
    What.PUT_OFF: lambda event: _(
        "Planned for later: %(moment)s",
        moment=moment(datetime.fromisoformat(event.facts["until"])),
    ),
    What.WOKEN: lambda event: _("Back early: %(news)s", news=label(News(event.facts["news"]))),
    What.ASSIGNED: _assigned,
    What.RISK_SET: _risk_set,
    What.MOVE_ASKED: _move_asked,
    What.PAUSED: lambda event: _(
        "Paused: %(reason)s", reason=inside(PauseReason(event.facts["reason"]))
    ),
    What.CLOSE_ASKED: lambda event: _(
        "Ending asked for: %(reason)s", reason=inside(CloseReason(event.facts["reason"]))
    ),
    What.CLOSED: lambda event: _(
        "Follow-up ended: %(reason)s", reason=inside(CloseReason(event.facts["reason"]))
    ),
    What.POLICE_ASKED: lambda event: _(
        "Another safe way asked of the police: %(why)s", why=inside(WhyAsked(event.facts["why"]))
    ),
    What.POLICE_ANSWERED: lambda event: _(
        "The police answered: %(answer)s", answer=inside(PoliceAnswer(event.facts["answer"]))
    ),
    What.EVENT: lambda event: _(
        "What happened: %(event)s", event=label(TriggerEvent(event.facts["event"]))
    ),
    What.INTERPRETER_BOOKED: _interpreter_booked,
    What.MERGED: lambda event: _(
        "Case %(code)s of the same person was merged into this one", code=event.facts["other"]
    ),
    What.FOLDED: lambda event: _("Merged into case %(code)s", code=event.facts["other"]),
    What.SEPARATED: lambda event: _(
        "Separated again from case %(code)s", code=event.facts["other"]
    ),
    What.ROUTED: lambda event: _("Passed on to %(name)s", name=event.to or "–"),
}

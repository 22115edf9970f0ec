"""How the signals of the safety link read: the same sentence for who sends and who receives."""

from followup.vocabulary import Offer, Signal, SignalGround
from followup.web.texts import lazy_gettext as _l

LABELS = {
    Signal: {
        Signal.THREAT: _l("A threat was heard"),
        Signal.WEAPON: _l("A weapon was mentioned"),
        Signal.SUICIDAL: _l("The alleged perpetrator speaks of suicide"),
        Signal.BAN_BREACHED: _l("A ban was breached"),
        Signal.DANGER: _l("Danger was noted in a contact"),
        Signal.FREED: _l("The alleged perpetrator is free again, or soon will be"),
        Signal.NEARER: _l("The alleged perpetrator may be nearer than before"),
        Signal.LEFT: _l("The alleged perpetrator left the programme"),
        Signal.SUSPENDED: _l("The alleged perpetrator is suspended from the programme"),
        Signal.ABSENT: _l("The alleged perpetrator was absent; reason not known"),
        Signal.NEW_PARTNER: _l("There is a new partner"),
        Signal.WAITING: _l("The alleged perpetrator is on a waiting list: no help has begun"),
        Signal.STARTED: _l("The alleged perpetrator started the programme"),
        Signal.COMPLETED: _l("The programme is completed; that is no promise of safety"),
        Signal.GATE_OPENED: _l("The coordinator released contact with the alleged perpetrator"),
        Signal.FIRST_CONTACT: _l("First contact with the alleged perpetrator was made"),
        Signal.ENDED: _l("The follow-up of the alleged perpetrator has ended"),
        Signal.VIGILANCE: _l("Raise vigilance"),
        Signal.HOLD: _l("Hold contact"),
        Signal.PROCEED: _l("Contact may go ahead"),
    },
    Offer: {
        Offer.OFFERED: _l("Offered"),
        Offer.NOT_YET: _l("Not offered yet"),
        Offer.WAITS: _l("The victim's side has not offered it yet"),
        Offer.NOBODY: _l("No victim has a file: the coordinator sees to it"),
        Offer.NEW_PARTNER: _l("There is a new partner: the coordinator sees to it"),
    },
    SignalGround: {
        SignalGround.PERSON_WISHES: _l("The person wishes it"),
        SignalGround.DANGER: _l("Danger"),
    },
}

"""How the reasons for and against a worker read."""

from followup.vocabulary import Fit, Unfit
from followup.web.texts import lazy_gettext as _l

LABELS = {
    Fit: {
        Fit.KNOWS: _l("already works with this family"),
        Fit.LANGUAGE: _l("speaks the language"),
        Fit.ZONE: _l("covers the zone"),
        Fit.ROOM: _l("has the most room"),
    },
    Unfit: {
        Unfit.OTHER_SIDE: _l("already works with a linked person"),
        Unfit.CONFLICT: _l("conflict declared"),
        Unfit.AWAY: _l("absent"),
        Unfit.LEAVES: _l("leaves soon"),
        Unfit.ZONE: _l("does not cover the zone"),
        Unfit.FULL: _l("no room"),
        Unfit.LANGUAGE: _l("does not speak the language"),
        Unfit.LESS_ROOM: _l("less room"),
    },
}

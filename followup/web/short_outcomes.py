"""How an outcome reads beside its moment on one line of a list, as in “Thu 18:20: no answer”."""

from followup.vocabulary import Outcome
from followup.web.texts import lazy_gettext as _l

SHORT = {
    Outcome.SPOKE_SUPPORT: _l("spoke, would like support"),
    Outcome.SPOKE_THINK: _l("spoke, wants time to think"),
    Outcome.SPOKE_NOT_NOW: _l("spoke, not for now"),
    Outcome.NOT_GOOD_MOMENT: _l("not a good moment"),
    Outcome.NO_ANSWER: _l("no answer"),
    Outcome.OTHER_ANSWERED: _l("someone else answered"),
    Outcome.NUMBER_DEAD: _l("number does not work"),
    Outcome.MESSAGE_LEFT: _l("neutral message left"),
    Outcome.SMS_SENT: _l("text sent"),
    Outcome.BUSY: _l("line busy"),
    Outcome.VISIT_NOBODY: _l("visit, nobody met"),
    Outcome.SAFE_PERSON: _l("spoke with safe person"),
    Outcome.NO_SHARED_LANGUAGE: _l("no shared language"),
    Outcome.CAME_TO_US: _l("contacted us"),
    Outcome.DANGER_NOW: _l("in danger"),
    Outcome.DURESS_WORD: _l("said the duress word"),
    Outcome.STOP_UNSAFE: _l("not safe, stopped"),
    Outcome.PROFESSIONAL: _l("spoke with a professional"),
    Outcome.MISTAKE: _l("entered by mistake"),
}

"""Which of several numbers was called, without a number in the form itself."""

from dataclasses import replace

from followup.casework.shared_points import mark_of
from followup.web.dates import phone
from followup.web.labels import label
from followup.web.texts import gettext as _


def choices(card, *, shown=False):
    """Each number that may be called, by its mark; before the rules are read, without digits."""
    return {mark_of(one): _words(n, one, shown) for n, one in enumerate(card.may_be_called, 1)}


def called(form, card):
    """The card as it is for the number that was called; the first one if none was chosen."""
    chosen = [one.number for one in card.may_be_called if mark_of(one) == form.number.data]
    return replace(card, calling=next(iter(chosen), ""))


def _words(n, one, shown):
    if shown:
        return phone(one.number)
    return _("Number %(n)s (%(owner)s)", n=n, owner=label(one.owner))

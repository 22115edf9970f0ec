"""How each vocabulary member reads, in the reader's language."""

from flask_babel import get_locale

from followup.web.labels import (
    assignment,
    deadlines,
    duplicates,
    followups,
    interpreters,
    organisations,
    outreach,
    oversight,
    referrals,
    safety,
    scripts,
)

# By list first: "yes" of a Permit and "yes" of an Answer are equal strings.
LABELS = {}
for _words in (
    assignment,
    deadlines,
    duplicates,
    followups,
    interpreters,
    organisations,
    outreach,
    oversight,
    referrals,
    safety,
    scripts,
):
    LABELS.update(_words.LABELS)


def label(member):
    """The translated text of a vocabulary member. Raises KeyError for a member without one."""
    return LABELS[type(member)][member]


def inside(member):
    """The same as it reads inside a sentence. German, and words like SMS, keep their capitals."""
    words = str(label(member))
    first = words.split(" ", maxsplit=1)[0]
    if get_locale().language == "de" or first != first.capitalize():
        return words
    return words[0].lower() + words[1:]

"""How each vocabulary member reads, in the reader's language."""

from followup.web.labels import (
    assignment,
    deadlines,
    duplicates,
    followups,
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

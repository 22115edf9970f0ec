"""How a person is named on a page: full name, initials for paper, age."""

from datetime import date

from flask_babel import gettext as _

from followup.rules.matching import age_on
from followup.vocabulary import Strand
from followup.web.forms import today

# From this age on a child's follow-up needs no age beside the name.
GROWN_UP = 18


def full_name(row):
    return f"{row.first_name} {row.family_name}"


def short_name(row):
    """For lists, which many eyes pass: the first name and one letter."""
    return f"{row.first_name} {row.family_name[:1]}."


def initials(row):
    """For a sheet that others may see lying on a desk."""
    return f"{row.first_name[:1]}. {row.family_name[:1]}."


def age_of(row):
    """Full years lived, from the date or about from the year of birth; None when neither is."""
    if row.birth_date:
        return age_on(date.fromisoformat(row.birth_date), today())
    if row.birth_year_about:
        return today().year - int(row.birth_year_about)
    return None


def shown_name(row, name=short_name):
    """The name; for a child with the age, because it decides how to speak and with whom."""
    age = age_of(row) if row.strand is Strand.CHILD else None
    if age is None or age >= GROWN_UP:
        return name(row)
    return _("%(name)s, age %(age)s", name=name(row), age=age)

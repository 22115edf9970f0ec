"""The forms of a deadline policy, built from the fields that the rules themselves have."""

from dataclasses import fields, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from followup.blueprints.admin.forms import whole_number
from followup.blueprints.admin.rule_words import OWN_FIELDS, RULE_FIELDS, TERM_FIELDS, UNITS
from followup.rules.policy import OtherTerms, Rule
from followup.rules.policy_json import (
    FLAGS,
    HIGHEST,
    MAY_BE_ZERO,
    NUMBERS,
    OPTIONAL,
    WITHOUT_NUMBER,
)
from followup.rules.terms import Term
from followup.vocabulary import Clock, TermUnit
from followup.web.forms import BooleanField, CodeSelect, Form, TypedField, Wanted

USUAL_UNITS = (TermUnit.HOURS, TermUnit.WORKING_DAYS)
FURTHER_UNITS = {
    "first_attempt": (TermUnit.NOON_NEXT_WORKING_DAY,),
    "stop_decision_high": (TermUnit.SAME_DAY,),
    "school_signal": (TermUnit.NEXT_SCHOOL_MORNING,),
}
MOST_DIGITS = 999
N, UNIT = "_n", "_unit"


class PolicyForm(Form):
    """A form whose terms are a number and a unit each."""

    def validate(self, extra_validators=None):
        if not super().validate(extra_validators):
            return False
        for name in self.terms:
            self._check(name)
        low, high = self.data.get("gap_hours"), self.data.get("gap_max_hours")
        if high is not None and low is not None and high < low:
            self.refuse(between(low, NUMBERS["gap_max_hours"][1]), "gap_max_hours")
        return not self.errors

    def term(self, name):
        """The term that the two fields hold, or None where there may be none."""
        unit, n = TermUnit(self[name + UNIT].data), self[name + N].data
        if unit in WITHOUT_NUMBER:
            return Term(unit)
        return None if n is None else Term(unit, n)

    def _check(self, name):
        term, field = self.term(name), self[name + N]
        if term is None and name in OPTIONAL:
            return
        unit = TermUnit(self[name + UNIT].data)
        if unit in WITHOUT_NUMBER:
            return
        lowest = 0 if name in MAY_BE_ZERO and unit is TermUnit.HOURS else 1
        if term is None or not lowest <= term.n <= HIGHEST[unit]:
            self.refuse(between(lowest, HIGHEST[unit]), field.name)


def between(lowest, highest):
    return _("Enter a number from %(lowest)s to %(highest)s", lowest=lowest, highest=highest)


def rule_form(rule):
    """The form class for one strand and risk; `rule` says which units are in use."""
    columns, terms = {}, []
    for name in (field.name for field in fields(Rule)):
        if name in FLAGS:
            columns[name] = BooleanField(RULE_FIELDS[name])
        elif name in NUMBERS:
            columns[name] = _number(name, RULE_FIELDS[name])
        else:
            terms.append(name)
            columns |= _term(name, RULE_FIELDS[name], getattr(rule, name))
    return type("RuleForm", (PolicyForm,), columns | {"terms": terms})


def terms_form(terms):
    """The form class for the other terms and the numbers of the whole policy."""
    columns = {"clock": CodeSelect(OWN_FIELDS["clock"], Clock)}
    for name in ("thinks_before_coordinator", "others_answered_before_lock"):
        columns[name] = _number(name, OWN_FIELDS[name])
    names = [field.name for field in fields(OtherTerms)]
    for name in names:
        columns |= _term(name, TERM_FIELDS[name], getattr(terms, name))
    return type("TermsForm", (PolicyForm,), columns | {"terms": names})


def kept_rule(rule):
    return _kept({field.name: getattr(rule, field.name) for field in fields(Rule)})


def kept_terms(policy):
    names = [field.name for field in fields(OtherTerms)]
    return _kept({name: getattr(policy.terms, name) for name in names}) | {
        name: getattr(policy, name) for name in OWN_FIELDS
    }


def changed_rule(policy, key, form):
    """The policy with this one rule as the form says."""
    values = {
        name: form.term(name) if name in form.terms else form[name].data
        for name in (field.name for field in fields(Rule))
    }
    return replace(policy, rules={**policy.rules, key: Rule(**values)})


def changed_terms(policy, form):
    """The policy with the other terms and numbers as the form says."""
    terms = OtherTerms(**{name: form.term(name) for name in form.terms})
    return replace(policy, terms=terms, **{name: form[name].data for name in OWN_FIELDS})


def _kept(values):
    kept = {}
    for name, value in values.items():
        if isinstance(value, Term):
            kept |= {
                name + UNIT: value.unit,
                name + N: None if value.unit in WITHOUT_NUMBER else value.n,
            }
        else:
            kept[name] = value
    return kept


def _number(name, text):
    lowest, highest = NUMBERS[name]
    message = _l("Enter a number from %(lowest)s to %(highest)s", lowest=lowest, highest=highest)
    wanted = [] if name in OPTIONAL else [Wanted(message)]
    return TypedField(text, whole_number(lowest, highest), message, validators=wanted)


def _term(name, text, term):
    units = [*USUAL_UNITS, *FURTHER_UNITS.get(name, ())]
    if term is not None and term.unit not in units:
        units.append(term.unit)
    message = _l("Enter a number from %(lowest)s to %(highest)s", lowest=1, highest=30)
    return {
        name + N: TypedField(text, whole_number(0, MOST_DIGITS), message),
        name + UNIT: SelectField(
            _l("%(term)s, unit", term=text),
            choices=[SelectChoice(str(unit), UNITS[unit]) for unit in units],
        ),
    }

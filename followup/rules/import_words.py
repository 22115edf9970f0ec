"""Which words a file of referrals may use for each code: codes, labels, and usual other words."""

from collections.abc import Iterable
from enum import StrEnum

from followup.rules.import_cells import Words
from followup.rules.import_columns import plain
from followup.vocabulary import (
    Answer,
    Consent,
    Daypart,
    Fact,
    Gender,
    Language,
    Measure,
    PersonRole,
    PhoneOwner,
    PlaceKind,
    PreviousFacts,
    Relation,
    RiskResult,
    SourceRecord,
    Told,
    Way,
    Weapon,
)

VOCABULARIES: tuple[type[StrEnum], ...] = (
    *(Answer, Consent, Daypart, Fact, Gender, Language, Measure, PersonRole, PhoneOwner),
    *(PlaceKind, PreviousFacts, Relation, RiskResult, SourceRecord, Told, Way, Weapon),
)
_UNKNOWN = "unknown inconnu inconnue onbekend unbekannt ne_sait_pas niet_gekend ?"
_YES, _NO = "oui ja y true vrai 1", "non nee neen nein n false faux 0"
_OTHERS: dict[StrEnum, str] = {
    Answer.YES: _YES,
    Answer.NO: _NO,
    Answer.NOT_KNOWN: _UNKNOWN,
    Consent.YES: _YES,
    Consent.NO: _NO,
    Consent.NOT_ASKED: "pas_demande niet_gevraagd nicht_gefragt",
    Fact.CONTROL: "coercive_control",
    Fact.DAMAGE: "property",
    Gender.WOMAN: "w f female femme vrouw v frau feminin vrouwelijk weiblich",
    Gender.MAN: "m male homme mann masculin mannelijk mannlich",
    Gender.NOT_KNOWN: _UNKNOWN,
    Measure.RESIDENCE_BAN: "itr uhv temporary_residence_ban",
    Measure.WEAPON_SEIZED: "weapon_seizure",
    Measure.NONE: "no aucune aucun geen keine",
    PersonRole.VICTIM: "victime slachtoffer opfer",
    PersonRole.ALLEGED_PERPETRATOR: "perpetrator suspect auteur auteur_presume dader "
    "vermoedelijke_dader verdachte mutmasslicher_tater",
    PersonRole.BOTH: "reciprocal les_deux beide beiden",
    PersonRole.CHILD: "child_exposed child_victim enfant kind",
    PersonRole.WITNESS: "temoin getuige zeuge zeugin",
    PreviousFacts.EARLIER: "yes oui ja",
    PreviousFacts.FIRST: "no non nee nein",
    PreviousFacts.NOT_KNOWN: _UNKNOWN,
    Relation.UNKNOWN: "not_known",
    RiskResult.CRITICAL: "critique kritiek kritisch",
    RiskResult.HIGH: "eleve eleve_e hoog hoch",
    RiskResult.MEDIUM: "moyen moyenne middel gemiddeld mittel",
    RiskResult.STANDARD: "low faible laag niedrig standaard",
    RiskResult.NOT_DONE: f"not_known {_UNKNOWN}",
    SourceRecord.REPORT: "pv pv_initial pv_synthesis",
    SourceRecord.FOLLOW_UP_REPORT: "pv_follow_up",
    SourceRecord.INFORMATION_REPORT: "rir",
    Weapon.NONE: "no non nee nein aucune geen keine",
    Weapon.NOT_KNOWN: _UNKNOWN,
    Way.CALL: "phone telephone appel bellen anruf",
    Way.CHAT: "whatsapp signal",
}


def words(labels: Iterable[tuple[StrEnum, str]]) -> Words:
    """Every word that means one code only. `labels` come in as many languages as there are.

    A code or a usual word holds against a label; a label that two codes share means neither.
    """
    known: dict[type[StrEnum], dict[str, StrEnum]] = {}
    for vocabulary in VOCABULARIES:
        known[vocabulary] = {plain(member): member for member in vocabulary}
        for member in vocabulary:
            for other in _OTHERS.get(member, "").split():
                known[vocabulary].setdefault(other, member)
    told: dict[tuple[type[StrEnum], str], set[StrEnum]] = {}
    for member, label in labels:
        told.setdefault((type(member), plain(label)), set()).add(member)
    for (vocabulary, word), members in told.items():
        if len(members) == 1:
            known[vocabulary].setdefault(word, *members)
    return known

"""The columns of a file of referrals, and the headers under which each is recognised."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# The name comes first; the others are how French, Dutch, German and older exports call it.
EVENT: dict[str, str] = {
    "reference": "ref dossier dossiernummer dossiernr referentie referenz aktenzeichen numero",
    "received_at": "recu_le date_reception ontvangen_op empfangen_am",
    "intervened_at": "intervention_at intervention date_intervention date_d_intervention "
    "date_de_l_intervention "
    "intervention_day intervention_date datum_interventie datum_tussenkomst tussenkomst "
    "einsatz datum_einsatz einsatzdatum date datum",
    "intervened_time": "intervention_time heure heure_intervention heure_d_intervention uur "
    "uur_interventie uur_tussenkomst uhrzeit einsatzzeit time",
    "place": "municipality commune lieu gemeente plaats gemeinde ort",
    "postcode": "code_postal postal_code postleitzahl plz cp",
    "place_kind": "type_lieu type_de_lieu soort_plaats art_des_ortes",
    "source_record": "source_record_type record document type_document soort_document",
    "report_number": "report_no pv pv_nr pv_number pv_nummer numero_pv numero_de_pv "
    "pv_norm pv_raw protokollnummer",
    "facts": "faits feiten fakten taten violence_types violence_type types_de_violence",
    "relation": "relatie beziehung lien",
    "living_together": "cohabitation vivent_ensemble samenwonend wonen_samen zusammenlebend",
    "children_there": "enfants_presents kinderen_aanwezig kinder_anwesend",
    "children_count": "nombre_enfants nombre_d_enfants aantal_kinderen anzahl_kinder",
    "previous_facts": "faits_anterieurs eerdere_feiten fruehere_taten fruhere_taten",
    "previous_count": "nombre_faits_anterieurs aantal_eerdere_feiten",
    "risk_result": "risk risque risico risiko risk_level resultat_risque resultaat_risico",
    "weapon": "weapons arme armes wapen wapens waffe waffen",
    "strangulation": "etranglement verwurging wurging wurgen",
    "measures": "mesures maatregelen massnahmen",
    "residence_ban_notified_at": "itr_notified_at itr_notifiee_le uhv_betekend_op",
    "residence_ban_until": "itr_until itr_ends_at itr_jusqu_au uhv_tot fin_itr einde_uhv",
    "contact_ban_until": "interdiction_de_contact_jusqu_au contactverbod_tot kontaktverbot_bis",
    "place_ban_until": "interdiction_de_lieu_jusqu_au plaatsverbod_tot ortsverbot_bis",
    "story": "recit texte en_quelques_mots verhaal omschrijving tekst bericht text narrative",
    "on_duty_phone": "on_duty telephone_service telephone_de_service telefoon_dienst "
    "diensttelefoon diensttelefoonnummer",
}
PERSON: dict[str, str] = {
    "family_name": "last_name nom nom_de_famille naam achternaam familienaam name familienname "
    "nachname",
    "first_name": "prenom voornaam vorname",
    "role": "rol rolle person_role",
    "birth_date": "birth date_of_birth date_de_naissance naissance geboortedatum geburtsdatum",
    "age": "leeftijd alter",
    "gender": "sex genre sexe geslacht geschlecht",
    "language": "langue taal sprache",
    "interpreter": "interprete tolk dolmetscher",
    "still_at_address": "address_now encore_a_l_adresse nog_op_adres noch_an_der_adresse",
    "elsewhere": "where ailleurs elders anderswo",
    "consent": "consentement accord toestemming einwilligung zustimmung",
    "told": "dit_a_la_personne gezegd gesagt",
    "phone": "safe_phone telephone tel gsm telefoon telefoonnummer telefon",
    "phone_owner": "telephone_de telefoon_van",
    "no_safe_way": "aucun_moyen_sur geen_veilige_manier kein_sicherer_weg",
    "ways": "channels canaux moyens kanalen kanaele kanale",
    "ways_refused": "canaux_refuses moyens_refuses geweigerde_kanalen",
    "safe_moments": "moments_surs veilige_momenten sichere_zeiten windows",
    "email": "e_mail courriel mail",
    "code_word": "mot_de_code codewoord codewort",
}
# Each line: at least one of these columns must be there.
REQUIRED: tuple[tuple[str, ...], ...] = (
    ("reference",),
    ("intervened_at",),
    ("place", "postcode"),
    ("facts",),
    ("risk_result",),
    ("on_duty_phone",),
    ("family_name",),
    ("first_name",),
    ("role",),
    ("birth_date", "age"),
    ("phone", "no_safe_way"),
    ("told",),
)
_NAMES = {
    spelled: column
    for column, others in (EVENT | PERSON).items()
    for spelled in (column, *others.split())
}


@dataclass(frozen=True)
class Header:
    """Which place holds which column; `twice` and `unknown` are places counted from 0."""

    columns: dict[int, str]
    twice: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def missing(self) -> list[tuple[str, ...]]:
        """The required columns that are not there, each with its alternatives."""
        there = set(self.columns.values())
        return [names for names in REQUIRED if there.isdisjoint(names)]

    def place_of(self, column: str) -> int | None:
        return next((place for place, name in self.columns.items() if name == column), None)


def recognise(cells: Sequence[str]) -> Header:
    """Read the first line of a file; empty headers count as no column."""
    columns: dict[int, str] = {}
    twice, unknown = [], []
    for place, text in enumerate(cells):
        name = _NAMES.get(plain(text))
        if name is None:
            if text.strip():
                unknown.append(place)
        elif name in columns.values():
            twice.append(place)
        else:
            columns[place] = name
    return Header(columns, tuple(twice), tuple(unknown))


def plain(text: str) -> str:
    """Small letters and figures without accents, joined by underscores; brackets left out."""
    bare = re.sub(r"\(.*?\)", "", text).replace("ß", "ss")
    letters = unicodedata.normalize("NFKD", bare.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", kept).strip("_")


def other_names(column: str) -> tuple[str, ...]:
    """The other headers under which this column is accepted."""
    return tuple((EVENT | PERSON)[column].split())

"""Words that blame, diagnose or promise, each with one that states facts (ux.md §4.13)."""

import re
from typing import NamedTuple

_BETTER = {
    "en": {
        r"refus(?:es|ed|ing)": "does not want follow-up for now",
        r"no[ -]shows?": "was not there; reason not known",
        r"unreachable|lost contact": "not reached yet (… tries)",
        r"non[ -]?compliant|resistant": "has other priorities; worried about …",
        r"failed to engage": "we have not found a way that suits yet",
        r"claims|claimed|alleges": "says, reports",
        r"domestic dispute": "violence by …, facts: …",
        r"went back to (?:him|her)": "lives at … again since …",
        r"batterer|aggressor": "person who used violence",
        r"broken family|toxic (?:couple|relationship)": "family, couple",
        r"minor incident": "first facts known to the police",
        r"illegal|without papers": "without residence permit",
        r"(?:you are|she is|he is) safe now": "we will do what we can to keep you safe",
    },
    "fr": {
        r"refuse(?:nt)?|refusée?s?": "ne souhaite pas de suivi pour le moment",
        r"ne s['’]est pas présentée?|lapin": "n’était pas là ; raison inconnue",
        r"injoignables?": "pas encore joint(e) (… essais)",
        r"non[ -]collaborante?|récalcitrante?": "a d’autres priorités ; s’inquiète de …",
        r"prétend|allègue": "dit, rapporte",
        r"dispute conjugale|différend conjugal": "violence de …, faits : …",
        r"est retournée? (?:chez|avec) (?:lui|elle)": "vit à nouveau à … depuis …",
        r"agresseurs?|bourreau|monstre": "personne ayant commis des violences",
        r"famille brisée|couple toxique|relation toxique": "famille, couple",
        r"incident mineur": "premiers faits connus de la police",
        r"sans[ -]papiers?|illégale?": "sans titre de séjour",
        r"est en sécurité maintenant": "nous ferons ce qui est possible pour votre sécurité",
    },
    "nl": {
        r"weiger(?:t|de)": "wil nu geen opvolging",
        r"niet komen opdagen": "was er niet; reden niet bekend",
        r"onbereikbaar": "nog niet bereikt (… pogingen)",
        r"werkt niet mee|onwillig": "heeft andere prioriteiten; maakt zich zorgen over …",
        r"beweert|beweerde": "zegt, meldt",
        r"echtelijke ruzie|huiselijke twist": "geweld door …, feiten: …",
        r"(?:is )?teruggegaan naar (?:hem|haar)": "woont weer in … sinds …",
        r"agressor|monster": "persoon die geweld pleegde",
        r"gebroken gezin|toxisch koppel|toxische relatie": "gezin, koppel",
        r"klein incident": "eerste feiten gekend bij de politie",
        r"illegaal|zonder papieren": "zonder verblijfsvergunning",
        r"is nu veilig": "we doen wat we kunnen voor je veiligheid",
    },
    "de": {
        r"weigert(?: sich)?|verweigert": "möchte zurzeit keine Begleitung",
        r"nicht erschienen": "war nicht da; Grund nicht bekannt",
        r"unerreichbar": "noch nicht erreicht (… Versuche)",
        r"unkooperativ": "hat andere Prioritäten; sorgt sich um …",
        r"behauptet(?:e)?": "sagt, berichtet",
        r"ehestreit": "Gewalt durch …, Tatsachen: …",
        r"zu (?:ihm|ihr) zurück(?:gegangen|gekehrt)": "wohnt wieder in … seit …",
        r"schläger|aggressor": "Person, die Gewalt ausgeübt hat",
        r"zerrüttete familie|toxische beziehung": "Familie, Paar",
        r"kleiner vorfall|bagatelle": "erste der Polizei bekannte Tatsachen",
        r"illegal|ohne papiere": "ohne Aufenthaltstitel",
    },
}


class Hint(NamedTuple):
    """A word as it was typed, and what says the same without judging."""

    word: str
    better: str


def hints(text: str, language: str) -> list[Hint]:
    """The words of this language in the text that could be said better, each suggestion once."""
    found: dict[str, Hint] = {}
    for pattern, better in _PATTERNS.get(language, ()):
        typed = pattern.search(text)
        if typed:
            found.setdefault(better, Hint(typed[0], better))
    return list(found.values())


_PATTERNS = {
    language: [
        (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), better) for words, better in pairs.items()
    ]
    for language, pairs in _BETTER.items()
}

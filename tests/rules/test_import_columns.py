import pytest

from followup.rules.import_columns import EVENT, PERSON, REQUIRED, other_names, plain, recognise

WHOLE = [names[0] for names in REQUIRED]


def test_columns_are_found_by_their_name_in_any_order():
    header = recognise(["role", "reference"])

    assert header.columns == {0: "role", 1: "reference"}


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Nom", "family_name"),
        ("Prénom *", "first_name"),
        ("ACHTERNAAM", "family_name"),
        ("Geboortedatum (dd/mm/jjjj)", "birth_date"),
        ("Numéro de PV", "report_number"),
        ("Date d’intervention", "intervened_at"),
        ("Date de l'intervention", "intervened_at"),
        ("Maßnahmen", "measures"),
        ("Intervened at", "intervened_at"),
    ],
)
def test_columns_are_found_in_the_languages_of_the_country(written, column):
    assert recognise([written]).columns == {0: column}


def test_no_header_means_two_columns():
    every = [name for column in EVENT | PERSON for name in (column, *other_names(column))]

    assert len(every) == len(set(every))
    assert [name for name in every if plain(name) != name] == []


def test_missing_columns_are_named_with_their_alternatives():
    assert recognise(WHOLE).missing == []
    assert recognise([name for name in WHOLE if name != "place"]).missing == [("place", "postcode")]


def test_an_alternative_will_do():
    header = ["age" if name == "birth_date" else name for name in WHOLE]

    assert recognise(header).missing == []


def test_a_column_given_twice_is_noticed_under_any_name():
    assert recognise(["nom", "role", "family_name"]).twice == (2,)


def test_unknown_columns_are_told_and_empty_ones_are_not():
    assert recognise(["role", "shoe size", " "]).unknown == (1,)

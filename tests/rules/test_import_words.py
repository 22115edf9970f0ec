from followup.rules.import_words import VOCABULARIES, words
from followup.vocabulary import Answer, Fact, Measure, PersonRole, RiskResult


def test_every_code_means_itself():
    known = words([])

    assert all(known[codes][code.value] is code for codes in VOCABULARIES for code in codes)


def test_labels_of_every_language_mean_their_code():
    labels = [(Fact.THREATS, "Menaces"), (Fact.THREATS, "Bedreigingen")]

    known = words(labels)

    assert known[Fact]["menaces"] is known[Fact]["bedreigingen"] is Fact.THREATS


def test_a_label_shared_by_two_codes_means_neither():
    known = words([(RiskResult.HIGH, "Ernstig"), (RiskResult.CRITICAL, "Ernstig")])

    assert "ernstig" not in known[RiskResult]


def test_a_code_holds_against_a_label():
    known = words([(Answer.NO, "Yes")])

    assert known[Answer]["yes"] is Answer.YES


def test_usual_words_of_the_field_are_understood():
    known = words([])

    assert known[Measure]["itr"] is Measure.RESIDENCE_BAN
    assert known[PersonRole]["dader"] is PersonRole.ALLEGED_PERPETRATOR

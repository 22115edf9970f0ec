import pytest

from followup.casework.passwords import Weakness, one_time_password, weakness

ABOUT = ["Nora Peeters", "nora.peeters@vif.example", "Espace VIF Namur"]


@pytest.mark.parametrize(
    "password", ["paisible girafe moulin cuivre", "trein-lamp-kasteel-9-boter"]
)
def test_several_unrelated_words_are_taken(password):
    assert weakness(password, ABOUT) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("xK9#mQ2$vL7&pR", Weakness.TOO_SHORT),
        ("g" * 201, Weakness.TOO_LONG),
        ("passwordpassword", Weakness.EASY),
        ("aaaaaaaaaaaaaaaaaaaa", Weakness.EASY),
        ("azertyuiopqsdfghjklm", Weakness.EASY),
        ("123456789012345678", Weakness.EASY),
        ("NoraPeetersNamur", Weakness.EASY),
    ],
)
def test_short_common_repeated_and_personal_passwords_are_refused(password, why):
    assert weakness(password, ABOUT) is why


def test_one_time_passwords_pass_the_rule_and_never_repeat():
    drawn = {one_time_password() for _ in range(20)}

    assert len(drawn) == 20
    assert all(weakness(password, ABOUT) is None for password in drawn)

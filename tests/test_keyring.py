import stat

import pytest

from followup import keyring
from followup.keyring import CannotUnseal, KeyRing, KeysMissing

PLACE = "person.family_name"


def test_what_was_sealed_is_read_back(keys):
    assert (
        keys.unseal(keys.seal("Vandenbroucke ’t Zoute", PLACE), PLACE) == "Vandenbroucke ’t Zoute"
    )


def test_the_same_name_sealed_twice_looks_different(keys):
    assert keys.seal("Lambert", PLACE) != keys.seal("Lambert", PLACE)


def test_a_value_moved_to_another_column_cannot_be_read(keys):
    with pytest.raises(CannotUnseal):
        keys.unseal(keys.seal("Rue Haute 1", "whereabouts.address"), "referral.place")


@pytest.mark.parametrize("at", [0, 1, 2, 20, -1])
def test_a_value_of_which_one_byte_was_changed_cannot_be_read(keys, at):
    sealed = bytearray(keys.seal("Lambert, Aline", PLACE))
    sealed[at] ^= 1

    with pytest.raises(CannotUnseal):
        keys.unseal(bytes(sealed), PLACE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01\x01", b"\x01\x01short", b"Lambert"])
def test_what_was_never_sealed_cannot_be_read(keys, sealed):
    with pytest.raises(CannotUnseal):
        keys.unseal(sealed, PLACE)


def test_after_a_new_key_old_values_are_still_read_and_new_ones_use_it():
    before = KeyRing({1: b"1" * 32}, 1, b"s" * 32)
    after = KeyRing({1: b"1" * 32, 2: b"2" * 32}, 2, b"s" * 32)

    assert after.unseal(before.seal("Lambert", PLACE), PLACE) == "Lambert"
    with pytest.raises(CannotUnseal):
        before.unseal(after.seal("Lambert", PLACE), PLACE)


def test_the_same_text_has_the_same_token_and_each_kind_its_own(keys):
    assert keys.token("name", "lambert") == keys.token("name", "lambert")
    assert keys.token("name", "lambert") != keys.token("phone", "lambert")
    assert len(keys.token("name", "lambert")) == 8
    assert len(keys.token("try.email", "a@b.test", length=16)) == 16


def test_tokens_outlive_a_new_key_so_that_search_goes_on():
    before = KeyRing({1: b"1" * 32}, 1, b"s" * 32)
    after = KeyRing({1: b"1" * 32, 2: b"2" * 32}, 2, b"s" * 32)

    assert before.token("name", "lambert") == after.token("name", "lambert")


def test_a_new_key_file_is_for_its_owner_only_and_never_overwritten(tmp_path):
    path = tmp_path / "keys" / "keys.json"
    keyring.create(path)
    first = path.read_bytes()

    with pytest.raises(FileExistsError):
        keyring.create(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == first


def test_two_installations_have_different_keys(tmp_path):
    keyring.create(tmp_path / "one.json")
    keyring.create(tmp_path / "two.json")
    sealed = keyring.read(tmp_path / "one.json").seal("Lambert", PLACE)

    with pytest.raises(CannotUnseal):
        keyring.read(tmp_path / "two.json").unseal(sealed, PLACE)


def test_without_the_key_file_the_reason_is_said(tmp_path):
    with pytest.raises(KeysMissing, match="keys.json"):
        keyring.read(tmp_path / "keys.json")


def test_without_keys_nothing_is_read(monkeypatch):
    monkeypatch.setattr(keyring, "_ring", None)

    with pytest.raises(KeysMissing):
        keyring.ring()


@pytest.fixture
def keys(tmp_path):
    keyring.create(tmp_path / "keys.json")
    return keyring.read(tmp_path / "keys.json")

from dataclasses import replace

import flask_migrate
import pytest
from sqlalchemy import text

from followup import create_app, keyring
from followup.cli.check import check, faults
from followup.config import Settings
from followup.db import db as database
from tests import factories


def test_a_sound_installation_is_in_order(sound):
    answer = sound.test_cli_runner().invoke(check)

    assert (answer.exit_code, answer.output) == (0, "All is in order.\n")


def test_a_fault_is_said_and_the_command_fails(sound):
    database.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    database.session.commit()

    answer = sound.test_cli_runner().invoke(check)

    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "The database is not at the newest revision. Run: flask db upgrade"
    ]


def test_a_silent_scheduler_is_a_fault(sound):
    database.session.execute(text("DELETE FROM lease"))
    database.session.commit()

    assert found(sound) == [
        "The scheduler is silent, so nothing escalates. Run: flask scheduler run"
    ]


def test_lost_keys_are_a_fault(sound, monkeypatch):
    monkeypatch.setattr(keyring, "_ring", None)

    assert [sentence[:8] for sentence in found(sound)] == ["The keys"]


def test_a_key_file_that_others_can_read_is_a_fault(sound):
    key_file = sound.config["SETTINGS"].key_file
    key_file.chmod(0o640)

    assert found(sound) == [f"Others on this machine can read keys.json. Run: chmod 600 {key_file}"]


def test_cookies_and_hosts_are_looked_at_except_in_a_demonstration(sound):
    settings = replace(sound.config["SETTINGS"], secure_cookies=False, trusted_hosts=None)

    open_to_all = faults(settings)
    demonstration = faults(replace(settings, demo=True))

    assert [sentence.rsplit(" ", 1)[0] for sentence in open_to_all[:1]] == [
        "Cookies may travel without TLS. Set"
    ]
    assert len(open_to_all) == 2
    assert demonstration == []


def test_a_damaged_database_file_is_a_fault(sound):
    database.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).close()
    database.session.remove()
    database.engine.dispose()
    damage(sound.config["SETTINGS"].instance / "followup.sqlite")

    assert any("damaged" in sentence for sentence in found(sound))


def test_a_database_that_does_not_answer_is_a_fault(tmp_path, clock_at, monkeypatch):
    monkeypatch.setattr(keyring, "_ring", None)
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    app = create_app(settings_of(tmp_path, url))

    with app.app_context():
        sentences = found(app)

    assert sentences[0] == "The database does not answer. Look at DATABASE_URL and at the disk."


def found(app):
    return faults(app.config["SETTINGS"])


def damage(path):
    """Overwrite the pages behind the first with rubbish, as a failing disk does."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


def settings_of(instance, url):
    if not (instance / "keys.json").exists():
        keyring.create(instance / "keys.json")
    return Settings(
        instance=instance,
        database_url=url,
        secret_key="tests",
        key_file=instance / "keys.json",
        demo=False,
        scheduler=False,
        secure_cookies=True,
        trusted_hosts=["localhost"],
        proxies=0,
    )


@pytest.fixture
def sound(tmp_path, clock_at):
    """An installation of its own with everything in order."""
    before = keyring._ring
    app = create_app(settings_of(tmp_path, f"sqlite:///{tmp_path / 'followup.sqlite'}"))
    with app.app_context():
        flask_migrate.upgrade()
        factories.lease()
        database.session.remove()
        yield app
        database.session.remove()
        database.engine.dispose()
    keyring._ring = before

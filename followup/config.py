"""Settings, read once from the environment and then frozen."""

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What an installation may choose. Defaults suit one machine with SQLite."""

    instance: Path
    database_url: str
    secret_key: str
    key_file: Path
    demo: bool
    scheduler: bool
    secure_cookies: bool
    trusted_hosts: list[str] | None
    proxies: int
    idle_warning: timedelta = timedelta(minutes=13)
    idle_lock: timedelta = timedelta(minutes=15)
    session_length: timedelta = timedelta(hours=10)
    max_upload_bytes: int = 2_000_000


def from_environment(instance: Path, environment: dict[str, str] | None = None) -> Settings:
    """Read FOLLOWUP_* and DATABASE_URL. Raises ValueError that names the variable at fault."""
    read = dict(os.environ if environment is None else environment).get
    hosts = [host.strip() for host in (read("FOLLOWUP_TRUSTED_HOSTS") or "").split(",")]
    return Settings(
        instance=instance,
        database_url=_database_url(
            read("DATABASE_URL") or f"sqlite:///{instance / 'followup.sqlite'}"
        ),
        secret_key=read("FOLLOWUP_SECRET_KEY") or _kept_secret(instance / "secret_key"),
        key_file=Path(read("FOLLOWUP_KEY_FILE") or instance / "keys.json"),
        demo=_yes("FOLLOWUP_DEMO", read("FOLLOWUP_DEMO")),
        scheduler=_yes("FOLLOWUP_SCHEDULER", read("FOLLOWUP_SCHEDULER")),
        secure_cookies=_yes("FOLLOWUP_SECURE_COOKIES", read("FOLLOWUP_SECURE_COOKIES")),
        trusted_hosts=[host for host in hosts if host] or None,
        proxies=_whole_number("FOLLOWUP_PROXIES", read("FOLLOWUP_PROXIES")),
    )


def _database_url(url: str) -> str:
    """Hosting services write postgres://; SQLAlchemy needs the driver's name."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _yes(name: str, text: str | None) -> bool:
    answer = (text or "0").strip().lower()
    if answer not in {"0", "1", "true", "false", "yes", "no"}:
        raise ValueError(f"{name} must be 1 or 0, not {text!r}")
    return answer in {"1", "true", "yes"}


def _whole_number(name: str, text: str | None) -> int:
    if not (text or "0").isdigit():
        raise ValueError(f"{name} must be a whole number, not {text!r}")
    return int(text or "0")


def _kept_secret(path: Path) -> str:
    """Make the cookie-signing secret once, readable by its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as kept:
        secret = secrets.token_urlsafe(48)
        kept.write(secret)
    return secret

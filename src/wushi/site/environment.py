"""Reads the settings from the environment and refuses bad values loudly: WUSHI_HOME, WUSHI_DATABASE_URL, WUSHI_PORT, WUSHI_PACK."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parents[3]


class BadSetting(SystemExit):
    """A setting that cannot be used; the sentence names the variable and the mend."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"wushi: {sentence}")


def home() -> Path:
    """Where data lives: WUSHI_HOME, else `var/` of the checkout, else ~/.wushi."""
    given = os.environ.get("WUSHI_HOME")
    if given:
        return Path(given).expanduser().resolve()
    return CHECKOUT / "var" if (CHECKOUT / "packs").is_dir() else Path.home() / ".wushi"


def pack() -> Path:
    """The district's pack: WUSHI_PACK, else the model district's."""
    given = os.environ.get("WUSHI_PACK")
    return Path(given).expanduser().resolve() if given else CHECKOUT / "packs" / "150302-haibowan"


def port() -> int:
    given = os.environ.get("WUSHI_PORT", "8150")
    if not given.isdigit() or not 1 <= int(given) <= 65535:
        raise BadSetting(f"WUSHI_PORT={given!r} is not a port; give a number from 1 to 65535")
    return int(given)


def flag(name: str, default: bool) -> bool:
    given = os.environ.get(name, "").lower()
    if given in ("", "0", "1", "true", "false", "yes", "no"):
        return default if given == "" else given in ("1", "true", "yes")
    raise BadSetting(f"{name}={given!r} is neither 1 nor 0")


def database(where: Path) -> dict[str, Any]:
    """Django's DATABASES entry from WUSHI_DATABASE_URL: postgresql://user:password@host:port/name or sqlite:///path."""
    given = os.environ.get("WUSHI_DATABASE_URL", "")
    url = urlsplit(given)
    if not given or url.scheme == "sqlite":
        path = Path(unquote(url.path)) if given else where / "wushi.sqlite3"
        if given and str(path) in ("", "/"):
            raise BadSetting("WUSHI_DATABASE_URL=sqlite:// names no file; write sqlite:////absolute/path.sqlite3")
        return {
            "ENGINE": "wushi.store.engines.sqlite",
            "NAME": str(path),
            "CONN_MAX_AGE": None,  # opening the file anew for each request costs more than most requests
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
            },
        }
    if url.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"connect_timeout": 10},
        }
    raise BadSetting(f"WUSHI_DATABASE_URL has the scheme {url.scheme!r}; sqlite:///… and postgresql://… are known")


def secret(where: Path, name: str) -> bytes:
    """32 random bytes kept in a file of mode 0600 below the home; made on first use, so that a key never lies in a repository."""
    where.mkdir(parents=True, exist_ok=True)
    path = where / f"{name}.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = bytes.fromhex(path.read_text().strip())
        if len(kept) != 32:
            raise BadSetting(f"{path} does not hold 32 bytes in hex; restore it from the backup") from None
        return kept
    with os.fdopen(handle, "w") as out:
        made = secrets.token_bytes(32)
        out.write(made.hex())
    return made

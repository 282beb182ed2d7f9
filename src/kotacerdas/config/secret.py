"""The key that signs sessions: the site's own, or one that a demonstration makes for itself."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from kotacerdas.files import atomic

# As Django's own check of a deployment has it; with fewer letters it is a word said many times.
_LENGTH, _LETTERS = 50, 10


def new_secret() -> str:
    return secrets.token_urlsafe(50)


def kept_secret(folder: Path) -> str:
    """The secret in `folder`, made where there is none yet."""
    file = folder / "secret"
    if not file.exists():
        atomic.write(file, new_secret().encode("ascii"), atomic.PRIVATE)
    return file.read_text(encoding="ascii")


def strong(secret: str) -> str:
    """The secret itself. Raises ImproperlyConfigured where it is missing or could be guessed."""
    if len(secret) < _LENGTH or len(set(secret)) < _LETTERS:
        what = "is too easy to guess" if secret else "is not set"
        raise ImproperlyConfigured(
            f"KOTACERDAS_SECRET_KEY {what}. Set it to a long random text and keep it, such as\n"
            f"KOTACERDAS_SECRET_KEY={new_secret()}"
        )
    return secret

"""The secret of a demonstration, made once and kept beside its data."""

import secrets
from pathlib import Path

from kotacerdas.files import atomic


def kept_secret(folder: Path) -> str:
    """The secret in `folder`, made where there is none yet."""
    file = folder / "secret"
    if not file.exists():
        atomic.write(file, secrets.token_urlsafe(50).encode("ascii"), atomic.PRIVATE)
    return file.read_text(encoding="ascii")

"""The secret of a demonstration, made once and kept beside its data."""

import secrets
from pathlib import Path


def kept_secret(folder: Path) -> str:
    """The secret in `folder`, made where there is none yet."""
    file = folder / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")

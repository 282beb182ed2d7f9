"""Errors that are told to people."""

from django.core.exceptions import PermissionDenied


class RefusedError(Exception):
    """An action can't be done; `key` names the sentence in the room's text.toml."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class NotAllowedError(PermissionDenied):
    """Whoever asked has no right to this action here."""

"""Errors that are told to people."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied


class Word(NamedTuple):
    """A word of a vocabulary, `log_model`, say; and how many there are of it where that matters."""

    vocabulary: str
    name: str
    number: int | None = None


class RefusedError(Exception):
    """An action can't be done; `key` names the sentence in the room's words.toml.

    Its values are in no language: a `Word`, another refusal, or a list of either is put into
    words as the sentence is.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class NotAllowedError(PermissionDenied):
    """Whoever asked has no right to this action here."""

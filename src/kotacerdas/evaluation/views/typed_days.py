"""Days as forms of evaluations have them."""

from collections.abc import Mapping
from datetime import date

from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.validity import Days


def days_in(typed: Mapping[str, str]) -> Days:
    """What was typed of a document's validity. Raises RefusedError: it is no day."""
    return Days(day_in(typed, "dated"), day_in(typed, "valid_until"))


def day_in(typed: Mapping[str, str], name: str) -> date | None:
    """None where nothing was typed. Raises RefusedError: it is no day."""
    text = typed.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RefusedError("evidence.no_day") from error

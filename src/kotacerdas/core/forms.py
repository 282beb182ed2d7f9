"""What every room's forms share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.functional import lazy

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words

T = TypeVar("T")


def _phrase(key: str) -> str:
    return words()(key)


# Labels are made once, when the module loads, and read in the language of each page.
word = lazy(_phrase, str)


class DayInput(forms.DateInput):
    """The browser's own calendar, which wants the day as 2022-10-06 in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, **more: Any) -> forms.DateField:
    """A field with the calendar; `label` is the key of a phrase."""
    return forms.DateField(label=word(label), widget=DayInput(), **more)


def made_by(form: forms.Form, act: Callable[[], T]) -> T | None:
    """What the action made; None, with the reason among the form's errors, where it can't."""
    if not form.is_valid():
        return None
    try:
        return act()
    except RefusedError as refused:
        form.add_error(None, sentence(refused))
        return None

"""What was decided on the preview of an import, and how it is stored."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from kotacerdas.exchange.outcome import Decisions


class Choices(NamedTuple):
    """What was decided on a preview.

    `removals` are the models, by label, of which what a file without a base lacks is removed;
    `only_added` takes the rows that the file adds and nothing else.
    """

    decisions: Decisions = Decisions()
    removals: frozenset[str] = frozenset()
    only_added: bool = False


PRESET = Choices()


def choices_of(stored: Mapping[str, Any]) -> Choices:
    """What stands in `Import.choices`."""
    if not stored:
        return PRESET
    decisions = Decisions(**stored["decisions"])
    return Choices(decisions, frozenset(stored["removals"]), stored["only_added"])


def as_stored(choices: Choices) -> dict[str, Any]:
    return {
        "decisions": choices.decisions._asdict(),
        "removals": sorted(choices.removals),
        "only_added": choices.only_added,
    }

"""The level that an item's figures come to."""

from datetime import datetime

from django.utils import timezone

from kotacerdas.evaluation.figures import Figures, figures_of
from kotacerdas.evaluation.models import Cycle
from kotacerdas.evaluation.questionnaires import framework_of
from kotacerdas.frameworks.questionnaire import Item, levels_of


def suggested_level(cycle: Cycle, item: Item, at: datetime) -> int | None:
    """None where no figure suggests one, or it has no value."""
    if item.suggestion is None:
        return None
    figures = figures_of(cycle, timezone.localdate(at))
    return suggestion_of(item, figures, levels_of(framework_of(cycle))[0])


def suggestion_of(item: Item, figures: Figures, lowest: int) -> int | None:
    """The same, of figures that were read already."""
    if item.suggestion is None:
        return None
    figure = next(one for one in item.figures if one.code == item.suggestion.figure)
    return item.suggested(figures.value(figure), lowest)

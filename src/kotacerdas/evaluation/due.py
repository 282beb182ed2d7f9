"""When an item or a document is due."""

from datetime import date

from kotacerdas.casework.models import Case
from kotacerdas.evaluation.models import ItemCase


def due_of(case: Case, item: ItemCase) -> date | None:
    """The day that was set for it in the stage it waits for, else that stage's deadline.

    None before a stage was opened.
    """
    if case.window is None:
        return None
    deadline: date = case.window.deadline
    return min(own_due(case, item) or deadline, deadline)


def own_due(case: Case, item: ItemCase) -> date | None:
    """The day that was set for it alone; one of an earlier stage is over."""
    return item.due_on if item.due_in_id == case.window_id else None

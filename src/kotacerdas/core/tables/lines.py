"""The HTML of a table's rows, put together here: a template takes thrice as long for many cells."""

from collections.abc import Callable, Collection, Sequence

from django.utils.safestring import SafeString

from kotacerdas.core.markup import escaped, markup
from kotacerdas.core.tables.columns import Column, Row
from kotacerdas.core.words import words

_PICK = (
    '<input type="checkbox" class="pick" form="table-act" name="pick" value="{}"{} data-pick'
    ' aria-label="{}"> '
)


def row_cells(
    rows: Sequence[Row], columns: Sequence[Column], pick_box: Callable[[Row], str]
) -> list[SafeString]:
    """For each row its cells, with the box by which it is chosen in the first."""
    openings = [_opening(column) for column in columns]
    first, *others = zip(openings, columns, strict=True)
    lines = []
    for row in rows:
        cells = [first[0], pick_box(row), escaped(first[1].html(row))]
        for opening, column in others:
            cells += ["</td>", opening, escaped(column.html(row))]
        lines.append(SafeString("".join([*cells, "</td>"])))
    return lines


def pick_boxes(
    key_of: Callable[[Row], str], name: Column, ticked: Collection[str]
) -> Callable[[Row], str]:
    """What makes the box of a row, called by its `name`; an empty text where it can't be chosen."""
    label = words()("table.pick", name="{}")

    def pick_box(row: Row) -> str:
        key = key_of(row)
        if not key:
            return ""
        checked = SafeString(" checked") if key in ticked else ""
        return markup(_PICK, key, checked, label.format(name.text(row)))

    return pick_box


def _opening(column: Column) -> str:
    return markup('<td class="{}">', column.classes) if column.classes else "<td>"

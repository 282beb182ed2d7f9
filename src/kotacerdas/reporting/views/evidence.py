"""All evidence of a programme in a year on one sheet."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.evidence_view import Piece, pieces_seen
from kotacerdas.core.words import words
from kotacerdas.reporting.selectors import evidence_of_year
from kotacerdas.reporting.views.reports import programme_of


@in_region(Right.READ)
def sheet(request: HttpRequest, here: Here, year: int, code: str) -> HttpResponse:
    """All evidence of a programme that the reader sees, by the windows of a year."""
    programme = programme_of(request, here, code)
    found = evidence_of_year(programme, year)
    parts = [
        (title, shown, len(shown) + sum(len(one.copies) for one in shown))
        for title, pieces in groupby(pieces_seen(here, found), key=_part_title)
        for shown in [list(pieces)]
    ]
    context = {"here": here, "programme": programme, "year": year, "parts": parts}
    return render(request, "reporting/evidence_sheet.html", context)


def _part_title(piece: Piece) -> str:
    """`Triwulan I 2022`: the period of its report, or that it is of a workbook's row."""
    case = piece.evidence.case
    if case is None:
        return words()("named_files.of_rows")
    return f"{words().term('period', case.window.slug)} {case.window.year}"

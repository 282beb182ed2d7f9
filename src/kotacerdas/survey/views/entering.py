"""Paper forms typed in: a line a sheet of paper, a column a question, saved together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from secrets import token_urlsafe

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language, sentence, words
from kotacerdas.scoring.impact_survey import USES
from kotacerdas.survey.actions.entering import Paper, enter_papers
from kotacerdas.survey.filling import AGE, SEX, Filled, step_name, use_name
from kotacerdas.survey.models import Form, Survey
from kotacerdas.survey.views.answering import named
from kotacerdas.survey.views.of_survey import of_survey

LINES = 20
DAY = "day"
_NONCE_BYTES = 16
_SEXES = {"p": "f", "l": "m", "f": "f", "m": "m"}  # perempuan, laki-laki; in English its own


@dataclass(frozen=True)
class Column:
    """What is typed in a column; `title` is short, `about` the whole of it."""

    name: str
    title: str
    about: str


@dataclass
class Cell:
    name: str
    text: str
    place: str
    problem: str = ""

    @property
    def id(self) -> str:
        return f"cell-{self.name}"


@dataclass
class Line:
    number: int
    nonce: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells)


@of_survey(Right.SURVEY)
def paper(request: HttpRequest, here: Here, survey: Survey, code: str) -> HttpResponseBase:
    """A POST keeps all lines that are filled, or where something is wrong with one, none."""
    form = survey.forms.filter(code=code).first()
    if form is None:
        raise Http404
    form.survey = survey
    columns = _columns(form)
    asked = request.POST if request.method == "POST" else None
    day = asked.get(DAY, "") if asked is not None else timezone.localdate().isoformat()
    lines = [_line(at, columns, asked) for at in range(LINES)]
    refused = ""
    if asked is not None:
        papers = [_paper(form, one, day) for one in lines if not one.is_empty]
        whole = [one for one in papers if one is not None]
        if not papers:
            refused = words()("survey.nothing_typed")
        elif len(whole) < len(papers):
            pass  # the cells say what is wrong
        else:
            try:
                number = enter_papers(form, whole, by=here.user, at=timezone.now())
            except RefusedError as error:
                refused = sentence(error)
            else:
                messages.success(request, words().count("survey.papers_kept", number))
                return redirect(request.path)
    return _page(request, here, form, columns, lines, day=day, refused=refused)


def _page(  # noqa: PLR0913 - all that the page is of
    request: HttpRequest,
    here: Here,
    form: Form,
    columns: Sequence[Column],
    lines: list[Line],
    *,
    day: str,
    refused: str,
) -> HttpResponse:
    problems = [cell for line in lines for cell in line.cells if cell.problem]
    context = {
        "here": here,
        "survey": form.survey,
        "form": form,
        "name": named(form),
        "forms": [(one, named(one)) for one in form.survey.forms.select_related("survey")],
        "columns": columns,
        "lines": lines,
        "problems": problems,
        "day": day,
        "refused": refused,
        "ages": form.survey.questions.ages,
        "highest": len(form.survey.questions.steps),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems or refused else HTTPStatus.OK
    return render(request, "survey/paper.html", context, status=status)


def _columns(form: Form) -> list[Column]:
    say, spoken = words(), language()
    statements = form.survey.questions.statements
    columns = []
    for place, part in enumerate(form.parts):
        letter = chr(ord("A") + place)
        columns.append(Column(use_name(place), letter, say("survey.column_use")))
        texts = {one.code: one.name(spoken) for one in statements[part.sub_dimension]}
        columns += [
            Column(step_name(place, at), f"{letter}{at + 1}", texts[code])
            for at, code in enumerate(part.statements)
        ]
    return [
        *columns,
        Column(AGE, say("survey_form.age"), say("survey.column_age")),
        Column(SEX, say("survey.column_sex"), say("survey.column_sex_about")),
    ]


def _line(at: int, columns: Sequence[Column], asked: QueryDict | None) -> Line:
    nonce = asked.get(f"nonce:{at}", "")[:24] if asked is not None else ""
    line = Line(at + 1, nonce or token_urlsafe(_NONCE_BYTES))
    for one in columns:
        name = f"c:{at}:{one.name}"
        text = asked.get(name, "")[:20] if asked is not None else ""
        line.cells.append(Cell(name, text, words()("survey.cell", line=at + 1, column=one.title)))
    return line


def _paper(form: Form, line: Line, day: str) -> Paper | None:
    """What the line says; None, with the problems in its cells, where it says nothing clear."""
    questions = form.survey.questions
    ages = [one.code for one in questions.ages]
    texts = {cell.name.split(":")[2]: cell.text.strip().casefold() for cell in line.cells}
    chosen = dict(texts)
    chosen[SEX] = _SEXES.get(texts[SEX], texts[SEX])
    bands = {str(number): code for number, code in enumerate(ages, 1)}  # as the paper numbers them
    chosen[AGE] = bands.get(texts[AGE], texts[AGE])
    filled = Filled(form.parts, len(questions.steps), ages, chosen)
    allowed = {AGE: ages, SEX: ["f", "m"]}
    missing = {name for place in range(len(form.parts)) for name in filled.missing(place)}
    for cell in line.cells:
        name = cell.name.split(":")[2]
        options = allowed.get(name) or (list(USES) if name[0] == "u" else filled.step_values)
        if chosen[name] and chosen[name] not in options:
            shown = {SEX: ["p", "l"], AGE: list(bands)}.get(name, options)
            cell.problem = words()("survey.one_of", options=", ".join(shown))
        elif name in missing:
            cell.problem = words()("survey.cell_empty")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        line.cells[0].problem = words()("survey.needs_day")
        return None
    if any(cell.problem for cell in line.cells):
        return None
    return Paper(filled.said(), line.nonce, on)

"""The command `kotacerdas`. Exit codes: 0 fine, 2 the call or the input is wrong, 1 else."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kotacerdas import __version__
from kotacerdas.cli import site
from kotacerdas.cli.card import index_lines, print_card
from kotacerdas.cli.terminal import (
    err,
    issues_dict,
    out,
    phrases,
    print_issues,
    print_json,
    refuse,
    steps,
)
from kotacerdas.figures.number import Number, numbers
from kotacerdas.figures.result import as_dict, index_dict
from kotacerdas.figures.trace import trace as trace_of
from kotacerdas.files import atomic
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.keys import FrameworkError
from kotacerdas.frameworks.loading import DEFAULT, load, packaged
from kotacerdas.scoring.evaluation import evaluate as score
from kotacerdas.scoring.evaluation import years_of
from kotacerdas.scoring.index import Score, exact
from kotacerdas.scoring.index import index as weigh
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.years import NOTHING_DECIDED, default_year
from kotacerdas.wording.numbers import Language, number
from kotacerdas.workbook.isolated import read, read_scores
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.numerals import figure
from kotacerdas.workbook.reading import Reading, TracedCell
from kotacerdas.workbook.writing import write_template

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
site.register(app)


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 - typer calls it
    if is_asked:
        out.print(__version__)
        raise typer.Exit


@app.callback()
def program(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Kota Cerdas: a region's smart-city programme, from masterplan to evaluated result."""


Cells = Mapping[Number, Sequence[TracedCell]]  # that each number of a result rests on
WorkbookPath = Annotated[Path, typer.Argument(help="An .xlsx, or a folder or .zip of CSV files.")]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON in full precision.")]
LanguageOption = Annotated[Language, typer.Option("--lang", help="Language of what is said.")]
FrameworkOption = Annotated[
    str | None,
    typer.Option(
        "--framework",
        help="An edition's id, or the path of your own TOML file. Default: as the workbook says.",
    ),
]


@app.command()
def evaluate(  # noqa: PLR0913, PLR0917 - the options of the command
    workbook: WorkbookPath,
    region: Annotated[str | None, typer.Option(help="The region's code.")] = None,
    year: Annotated[
        int | None, typer.Option(min=1900, max=2200, help="Default: the last complete one.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Default: 31 December of the year.")] = None,
    basis: Annotated[Basis, typer.Option(help="All rows, or the verified ones.")] = Basis.REPORTED,
    framework: FrameworkOption = None,
    *,
    as_json: JsonFlag = False,
    trace: Annotated[Path | None, typer.Option(help="Write the cells of each number.")] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="Write the dossier here.")] = None,
    language: LanguageOption = Language.ID,
) -> None:
    """Evaluate a region and year: the scorecard and, with --out, its dossier."""
    given = _edition_file(framework)
    asked_day = _day(as_of, language)
    say = phrases(language)
    with steps(3) as progress:
        progress.begin(say("step.read"))
        reading = _readable(workbook, language, given, as_json=as_json)
        edition = load(reading.framework)
        code = _region(reading, region, language)
        progress.begin(say("step.score"))
        asked_year = _year(reading, code, edition, language) if year is None else year
        question = Question(code, asked_year, asked_day or year_end(asked_year), basis)
        card = score(
            reading.frames,
            question,
            edition,
            input_sha256=reading.sha256,
            version=__version__,
        )
        cells = _cells(card, reading) if trace or out_dir else {}
        progress.begin(say("step.write"))
        if trace:
            _write_trace(cells, trace, language)
        written = _write_dossier(card, cells, out_dir, language) if out_dir else []
    print_issues(reading.issues, workbook, language)
    if as_json:
        print_json(as_dict(card))
        return
    print_card(card, language)
    for path in written:
        out.print(say("card.written", path=path))


@app.command()
def check(
    workbook: WorkbookPath,
    framework: FrameworkOption = None,
    *,
    as_json: JsonFlag = False,
    language: LanguageOption = Language.ID,
) -> None:
    """Check a workbook and tell every issue with its sheet and cell."""
    reading = _opened(workbook, language, _edition_file(framework))
    if as_json:
        print_json(issues_dict(reading.issues, language))
    else:
        print_issues(reading.issues, workbook, language)
        _print_summary(reading.issues, workbook, language)
    if not reading.is_ok:
        raise typer.Exit(2)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="An .xlsx, a .zip or a folder to make.")],
    framework: FrameworkOption = None,
    language: LanguageOption = Language.ID,
) -> None:
    """Write an empty workbook with instructions and drop-down lists."""
    say = phrases(language)
    if file.exists():
        refuse(say("call.exists", path=file))
    if file.suffix.casefold() not in (".xlsx", ".zip", ""):
        refuse(say("call.bad_suffix", path=file))
    try:
        write_template(file, language=language, edition=_edition(framework or DEFAULT))
    except OSError as error:
        refuse(say("call.cannot_write", path=file, reason=error.strerror))
    out.print(say("card.written", path=file))


@app.command()
def frameworks(*, as_json: JsonFlag = False, language: LanguageOption = Language.ID) -> None:
    """List the editions of the evaluation's rules."""
    editions = [load(name) for name in packaged()]
    if as_json:
        print_json([_edition_dict(edition) for edition in editions])
        return
    say = phrases(language)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for key in ("id", "years", "weights", "title"):
        table.add_column(say(f"edition.{key}"))
    for edition in editions:
        weights = "/".join(f"{100 * weight:g}" for weight in _weights(edition).values())
        years = "-".join(map(str, edition.years))
        table.add_row(edition.id, years, weights, edition.title)
    out.print(table)


@app.command()
def index(
    scores: Annotated[Path, typer.Argument(help="A CSV: component,dimension,assessor,score.")],
    framework: FrameworkOption = None,
    previous: Annotated[str | None, typer.Option(help="Last year's index.")] = None,
    *,
    as_json: JsonFlag = False,
    language: LanguageOption = Language.ID,
) -> None:
    """Compute the smart-city index from the assessors' scores."""
    edition = _edition(framework or DEFAULT)
    last_year = None if previous is None else exact(_index_value(previous, edition, language))
    try:
        reading = read_scores(scores, _edition_file(framework) or DEFAULT)
    except OSError:
        refuse(phrases(language)("call.no_file", path=scores))
    if not reading.is_ok:
        _print_wrong(reading.issues, scores, language, as_json=as_json)
    print_issues(reading.issues, scores, language)
    result = index_dict(
        weigh((Score(*row) for row in reading.frame.iter_rows()), edition, last_year)
    )
    if as_json:
        print_json({"framework": edition.id} | result)
        return
    for name, part in result["components"].items():
        label = edition.name_of(name, language)
        out.print(f"{label:<12}{number(part['score'], edition.index_decimals, language):>6}")
    for line in index_lines(result, edition, language):
        out.print(line)


# What the commands share


def _edition(name: str) -> Framework:
    try:
        return load(name)
    except (FrameworkError, OSError) as error:
        refuse(str(error))


def _edition_file(name: str | None) -> str | None:
    """The edition that was asked for, as the reader takes it: checked, and found from anywhere."""
    if name is None:
        return None
    _edition(name)
    return name if name in packaged() else str(Path(name).absolute())


def _weights(edition: Framework) -> dict[str, float]:
    return {name: float(weight) for name, weight in edition.weights.items()}


def _edition_dict(edition: Framework) -> dict[str, object]:
    return {
        "id": edition.id,
        "status": edition.status,
        "title": edition.title,
        "source_id": edition.source.text_id,
        "source_en": edition.source.text_en,
        "years": list(edition.years),
        "dimensions": list(edition.dimension_codes),
        "weights": _weights(edition),
        "polarity_lower": edition.polarity_lower,
    }


def _day(text: str | None, language: Language) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        refuse(phrases(language)("call.bad_date", text=text))


def _index_value(text: str, edition: Framework, language: Language) -> float:
    low, high = edition.scale
    try:
        value, mark = figure(text, at_most=high)
    except ValueError:
        value, mark = float("nan"), ""
    if mark or not low <= value <= high:
        refuse(phrases(language)("call.bad_number", text=text, low=f"{low:g}", high=f"{high:g}"))
    return value


def _opened(workbook: Path, language: Language, framework: str | None) -> Reading:
    try:
        return read(workbook, framework)
    except OSError:
        refuse(phrases(language)("call.no_file", path=workbook))


def _readable(
    workbook: Path, language: Language, framework: str | None, *, as_json: bool
) -> Reading:
    reading = _opened(workbook, language, framework)
    if not reading.is_ok:
        _print_wrong(reading.issues, workbook, language, as_json=as_json)
    return reading


def _print_wrong(issues: Sequence[Issue], file: Path, language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(issues_dict(issues, language))
    else:
        print_issues(issues, file, language)
        _print_summary(issues, file, language)
    raise typer.Exit(2)


def _print_summary(issues: Sequence[Issue], file: Path, language: Language) -> None:
    say = phrases(language)
    if not issues:
        out.print(say("issue.none", path=file.name))
        return
    errors = sum(issue.is_error for issue in issues)
    err.print(say("issue.summary", errors=errors, warnings=len(issues) - errors))


def _region(reading: Reading, code: str | None, language: Language) -> str:
    codes = ", ".join(reading.regions)
    if code is None and len(reading.regions) > 1:
        refuse(phrases(language)("call.which_region", codes=codes))
    if code is not None and code not in reading.regions:
        refuse(phrases(language)("call.unknown_region", code=code, codes=codes))
    return code or reading.regions[0]


def _year(reading: Reading, region: str, edition: Framework, language: Language) -> int:
    """The year that everybody begins with, as on the site."""
    known = years_of(reading.frames, region, edition)
    last = reading.frames["Realisation"].filter(region=region)["year"].max()
    year = default_year(known, NOTHING_DECIDED) or last
    if not isinstance(year, int):
        refuse(phrases(language)("call.which_year"))
    return year


def _cells(card: Scorecard, reading: Reading) -> Cells:
    traced = trace_of(card)
    return {one: reading.cells(traced.fields(one)) for one in numbers(as_dict(card))}


def _write_dossier(
    card: Scorecard,
    cells: Cells,
    folder: Path,
    language: Language,
) -> list[Path]:
    # Loaded here, and only here, because most calls write no documents and would wait for it.
    from kotacerdas.documents import dossier  # noqa: PLC0415

    try:
        return dossier.write(card, cells, folder, language)
    except OSError as error:
        refuse(phrases(language)("call.cannot_write", path=folder, reason=error.strerror))


def _write_trace(cells: Cells, path: Path, language: Language) -> None:
    content = {str(name): [cell._asdict() for cell in found] for name, found in cells.items()}
    try:
        data = json.dumps(content, ensure_ascii=False, default=str).encode()
        if path.exists() and not path.is_file():  # a pipe or a device
            path.write_bytes(data)
        else:
            atomic.write(path, data)
    except OSError as error:
        refuse(phrases(language)("call.cannot_write", path=path, reason=error.strerror))


def run() -> None:
    """The program: one clear line in place of a traceback, unless KOTACERDAS_DEBUG is set."""
    try:
        app()
    except Exception as error:
        if os.environ.get("KOTACERDAS_DEBUG"):
            raise
        reason = f"{type(error).__name__}: {error}"
        err.print(phrases(Language.ID)("call.unexpected", reason=reason))
        sys.exit(1)

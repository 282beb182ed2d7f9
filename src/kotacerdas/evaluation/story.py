"""What a region tells the panel: a cycle as it stands, or as a stage of it was submitted."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.models import StoredFile
from kotacerdas.casework.reuse import seen_of
from kotacerdas.core.addresses import lasting
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language, words
from kotacerdas.documents.evaluation_story import MARK, Answer, Chapter, Piece, Story
from kotacerdas.documents.facts import Facts
from kotacerdas.evaluation.answering import parts_of
from kotacerdas.evaluation.binder import Row, binder_of, shown
from kotacerdas.evaluation.figures import Figures, figures_of_run
from kotacerdas.evaluation.models import Cycle, Submission, Use
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.evaluation.snapshot import findings_in, findings_of, survey_in
from kotacerdas.evaluation.used_elsewhere import pieces_submitted
from kotacerdas.evaluation.using import uses_of
from kotacerdas.evaluation.validity import DocumentState, standing_submitted
from kotacerdas.evaluation.wording import state_of_document
from kotacerdas.frameworks.questionnaire import Document, Item, levels_of
from kotacerdas.innovation.pictures import deck_pictures
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import contents_of, decided_for, decisions_on, runs_with
from kotacerdas.scoring.years import Decided
from kotacerdas.survey.results import summary
from kotacerdas.wording.dates import long_date


class Sourced(NamedTuple):
    """A story with the run of its figures, and what was decided on the years of that."""

    story: Story
    run: Run
    decided: Decided


def story_now(here: Here, cycle: Cycle, at: datetime) -> Sourced:
    """The binder as its reader sees it now. Raises RefusedError: its year has no result yet."""
    today = timezone.localdate(at)
    binder = binder_of(here, cycle, at, today)
    uses = uses_of(cycle)
    seen = seen_of(here, [use.evidence_id for own in uses.values() for use in own])
    answers = {
        row.code: _of_row(row, seen, uses.get(row.case.pk, ()))
        for part in binder.cards
        for row in part.rows
    }
    return _story(cycle, binder.figures.run, answers, at)


def story_submitted(here: Here, cycle: Cycle, submission: Submission) -> Sourced:
    """What was submitted, as far as its reader sees it, with the figures of the run that it names.

    Raises RefusedError: there was no result, or it is not kept any longer.
    """
    run = runs_with(cycle.region, submission.run or 0).get(submission.run or 0)
    if run is None:
        raise RefusedError("presenting.no_run", year=cycle.figures_year)
    figures = figures_of_run(cycle, run, submission.at, submission.snapshot["numbers"])
    asked, lowest = questionnaire_of(cycle), levels_of(framework_of(cycle))[0]
    rules: list[Item | Document] = [*asked.items, *asked.documents]
    pages = _pages(cycle, submission.answers)
    named = _named(here, submission.answers)
    agencies = submission.snapshot["agencies"]
    answers = {
        rule.code: _answer(
            rule,
            submission.answers[rule.code],
            figures,
            lowest,
            _pieces(submission.answers[rule.code]["evidence"], pages, named),
        )
        for rule in rules
        if rule.code in submission.answers
    }
    whole = {code: replace(one, agency=agencies.get(code, "")) for code, one in answers.items()}
    for rule in asked.documents:
        standing = standing_submitted(submission.answers.get(rule.code, {}))
        if standing is not None:
            is_there = standing.state is DocumentState.THERE
            missing = () if is_there else (rule.name(language()),)
            said = state_of_document(rule, standing)
            whole[rule.code] = replace(whole[rule.code], missing=missing, standing=said)
    return _story(cycle, run, whole, submission.at, submission)


def _story(
    cycle: Cycle,
    run: Run | None,
    answers: Mapping[str, Answer],
    at: datetime,
    submission: Submission | None = None,
) -> Sourced:
    if run is None:
        raise RefusedError("presenting.no_run", year=cycle.figures_year)
    asked, framework = questionnaire_of(cycle), framework_of(cycle)
    now = decisions_on(cycle.region).decided
    decided = now if submission is None else decided_for(run, now)
    card = replace(contents_of(run).card, decided=decided)
    chapters = [
        Chapter(
            one.code,
            one.name(language()),
            float(one.weight) * 100,
            [answers[item.code] for item in asked.of_component(one.code) if item.code in answers],
        )
        for one in framework.components
    ]
    means = [one.mean for one in chapters]
    stage = submission.stage if submission is not None else cycle.current
    names = {one.code: one.name(language()) for one in asked.stages}
    story = Story(
        facts=Facts(card, language()),
        year=cycle.year,
        stage=names[stage.window.code] if stage is not None else "",
        standing=words()(
            "presenting.as_of" if submission is None else "presenting.submitted",
            day=long_date(timezone.localdate(at), language()),
        ),
        run=str(run),
        levels=levels_of(framework),
        chapters=chapters,
        documents=[answers[one.code] for one in asked.documents if one.code in answers],
        estimate=None
        if None in means
        else sum(
            (mean or 0) * part.weight_pct / 100 for mean, part in zip(means, chapters, strict=True)
        ),
        findings=findings_of(cycle) if submission is None else findings_in(submission.snapshot),
        survey=summary(cycle.region, cycle.year)
        if submission is None
        else survey_in(submission.snapshot),
        pictures=deck_pictures(card.innovations.to_dicts(), at),
        address=lasting("pages:result", cycle.region.code, run),
    )
    return Sourced(story, run, decided)


def _of_row(row: Row, seen: Collection[int], uses: Sequence[Use]) -> Answer:
    """A piece that the reader may not see is not named."""
    pieces = [
        _piece(use) if use.evidence_id in seen else _unnamed() for use in uses if use.is_confirmed
    ]
    filled = {"level": row.level, "answer": row.filled.get("answer", "")}
    made = _answer(row.rule, filled, row.known, row.levels[0], pieces)
    if isinstance(row.rule, Document) and row.document is not None:
        made = replace(made, standing=state_of_document(row.rule, row.document))
    missing = [one.name(language()) for one in row.missing]
    return replace(made, missing=missing, agency=row.case.agency.name)


def _answer(
    rule: Item | Document,
    filled: Mapping[str, Any],
    known: Figures,
    lowest: int,
    pieces: Sequence[Piece],
) -> Answer:
    """`filled` has the level that is claimed and the answer, with the codes of figures in it."""
    if isinstance(rule, Document):
        return Answer(rule.code, rule.name(language()), None, "", "", evidence=pieces)
    level, sentences = filled["level"], rule.levels(language())
    is_known = level is not None and 0 <= level - lowest < len(sentences)
    figures = {one.figure.code: one for one in shown(rule.figures, known)}
    parts = parts_of(filled["answer"], figures)
    text = "".join(figures[one.figure].text if one.figure else one.text for one in parts)
    return Answer(
        rule.code,
        rule.name(language()),
        level if is_known else None,
        sentences[level - lowest] if is_known else "",
        text.strip(),
        [(one.name, one.text) for one in figures.values()],
        pieces,
    )


def _unnamed() -> Piece:
    return Piece(words()("evidence.unnamed"), "")


def _piece(use: Use) -> Piece:
    evidence = use.evidence
    if evidence.file is None:
        return Piece(evidence.title, evidence.url)
    return Piece(evidence.title, evidence.file.sha256[:MARK], evidence.file.pages)


def _named(here: Here, answers: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], bool]:
    """Whether the reader may know a submitted piece by its name; of what was taken back since
    only who prepares evaluations.
    """
    found = pieces_submitted(here.region, answers)
    seen = seen_of(here, found)

    def is_named(piece: Mapping[str, Any]) -> bool:
        key = piece["evidence"]
        return key in seen if key in found else Right.PREPARE in here.rights

    return is_named


def _pieces(
    evidence: Iterable[Mapping[str, Any]],
    pages: Mapping[str, int],
    is_named: Callable[[Mapping[str, Any]], bool],
) -> list[Piece]:
    return [
        _unnamed()
        if not is_named(one)
        else Piece(one["title"], one["sha256"][:MARK], pages.get(one["sha256"], 0))
        if "sha256" in one
        else Piece(one["title"], one["url"])
        for one in evidence
    ]


def _pages(cycle: Cycle, answers: Mapping[str, Any]) -> dict[str, int]:
    """By the hash of each file that was submitted."""
    hashes = {
        piece["sha256"]
        for one in answers.values()
        for piece in one["evidence"]
        if "sha256" in piece
    }
    files = StoredFile.objects.filter(region=cycle.region, sha256__in=hashes)
    return dict(files.values_list("sha256", "pages"))

"""What is taken out of a survey as a file: posters, paper forms, and the recap of its results."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.core.addresses import site_address
from kotacerdas.core.words import language, words
from kotacerdas.documents.annex_tables import COUNT, PERCENT, SCORE, Column, Sheet
from kotacerdas.documents.survey_papers import Days, SurveyForm, Topic, paper_forms, posters
from kotacerdas.documents.xlsx import About, workbook
from kotacerdas.scoring.impact_survey import Estimate, Summary
from kotacerdas.survey.models import Survey
from kotacerdas.survey.results import summary_of
from kotacerdas.survey.selectors import forms_of, people_of, progress_of, topics_of
from kotacerdas.survey.views.answering import named
from kotacerdas.survey.views.of_survey import of_survey

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Sequence[object]]


@of_survey(Right.SURVEY)
def poster(request: HttpRequest, here: Here, survey: Survey) -> HttpResponse:
    forms = _forms(request, survey)
    pdf = posters(here.region.name, forms, _days(survey), language())
    return _file(pdf, "application/pdf", f"poster-survei-{here.region.code}-{survey.year}.pdf")


@of_survey(Right.SURVEY)
def paper_forms_file(request: HttpRequest, here: Here, survey: Survey) -> HttpResponse:
    questions = survey.questions
    pdf = paper_forms(
        here.region.name,
        _forms(request, survey),
        [one.name(language()) for one in questions.steps],
        [one.name for one in questions.ages],
        _days(survey),
        language(),
    )
    return _file(pdf, "application/pdf", f"formulir-survei-{here.region.code}-{survey.year}.pdf")


@of_survey(Right.READ)
def recap(request: HttpRequest, here: Here, survey: Survey) -> HttpResponse:
    """The figures of all levels; no answer by itself."""
    del request
    now, title = timezone.now(), words()("survey.recap_title", year=survey.year)
    of = ["core.table", title, "xlsx"]
    record_access(here.region.code, "export.table", of, actor=here.user.email, at=now)
    about = About(
        title=title,
        creator=here.region.name,
        footer=f"{here.region.name} · {survey.year}",
        as_of=timezone.localdate(now),
        language=language(),
    )
    data = workbook(_sheets(survey), about)
    return _file(data, _XLSX, f"rekap-survei-{here.region.code}-{survey.year}.xlsx")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _days(survey: Survey) -> Days:
    return Days(survey.opens_on, survey.closes_on, timezone.localdate())


def _forms(request: HttpRequest, survey: Survey) -> list[SurveyForm]:
    topics, spoken, site = topics_of(survey), language(), site_address(request)
    names = _names(survey)
    statements = survey.questions.statements
    return [
        SurveyForm(
            named(one),
            site + reverse("survey:form", args=[one.code]),
            [
                Topic(
                    names[part.sub_dimension],
                    topics[part.sub_dimension].name,
                    topics[part.sub_dimension].description,
                    [said.name(spoken) for said in statements[part.sub_dimension]],
                )
                for part in one.parts
            ],
        )
        for one in forms_of(survey)
    ]


def _names(survey: Survey) -> dict[str, str]:
    """Of dimensions and sub-dimensions, by code."""
    spoken, dimensions = language(), survey.edition.dimensions
    subs = [sub for one in dimensions for sub in one.sub_dimensions]
    return {one.code: one.name(spoken) for one in (*dimensions, *subs)}


def _sheets(survey: Survey) -> list[Sheet]:
    say, forms = words(), forms_of(survey)
    results = summary_of(survey, forms)
    steps = [one.name(language()) for one in survey.questions.steps]
    figures = [
        Column(say("survey.head_n"), 10, COUNT),
        *(Column(say(f"survey.head_{name}"), 12, SCORE) for name in ("mean", "sd", "low", "high")),
        *(Column(f"{n} {step} (%)", 14, PERCENT) for n, step in enumerate(steps, 1)),
    ]
    named_by = [Column(say("survey.head_dimension"), 24), Column(say("survey.head_sub"), 30)]
    programme = Column(say("survey.head_programme"), 44)
    dont_know = Column(say("survey_form.dont_know"), 12, COUNT)
    level = Column(say("survey.head_level"), 12, SCORE)
    return [
        Sheet(
            say("survey.sheet_dimensions"),
            [named_by[0], *figures, level],
            _dimension_rows(survey, results),
        ),
        Sheet(
            say("survey.sheet_subs"), [*named_by, programme, *figures], _sub_rows(survey, results)
        ),
        Sheet(
            say("survey.sheet_statements"),
            [*named_by, Column(say("survey.head_statement"), 44), *figures, dont_know],
            _statement_rows(survey, results),
        ),
        Sheet(
            say("survey.sheet_people"),
            [
                Column(say("survey.head_of"), 24),
                Column(say("survey.head_what"), 30),
                Column(say("survey.head_answers"), 12, COUNT),
            ],
            [
                *(
                    [say("survey.head_form"), named(one.form), one.count]
                    for one in progress_of(survey, forms)
                ),
                *_people_rows(survey),
            ],
        ),
        Sheet(
            say("survey.sheet_rules"),
            [Column(say("survey.head_of"), 30), Column(say("survey.head_what"), 90)],
            [
                [say("survey.head_edition"), survey.edition.title],
                [say("survey.head_source"), survey.questions.source.name(language())],
                [say("survey.head_wording"), say("survey.own_wording")],
                [say("survey.head_interval"), say("survey.interval_note")],
            ],
        ),
    ]


def _figures(of: Estimate, steps: int) -> list[object]:
    shares: list[float | None] = list(of.shares) or [None] * steps
    return [of.n, of.mean, of.sd, of.low, of.high, *shares]


def _dimension_rows(survey: Survey, results: Summary) -> Rows:
    names, steps = _names(survey), len(survey.questions.steps)
    for one in results.dimensions:
        yield [names[one.code], *_figures(one.estimate, steps), one.level]
    yield [words()("survey.all_dimensions"), *_figures(results.estimate, steps), results.level]


def _sub_rows(survey: Survey, results: Summary) -> Rows:
    names, topics, steps = _names(survey), topics_of(survey), len(survey.questions.steps)
    for one in results.dimensions:
        for sub in one.sub_dimensions:
            programme = topics[sub.code]
            about = f"{programme.code} {programme.name}"
            yield [names[one.code], names[sub.code], about, *_figures(sub.estimate, steps)]


def _statement_rows(survey: Survey, results: Summary) -> Rows:
    names, questions, spoken = _names(survey), survey.questions, language()
    for one in results.dimensions:
        for sub in one.sub_dimensions:
            texts = {said.code: said.name(spoken) for said in questions.statements[sub.code]}
            for said in sub.statements:
                of = [names[one.code], names[sub.code], texts[said.code]]
                yield [*of, *_figures(said.estimate, len(questions.steps)), said.dont_know]


def _people_rows(survey: Survey) -> Rows:
    say, people = words(), people_of(forms_of(survey))
    not_said = say("survey.not_said")
    for sex, number in sorted(people["sex"].items()):
        yield [say("survey_form.sex"), say(f"survey_form.sex_{sex}") if sex else not_said, number]
    bands = {one.code: one.name for one in survey.questions.ages}
    for band, number in sorted(people["age"].items()):
        yield [say("survey_form.age"), bands.get(band, not_said), number]
    for channel, number in sorted(people["channel"].items()):
        yield [say("survey.head_channel"), say(f"survey_channel.{channel}"), number]

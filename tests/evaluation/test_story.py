"""The deck and the report of an evaluation, through their addresses."""

import io
import json
from datetime import date

import pypdfium2
import pytest
from pptx import Presentation

from evaluation.cycles import begun_by, case_of, command_on
from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Role
from kotacerdas.accounts.rights import current_appointments, rights_in
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.documents.evaluation_story import Story
from kotacerdas.documents.text_fit import overflows
from kotacerdas.evaluation import figures as figures_module
from kotacerdas.evaluation.actions.answers import mark_ready
from kotacerdas.evaluation.actions.cycles import move_cycle, set_figures_year
from kotacerdas.evaluation.actions.findings import Found, add_finding
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import FindingCase, Origin, Submission
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.story import story_now, story_submitted
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.models import Programme, Regulation
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import newest_run
from kotacerdas.scoring.question import Basis
from kotacerdas.survey.actions.running import begin_survey
from kotacerdas.survey.models import Survey
from kotacerdas.survey.rules import Move as SurveyMove
from pages.regions import OWN, begun, somebody
from pages.test_access import signed_in
from survey.surveyed import AT, YEAR, Surveyed, plan_of

pytestmark = pytest.mark.django_db
DECK, REPORT = f"/{OWN}/2023/siklus/paparan/", f"/{OWN}/2023/siklus/laporan/"


@pytest.fixture
def cycle():
    """With figures of 2022, a claim and a finding."""
    found, by = begun_by(begun(OWN))
    set_figures_year(found, 2022, by=by, at=found.begun_at)
    found.refresh_from_db()
    filled = {"level": "0", "answer": "Serapan {absorption}."}
    command = command_on(found, "3.9", by)
    save_draft(command, filled)
    mark_ready(command_on(found, "3.9", by), {**filled, "why": ""})
    due = found.current.window.deadline
    agency = Agency.objects.get(region=found.region)
    text = "Forum belum dibentuk"
    what = Found(text, agency, due, Origin.PANEL, "2.2")
    add_finding(found, what, by=by, at=found.begun_at)
    return found, by


def deck_of(response):
    return Presentation(io.BytesIO(b"".join(response) if response.streaming else response.content))


def texts_of(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def pdf_text(response):
    pages = pypdfium2.PdfDocument(response.content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\u200b", "")


def test_the_deck_has_every_item_and_fits(cycle):
    found, by = cycle
    deck = deck_of(signed_in(by).get(DECK))
    text = "\n".join(text for slide in deck.slides for text in texts_of(slide))
    run = newest_run(found.region, 2022, Basis.REPORTED)

    assert not overflows(deck)
    assert all(slide.shapes.title.text for slide in deck.slides)
    lines = text.split("\n")
    codes = [item.code for item in questionnaire_of(found).items]
    assert [line for line in lines if line in codes] == ["3.9"]
    assert "24 butir belum dijawab" in lines
    assert {"3.1–3.8, 3.10", "4.1–4.24"} <= set(lines)
    assert "Forum belum dibentuk" in text
    layout = "".join(shape.text_frame.text for shape in deck.slide_layouts[1].shapes)
    assert f"hasil {run.pk} ({run.input_sha256[:12]})" in layout


def test_the_numbers_are_those_of_the_run(cycle):
    found, by = cycle
    run = Run.objects.get(pk=newest_run(found.region, 2022, Basis.REPORTED).pk)
    deck = deck_of(signed_in(by).get(DECK))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    dimensions = {one["code"]: one["achievement_pct"] for one in run.result["dimensions"]}

    drawn = [tuple(chart.plots[0].series[0].values) for chart in charts]
    assert tuple(dimensions.values()) in drawn


def test_the_report_has_the_items_in_order_and_says_what_is_missing(cycle):
    found, by = cycle
    response = signed_in(by).get(REPORT)
    text = pdf_text(response)
    places = [text.find(f"{item.code} ") for item in questionnaire_of(found).items]

    assert response["Content-Type"] == "application/pdf"
    assert "butir belum dijawab" in text
    assert "Belum ada bukti" in text
    assert "Tingkat 0 dari 4" in text
    assert "Serapan {absorption}" not in text
    assert "Forum belum dibentuk" in text
    assert all(place >= 0 for place in places)


def test_who_took_it_stands_in_the_access_log(cycle):
    _, by = cycle
    client = signed_in(by)
    for address in (DECK, REPORT):
        assert client.get(address).status_code == 200
    entries = Entry.objects.filter(action="export.document").order_by("pk")

    assert [json.loads(one.changes)[0]["of"][-1] for one in entries] == ["pptx", "pdf"]
    assert {one.actor for one in entries} == {by.email}


def test_an_operator_takes_neither(cycle):
    found, _ = cycle
    client = signed_in(somebody(found.region, Role.OPERATOR))

    assert [client.get(address).status_code for address in (DECK, REPORT)] == [403, 403]
    assert DECK not in client.get(f"/{OWN}/2023/bundel/").text


def test_what_was_submitted_stays_as_it_was(cycle):
    found, by = cycle
    client = signed_in(by)
    move_cycle(found, Move.SUBMIT, by=by, at=found.begun_at)
    submission = Submission.objects.get()
    page = client.get(f"/{OWN}/2023/siklus/").text
    move_cycle(found, Move.TAKE_BACK, "Keliru", by=by, at=found.begun_at)
    save_draft(command_on(found, "3.9", by), {"level": "4", "answer": "Lain"})
    query = f"?penyerahan={submission.pk}"

    assert f"{DECK}{query}" in page
    assert Run.objects.get(pk=submission.run).decided is not None  # so that it is kept
    text = pdf_text(client.get(f"{REPORT}{query}"))
    assert "diserahkan" in text.casefold()
    assert "Tingkat 0 dari 4" in text
    assert "Tingkat 4 dari 4" not in text
    assert "Tingkat 4 dari 4" in pdf_text(client.get(REPORT))
    assert client.get(f"{DECK}?penyerahan=999").status_code == 404


def test_without_a_result_the_binder_says_so(cycle):
    found, by = cycle
    Run.objects.filter(region=found.region).delete()
    page = signed_in(by).get(DECK, follow=True)

    assert page.redirect_chain == [(f"/{OWN}/2023/bundel/", 302)]
    assert "Belum ada hasil capaian tahun 2022" in page.text
    assert case_of(found, "3.9") is not None


def test_findings_figures_and_survey_of_a_submission_are_those_of_then(cycle):
    found, by = cycle
    region = found.region
    held = Surveyed(region, by, begin_survey(region, YEAR, plan_of(region), by=by, at=AT))
    held.move(SurveyMove.OPEN)
    for n in range(12):
        held.answer(f"dulu{n}")
    Survey.objects.update(year=found.year)
    move_cycle(found, Move.SUBMIT, by=by, at=AT)
    submission = Submission.objects.get()
    appointments = current_appointments(by, AT)
    here = Here(by, region, rights_in(region, appointments), tuple(appointments))

    def told(story: Story) -> tuple[object, ...]:
        answers = [one for chapter in story.chapters for one in chapter.answers]
        return story.findings, story.survey, answers, list(story.documents)

    then = told(story_submitted(here, found, submission).story)
    assert [one.text for one in then[0]] == ["Forum belum dibentuk"]
    assert then[1].answers == 12
    figures = dict(pair for one in then[2] for pair in one.figures)
    assert figures["Responden survei dampak, semua dimensi"] == "12"

    for n in range(30):
        held.answer(f"kini{n}", "1" * sum(len(part.statements) for part in held.form().parts))
    FindingCase.objects.update(text="Lain", due_on=date(2030, 1, 1))
    Agency.objects.update(name="Dinas lain")
    Regulation.objects.filter(region=region).delete()
    Programme.objects.filter(region=region).update(quick_win=True)
    figures_module._records.cache_clear()
    now = told(story_now(here, found, AT).story)
    assert all(one != other for one, other in zip(now, then, strict=True))
    assert told(story_submitted(here, found, Submission.objects.get()).story) == then

    Submission.objects.update(snapshot=submission.snapshot | {"findings": []})
    assert [one for one in state_findings(region) if one.key == "differs"]

"""Every address x every role x own and other region. An address that is not in the table fails."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases import mostly_on_one
from evaluation.cycles import evaluated
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rights import RIGHTS, Right
from kotacerdas.casework.models import Case, Evidence, StoredFile, Window
from kotacerdas.config import errors
from kotacerdas.evaluation.models import Cycle, Incoming, Submission
from kotacerdas.exchange.models import Import
from kotacerdas.frameworks.impact_survey import rules_of
from kotacerdas.frameworks.loading import load
from kotacerdas.panel.meeting import content_of as minutes_of
from kotacerdas.panel.models import Meeting, NotePicture, Panel, Review
from kotacerdas.panel.outcomes import scores_of
from kotacerdas.panel.results import content_of
from kotacerdas.plan.models import Programme, RegionMark
from kotacerdas.records.models import Region, SourceFile
from kotacerdas.reporting.models import REPORTING
from kotacerdas.scorecards.models import Run
from kotacerdas.survey.models import Form, Survey
from pages.regions import AT, OTHER, OWN, begun, somebody
from replay import replayed
from reporting.files import pdf

READ, IMPORT, PUBLISH = Right.READ, Right.IMPORT, Right.PUBLISH
APPOINT, AUDIT = Right.APPOINT, Right.AUDIT
REPORTS, REPORT = Right.REPORTS, Right.REPORT
VERIFY, PERIODS, UNDO = Right.VERIFY, Right.PERIODS, Right.UNDO

# The pages of a region: the right each needs, and what its address needs beside the region.
YEAR = {"year": 2022}
PERIOD = YEAR | {"slug": "q1"}
PANEL = YEAR | {"stage": "s1"}
# None: no role opens it, only who was assigned.
OF_A_REGION: dict[str, tuple[Right | None, dict[str, object]]] = {
    "pages:steps": (READ, {}),
    "pages:invite-operators": (APPOINT, {}),
    "pages:work": (READ, {}),
    "pages:work-count": (READ, {}),
    "pages:region": (READ, {}),
    "pages:latest": (READ, {}),
    "pages:latest-indicators": (READ, {}),
    "pages:latest-leader": (READ, {}),
    "pages:latest-programmes": (READ, {}),
    "pages:latest-agencies": (READ, {}),
    "pages:latest-innovations": (READ, {}),
    "pages:latest-money": (READ, {}),
    "pages:latest-legal": (READ, {}),
    "pages:latest-evaluation": (READ, {}),
    "pages:latest-documents": (READ, {}),
    "pages:latest-runs": (READ, {}),
    "pages:search": (READ, {}),
    "pages:plan": (Right.RECORDS, {}),
    "pages:plan-rows": (Right.RECORDS, {"kind": "program"}),
    "pages:plan-grid": (Right.RECORDS, {"kind": "target"}),
    "pages:plan-bulk": (Right.RECORDS, {"kind": "target"}),
    "pages:plan-add": (Right.RECORDS, {"kind": "program"}),
    "pages:plan-change": (Right.RECORDS, {"kind": "program", "record": "programme"}),
    "pages:acts": (Right.RECORDS, {"kind": "program", "act": "purna"}),
    "pages:act": (Right.RECORDS, {"kind": "program", "record": "programme", "act": "kode"}),
    "pages:log": (AUDIT, {}),
    "pages:entry": (AUDIT, {"number": 1}),
    "pages:access_log": (AUDIT, {}),
    "pages:history": (AUDIT, {"model": "plan.programme", "record": "programme"}),
    "pages:compare-runs": (READ, {"one": "run", "other": "older_run"}),
    "pages:result": (READ, {"number": "run"}),
    "pages:ask-again": (READ, {"number": "run"}),
    "pages:made-again": (READ, {"number": "run"}),
    "pages:publish": (PUBLISH, {"one": "verified_run"}),
    "pages:take-back": (PUBLISH, {"one": "verified_run"}),
    "pages:overview": (READ, YEAR),
    "pages:recomputed": (READ, YEAR | {"run": "run"}),
    "pages:dimension": (READ, YEAR | {"code": "living"}),
    "pages:programmes": (READ, YEAR),
    "pages:indicators": (READ, YEAR),
    "pages:leader": (READ, YEAR),
    "pages:charts": (READ, YEAR),
    "pages:mission": (READ, YEAR | {"code": "m1"}),
    "pages:regulation": (READ, YEAR | {"code": "r1"}),
    "pages:innovation-in-its-year": (READ, {"code": "n1"}),
    "pages:innovation": (READ, YEAR | {"code": "n1"}),
    "pages:latest-charts": (READ, {}),
    "pages:picture": (READ, YEAR | {"name": "tahun"}),
    "pages:indicator-chart": (READ, YEAR | {"code": "i1"}),
    "pages:other-regions": (READ, {}),
    "pages:indices": (READ, {}),
    "pages:latest-capacity": (READ, {}),
    "pages:capacity": (READ, YEAR),
    "pages:capacity-item": (READ, YEAR | {"code": "c1"}),
    "pages:capacity-chart": (READ, YEAR | {"code": "c1"}),
    "pages:quarters": (READ, YEAR),
    "pages:slopes": (READ, YEAR | {"other": 2021}),
    "pages:note": (Right.NOTE, YEAR),
    "pages:programme": (READ, YEAR | {"code": "p1"}),
    "pages:indicator": (READ, YEAR | {"code": "i1"}),
    "pages:agencies": (READ, YEAR),
    "pages:agency": (READ, YEAR | {"code": "a1"}),
    "pages:innovations": (READ, YEAR),
    "pages:latest-innovation-index": (READ, {}),
    "pages:innovation-index": (READ, YEAR),
    "pages:download-iid": (READ, YEAR),
    "pages:money": (READ, YEAR),
    "pages:legal": (READ, YEAR),
    "pages:evaluation": (READ, YEAR),
    "pages:edition": (READ, YEAR),
    "pages:crosswalk": (READ, YEAR | {"edition": "gsc-2026-draft"}),
    "pages:documents": (READ, YEAR),
    "pages:number": (READ, YEAR | {"name": "overall/achievement_pct"}),
    "pages:years": (READ, YEAR | {"other": 2021}),
    "pages:runs": (READ, YEAR),
    "pages:run": (READ, YEAR | {"run": "run"}),
    "pages:download-pdf": (READ, YEAR),
    "pages:download-pptx": (READ, YEAR),
    "pages:download-xlsx": (READ, YEAR),
    "reporting:queue": (VERIFY, {}),
    "reporting:periods": (REPORTS, {}),
    "reporting:open": (PERIODS, {}),
    "reporting:year": (REPORTS, YEAR),
    "reporting:period": (REPORTS, PERIOD),
    "reporting:move-many": (PERIODS, {}),
    "reporting:move": (PERIODS, PERIOD),
    "reporting:extend": (PERIODS, PERIOD),
    "reporting:remind": (PERIODS, PERIOD),
    "reporting:report": (REPORTS, PERIOD | {"code": "p1"}),
    "casework:add-evidence": (REPORT, {"pk": "case"}),
    "innovation:new": (Right.RECORDS, {}),
    "innovation:remind": (PERIODS, {"year": 2022}),
    "innovation:way": (READ, {"code": "n1"}),
    "innovation:mark": (READ, {"of": "indikator-pemda", "pk": "mark"}),
    "reporting:evidence": (READ, YEAR | {"code": "p1"}),
    "casework:evidence-piece": (READ, {"pk": "evidence"}),
    "reporting:named-files": (IMPORT, {}),
    "casework:evidence-view": (READ, {"pk": "pdf"}),
    "casework:evidence-page": (READ, {"pk": "pdf", "number": 1}),
    "survey:latest": (READ, {}),
    "survey:survey": (READ, YEAR),
    "survey:plan": (Right.SURVEY, YEAR),
    "survey:check": (Right.SURVEY, YEAR),
    "survey:move": (Right.SURVEY, YEAR),
    "evaluation:spread": (Right.SURVEY, YEAR),
    "survey:helpers": (Right.SURVEY, YEAR),
    "survey:paper": (Right.SURVEY, YEAR | {"code": "survey_form"}),
    "survey:download-poster": (Right.SURVEY, YEAR),
    "survey:download-paper": (Right.SURVEY, YEAR),
    "survey:download-recap": (READ, YEAR),
    "innovation:twins": (Right.RECORDS, {}),
    "innovation:gallery": (READ, {}),
    "innovation:download-catalogue": (READ, {}),
    "innovation:alike": (READ, {}),
    "innovation:search-twins": (Right.RECORDS, {}),
    "innovation:decide-twins": (Right.RECORDS, {"pair": 1}),
    "innovation:take-back-twins": (Right.RECORDS, {"decision": 1}),
    "evaluation:latest-binder": (REPORTS, {}),
    "evaluation:latest-findings": (REPORTS, {}),
    "evaluation:begin": (REPORTS, {}),
    "evaluation:cycle": (REPORTS, YEAR),
    "evaluation:binder": (REPORTS, YEAR),
    "evaluation:template": (Right.PREPARE, {}),
    "evaluation:download-deck": (REPORTS, YEAR),
    "evaluation:download-report": (REPORTS, YEAR),
    "evaluation:download-bundle": (REPORTS, YEAR),
    "evaluation:personal-bundle": (Right.PREPARE, YEAR),
    "evaluation:item": (REPORTS, YEAR | {"code": "1.1"}),
    "evaluation:findings": (REPORTS, YEAR),
    "evaluation:finding": (REPORTS, YEAR | {"number": 1}),
    "evaluation:incoming": (Right.PREPARE, {"pk": "incoming"}),
    "panel:latest": (READ, {}),
    "panel:begin": (REPORTS, {}),
    "panel:review": (REPORTS, PANEL),
    "panel:score": (REPORTS, PANEL),
    "panel:item": (None, PANEL | {"code": "1.1"}),
    "panel:consensus": (None, PANEL),
    "panel:sheet": (None, PANEL),
    "panel:download-sheet": (None, PANEL),
    "panel:meeting": (REPORTS, PANEL),
    "panel:presenting": (REPORTS, PANEL),
    "panel:minutes": (REPORTS, PANEL | {"number": 1}),
    "panel:note-picture": (REPORTS, PANEL | {"pk": "note_picture"}),
    "panel:result": (REPORTS, PANEL | {"number": 1}),
    "panel:feedback": (REPORTS, PANEL | {"number": 1}),
    "panel:download-feedback": (REPORTS, PANEL | {"number": 1}),
    "exchange:questionnaires": (Right.PREPARE, {}),
    "exchange:download-questionnaire": (Right.PREPARE, {"name": "gsc-2021"}),
    "exchange:imports": (IMPORT, {}),
    "exchange:import": (IMPORT, {"number": "import"}),
    "exchange:undo": (UNDO, {"number": 1}),
    "exchange:file": (READ, {"file": "file"}),
    "exchange:row": (READ, {"file": "file", "sheet": "Programmes", "row": 2}),
    "exchange:export": (READ, {}),
    "exchange:reports": (REPORT, PERIOD),
    "exchange:report-file": (REPORT, PERIOD | {"code": "a1"}),
    "accounts:people": (READ, {}),
    "accounts:invite": (APPOINT, {}),
    "accounts:end-many": (APPOINT, {}),
    "accounts:end": (APPOINT, {"pk": "appointment"}),
    "accounts:hand_over": (APPOINT, {"pk": "appointment"}),
    "accounts:close": (APPOINT, {"pk": "user"}),
    "accounts:reopen": (APPOINT, {"pk": "user"}),
    "pages:access_entry": (AUDIT, {"number": 1}),  # of one of the downloads before
}
# What an operator opens of the own agency without a right to all of it.
OF_THE_OWN_AGENCY = {
    *("reporting:report", "reporting:periods", "reporting:period"),
    "innovation:new",
    *("evaluation:latest-binder", "evaluation:latest-findings"),
    *("evaluation:begin", "evaluation:cycle", "evaluation:binder", "evaluation:item"),
    *("evaluation:findings", "evaluation:finding"),
}
# What a coordinator opens for an agency that has no operator.
FOR_AN_AGENCY_WITHOUT_OPERATOR = {"casework:add-evidence"}
OF_ANYBODY_SIGNED_IN = {
    "pages:start",
    "pages:guide",
    "accounts:profile",
    "panel:panels",
    "casework:notices",
    "casework:notice-count",
}
OF_ANYBODY = {
    *("accounts:language", "pages:edition-style"),
    *("survey:form", "survey:helper-form", "survey:helper-start"),
}
OF_THE_OWNER = {"accounts:site", "accounts:new-region"}
OF_WHO_HAS_THE_LINK = {"accounts:own-site", "evaluation:link"}
OF_WHOM_IT_TELLS = {
    "casework:notice",
    "panel:panel",
    "panel:regions",
    "panel:download-scores",
}
OF_ALLAUTH = "akun/"


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield f"{space}:{one.name}"
        elif str(one.pattern) != OF_ALLAUTH:
            yield from names(one.url_patterns, one.namespace or space)


def test_every_address_is_in_the_table():
    ours = set(names(get_resolver().url_patterns))

    others = OF_THE_OWNER | OF_WHO_HAS_THE_LINK | OF_WHOM_IT_TELLS
    assert ours == {*OF_A_REGION, *OF_ANYBODY_SIGNED_IN, *OF_ANYBODY, *others}


def addresses(region: Region) -> dict[str, str]:
    """Each page's address in the region."""
    runs = Run.objects.filter(region=region, year=2022).order_by("pk")
    known = {
        "run": runs[0].pk,
        "older_run": runs[0].pk,
        "verified_run": runs.get(basis="verified").pk,
        "import": Import.objects.get(region=region).pk,
        "file": SourceFile.objects.get(region=region).pk,
        "programme": Programme.objects.get(region=region, code="p1").pk,
        "case": Case.objects.get(region=region, process=REPORTING).pk,
        "evidence": Evidence.objects.get(region=region, title="foto.png").pk,
        "pdf": Evidence.objects.get(region=region, title="berita.pdf").pk,
        "incoming": Incoming.objects.get(request__item__region=region).pk,
        "appointment": Appointment.objects.filter(region=region).first().pk,
        "user": Appointment.objects.filter(region=region).first().user_id,
        "mark": RegionMark.objects.get(region=region).pk,
        "note_picture": NotePicture.objects.get(file__region=region).pk,
        "survey_form": Form.objects.get(survey__region=region).code,
    }
    return {
        name: reverse(
            name, kwargs={"region": region.code} | {k: known.get(v, v) for k, v in more.items()}
        )
        for name, (_, more) in OF_A_REGION.items()
    }


def _filled(more: dict[str, object], known: dict[str, int]) -> dict[str, object]:
    return {name: known.get(str(value), value) for name, value in more.items()}


@pytest.fixture(autouse=True)
def each_refusal_once(monkeypatch: pytest.MonkeyPatch):
    """The page of a refusal takes most of its request: one of each kind is made for each person.

    It says the same at each address. To who misses a right, it names the roles that have it.
    """
    made: set[tuple[object, ...]] = set()
    render = errors.render

    def once(
        request: HttpRequest, template: str, context: dict[str, Any], *, status: int
    ) -> HttpResponse:
        kind = request.user.pk, template, context.get("kind"), *context.get("roles", ())
        if kind in made:
            return HttpResponse(status=status)
        made.add(kind)
        return render(request, template, context, status=status)

    monkeypatch.setattr(errors, "render", once)


@pytest.fixture
def region(db) -> Region:
    return region_of_every_kind()


@replayed
def region_of_every_kind() -> Region:
    """The second of two regions, each with something for every page."""
    for code in (OTHER, OWN):
        found = begun(code)
        opened_by = User.objects.create_user(f"{code}@example.org")
        window = Window.objects.create(
            process=REPORTING,
            region=found,
            year=2022,
            code="q1",
            opened_at=AT,
            opened_by=opened_by,
            deadline=AT.date(),
        )
        show_evidence(window, opened_by)
        show_survey(window, opened_by)
        show_result(evaluated(found, opened_by, AT))
        RegionMark.objects.create(region=found, year=2022, indicator="12", parameter=1)
    return found


def show_survey(window: Window, by: User) -> None:
    """A survey of one programme, which is open."""
    region, day = window.region, AT.date()
    survey = Survey.objects.create(
        region=region,
        year=2022,
        framework="gsc-2021",
        rules=rules_of(load("gsc-2021")),
        state="open",
        opens_on=day,
        closes_on=day,
        begun_by=by,
    )
    programme = Programme.objects.get(region=region, code="p1")
    survey.topics.create(sub_dimension="health", programme=programme)
    asked = [["health", ["ease", "benefit", "voice"]]]
    survey.forms.create(code=f"form-{survey.pk}", dimension="living", asked=asked)


def show_result(cycle: Cycle) -> None:
    """A result of the cycle's first stage by a panel of nobody."""
    stage, by = cycle.stages.order_by("pk")[0], cycle.begun_by
    panel = Panel.objects.create(
        year=2022, stage="s1", home=cycle.region, title="Panel", begun_by=by, begun_at=AT
    )
    review = Review.objects.create(panel=panel, cycle=cycle, stage=stage, concluded_at=AT)
    content = content_of(scores_of(review), Submission(answers={}))
    content |= {"index": "3", "components": dict.fromkeys(content["components"], "3")}
    content["items"] = []
    review.results.create(number=1, content=content, sha256="", by=by, at=AT)
    meeting = Meeting.objects.create(review=review, begins_at=AT, place="Command Center")
    meeting.minutes.create(number=1, content=minutes_of(meeting, {}, AT), sha256="", by=by, at=AT)
    note = meeting.notes.create(
        kind="visit", held_on=AT.date(), subject="Pasar", text="Ramai", by=by
    )
    picture = StoredFile.objects.create(
        region=cycle.region,
        kind="png",
        size=4,
        content=ContentFile(b"note", name=f"{note.pk}-note"),
        sha256=hashlib.sha256(b"note").hexdigest(),
    )
    NotePicture.objects.create(note=note, file=picture, title="pasar.png")


def show_evidence(window: Window, by: User) -> None:
    """A picture and a PDF that are public in the region."""
    region = window.region
    programme = Programme.objects.get(region=region, code="p1")
    case = Case.objects.create(
        process=REPORTING,
        region=region,
        window=window,
        programme=programme,
        agency=programme.agency,
        is_due=False,
    )
    for title, kind, data, pages in (("foto.png", "png", b"", 0), ("berita.pdf", "pdf", pdf(), 1)):
        file = StoredFile.objects.create(
            region=region,
            kind=kind,
            size=len(data),
            pages=pages,
            content=ContentFile(data, name=f"{window.pk}-{kind}"),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        Evidence.objects.create(
            region=region,
            case=case,
            file=file,
            title=title,
            seen_by="public",
            added_by=by,
            added_at=AT,
        )


def signed_in(user: object) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def answers(role: Role, name: str) -> set[int]:
    """How an address of the own region may answer to the role; test_menu opens them all."""
    is_own = role is Role.OPERATOR and name in OF_THE_OWN_AGENCY
    stands_in = role is Role.COORDINATOR and name in FOR_AN_AGENCY_WITHOUT_OPERATOR
    may = is_own or stands_in or OF_A_REGION[name][0] in RIGHTS[role]
    return {200, 302, 405} if may else {403, 405}


@pytest.mark.parametrize("role", mostly_on_one(Role))
def test_no_role_opens_anything_of_another_region(region: Region, role: Role):
    other = Region.objects.get(code=OTHER)
    somebody(other, Role.COORDINATOR)
    client = signed_in(somebody(region, role))
    for name, address in addresses(other).items():
        for status in (client.get(address).status_code, client.post(address).status_code):
            assert status in {404, 405}, (name, status)


def test_the_objects_of_another_region_are_not_found_under_the_own_code(region: Region):
    other = Region.objects.get(code=OTHER)
    somebody(other, Role.COORDINATOR)
    client = signed_in(somebody(region, Role.COORDINATOR))
    for name in (
        "exchange:import",
        "exchange:file",
        "exchange:row",
        "pages:compare-runs",
        "accounts:end",
        "casework:evidence-piece",
        "casework:evidence-page",
        "casework:evidence-view",
        "evaluation:incoming",
    ):
        address = addresses(other)[name].replace(OTHER, OWN)
        assert client.get(address).status_code == 404, name
    for name in ("pages:publish", "accounts:hand_over"):
        address = addresses(other)[name].replace(OTHER, OWN)
        assert client.post(address).status_code == 404, name


def test_nobody_signed_out_opens_anything(region: Region):
    somebody(region, Role.COORDINATOR)
    anonymous = Client()
    own = [*addresses(region).values(), *map(reverse, OF_ANYBODY_SIGNED_IN | OF_THE_OWNER)]
    for address in own:
        response = anonymous.get(address)
        assert response.status_code == 302, address
        assert response.url.startswith("/akun/login/")


@pytest.mark.parametrize("role", mostly_on_one(Role))
def test_no_role_opens_what_is_the_owners(region: Region, role: Role):
    client = signed_in(somebody(region, role))
    for address in map(reverse, OF_THE_OWNER):
        for status in (client.get(address).status_code, client.post(address).status_code):
            assert status == 403, address


def test_whoever_holds_no_role_sees_no_region(region: Region):
    client = signed_in(somebody(None))
    somebody(region, Role.COORDINATOR)

    assert OWN not in client.get("/").text
    for address in addresses(region).values():
        assert client.get(address).status_code in {404, 405}, address


def test_only_a_coordinator_publishes_and_only_what_is_verified(region: Region):
    runs = {run.basis: run for run in Run.objects.filter(region=region, year=2022)}
    somebody(region, Role.VIEWER)

    def post(role: Role, basis: str) -> int:
        client = signed_in(somebody(region, role))
        address = reverse("pages:publish", args=[OWN, runs[basis].pk])
        return client.post(address, {"reason": "Rapat"}).status_code

    assert post(Role.LEADER, "verified") == 403
    assert post(Role.COORDINATOR, "verified") == 302
    assert region.publications.get().run == runs["verified"]

"""A region that reports on the first quarter of 2022, and the people who do it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.actions.cases import CaseCommand, move
from kotacerdas.casework.actions.steps import add_author
from kotacerdas.casework.models import Case, State, Version, Window
from kotacerdas.exchange.actions import begin_region
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.asking import due_of
from kotacerdas.reporting.content import read
from kotacerdas.reporting.freezing import freeze
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.selectors import case_of
from pages.regions import OWN, sheets_of
from replay import replayed
from workbook.builder import Sheets, xlsx

AT = datetime(2022, 4, 5, 2, 0, tzinfo=UTC)  # 9 in the morning in Batang
TODAY = date(2022, 4, 5)
DEADLINE = date(2022, 4, 10)
A_DAY = timedelta(days=1)

# What may be sent in of p1, every warning answered.
COMPLETE = {
    "realised": "yes",
    "progress_pct": "100",
    "value:i1|q1": "9,5",
    "money:apbd": "450.000",
    "answer:no_evidence|": "Menyusul pekan depan",
}


# Why it is verified though a warning stands.
CHECKED = "Diperiksa di tempat"


@dataclass(frozen=True)
class People:
    """Two operators of an agency each, a verifier, the coordinator, and one with no role."""

    coordinator: User
    operator: User  # of a1
    neighbour: User  # of a2
    verifier: User
    outsider: User


@dataclass(frozen=True)
class Stage:
    region: Region
    window: Window
    people: People

    def programme(self, code: str = "p1") -> Programme:
        return Programme.objects.select_related("agency", "region").get(
            region=self.region, code=code
        )

    def case(self, code: str = "p1", window: Window | None = None) -> Case:
        found = case_of(window or self.window, self.programme(code))
        assert found is not None
        return found

    def act(
        self, by: User, code: str = "p1", *, at: datetime = AT, seen: int | None = None
    ) -> CaseCommand:
        """Somebody's act on a case of the window, as seen now unless it is said otherwise."""
        case = self.case(code)
        return CaseCommand(case, by, at, case.revision if seen is None else seen)

    def report(self, code: str = "p1") -> Version:
        """The newest version that was not withdrawn."""
        newest = self.case(code).newest
        assert newest is not None
        return newest


def answered(case: Case, *states: str, by: User, at: datetime = AT, **more: object) -> Case:
    """The case with a version in each of the states, the first of them that of the first."""
    for state in states:
        is_sent = state != State.DRAFT
        is_settled = is_sent and state != State.SUBMITTED
        version = Version.objects.create(
            case=case,
            number=case.versions.count() + 1,
            state=state,
            saved_by=by,
            saved_at=at,
            submitted_by=by if is_sent else None,
            submitted_at=at if is_sent else None,
            submitted_entry=1 if is_sent else None,
            settled_at=at if is_settled else None,
            settled_entry=1 if is_settled else None,
            **more,
        )
        add_author(version, by)
        if is_sent:
            due = due_of(case.window, [case.programme])[case.programme.code]
            content, _ = read(version.filled, due)
            freeze(case, version, replace(content, realised=bool(content.realised)), due)
    move(case, case.revision)
    return case


def reporting_sheets(code: str = OWN) -> Sheets:
    """Three programmes of two agencies, planned in 2022 and reported on by nobody yet."""
    sheets = sheets_of(code)
    programmes = sheets["Programmes"]
    head, first = programmes[0], [*programmes[1]]
    place = {name: at for at, name in enumerate(head)}

    def programme(code: str, name: str, agency: str) -> list[object]:
        row = [*first]
        row[place["code"]], row[place["name"]], row[place["agency"]] = code, name, agency
        row[place["start_year"]] = 2022
        return row

    sheets["Agencies"] += [["a2", "Dinas Kesehatan"]]
    sheets["Programmes"] = [
        head,
        programme("p1", "Satu Data", "a1"),
        programme("p2", "Puskesmas Digital", "a2"),
        programme("p3", "Jaringan Desa", "a1"),
    ]
    sheets["Indicators"][2][1] = "p2"
    sheets["Targets"] = [
        sheets["Targets"][0],
        *(["i1", 2022, quarter, 10, None] for quarter in ("q1", "q2", "q3", "q4")),
        ["i2", 2022, None, 5, 7],
    ]
    sheets["Realisation"] = sheets["Realisation"][:1]
    sheets["Budget"] = [sheets["Budget"][0], ["p1", 2022, "apbd", 1_000_000, None]]
    return sheets


@replayed
def stage(code: str = OWN, *, is_open: bool = True, sheets: Sheets | None = None) -> Stage:
    """The region with its people and, unless told otherwise, the first quarter open."""
    region = begin_region(xlsx(sheets or reporting_sheets(code)), f"{code}.xlsx", AT)
    people = People(
        coordinator=_person(region, "koordinator", Role.COORDINATOR),
        operator=_person(region, "operator", Role.OPERATOR, "a1"),
        neighbour=_person(region, "tetangga", Role.OPERATOR, "a2"),
        verifier=_person(region, "verifikator", Role.VERIFIER),
        outsider=User.objects.create_user(f"orang-luar@{code}.example", "rahasia", "Orang Luar"),
    )
    window = Window(region=region, process=REPORTING, year=2022, code="q1")
    if is_open:
        window = open_window(
            region, year=2022, code="q1", deadline=DEADLINE, by=people.coordinator, at=AT
        )
    return Stage(region, window, people)


def _person(region: Region, name: str, role: Role, agency: str | None = None) -> User:
    user = User.objects.create_user(f"{name}@{region.code}.example", "rahasia", name.capitalize())
    Appointment.objects.create(
        user=user,
        region=region,
        role=role,
        agency=Agency.objects.get(region=region, code=agency) if agency else None,
        from_at=datetime(2021, 1, 1, tzinfo=UTC),
    )
    return user

"""200 people at once for a minute: operators write, verifiers and coordinators look.

They are signed in before. No request may fail and nothing that was said to be saved may be lost;
the times stand beside those of a signed-in page with nothing but the base layout.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection
from django.test import Client
from django.utils import timezone

from bare_site.reporting_stage import CODE, YEAR, planned
from bare_site.serving import server
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.models import Version
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.reporting.actions.windows import open_window

AGENCIES, PROGRAMMES = 60, 300
PEOPLE = {Role.OPERATOR: 180, Role.VERIFIER: 10, Role.COORDINATOR: 10}
SECONDS = 60
HERE = Path(__file__).parent


def main() -> None:
    people = staged()
    with tempfile.TemporaryDirectory() as folder, server(with_worker=True) as port:
        file = Path(folder) / "people.json"
        file.write_text(json.dumps(people), "utf-8")
        failed = worked(port, file)
        saved = json.loads(file.with_suffix(".saved").read_text("utf-8"))
    lost = lost_texts(saved)
    print(
        f"{connection.vendor}: {failed} failed; {len(saved)} written, {len(lost)} lost {lost[:3]}"
    )
    sys.exit(1 if failed or lost or not saved else 0)


def staged() -> list[dict[str, object]]:
    region = Region.objects.create(code=CODE, name="Kabupaten Batang", level="regency")
    programmes = planned(region, PROGRAMMES, AGENCIES, YEAR)
    users = [person(region, role, at, programmes) for role, n in PEOPLE.items() for at in range(n)]
    now = timezone.now()
    coordinator = User.objects.get(email=f"{Role.COORDINATOR}0@bench.kotacerdas.invalid")
    open_window(region, year=YEAR, code="q1", deadline=date(2100, 1, 1), by=coordinator, at=now)
    return [remembered(user, role, report) for user, role, report in users]


def person(
    region: Region, role: Role, at: int, programmes: list[Programme]
) -> tuple[User, Role, str]:
    """Somebody with the role; an operator has a report that nobody else writes."""
    user = User.objects.create_user(f"{role}{at}@bench.kotacerdas.invalid")
    programme = programmes[at]
    Appointment.objects.create(
        user=user,
        region=region,
        role=role,
        agency_id=programme.agency_id if role is Role.OPERATOR else None,
        from_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    report = f"/{CODE}/laporan/{YEAR}/q1/{programme.code}/"
    return user, role, report if role is Role.OPERATOR else ""


def remembered(user: User, role: Role, report: str) -> dict[str, object]:
    client = Client()
    client.force_login(user)
    client.get(f"/{CODE}/tugas/")  # its form of signing out sets the token
    looks = {"work": f"/{CODE}/tugas/"}
    looks |= {
        Role.OPERATOR: {"report": report},
        Role.VERIFIER: {"queue": f"/{CODE}/verifikasi/"},
        Role.COORDINATOR: {"map": f"/{CODE}/pelaporan/{YEAR}/q1/"},
    }[role]
    return {
        "name": user.email,
        "cookies": {name: morsel.value for name, morsel in client.cookies.items()},
        "bare": f"/bare/{CODE}/{YEAR}/",
        "looks": looks,
        "report": report,
    }


def worked(port: int, file: Path) -> int:
    """How many requests failed; prints the times of each kind."""
    call = [
        *(sys.executable, "-m", "locust", "-f", str(HERE / "locustfile.py"), "--headless"),
        *("--host", f"http://127.0.0.1:{port}", "--users", str(sum(PEOPLE.values()))),
        *("--spawn-rate", "50", "--run-time", f"{SECONDS}s", "--csv", str(file.with_suffix(""))),
        *("--stop-timeout", "30"),  # or what was on its way at the end would be saved unheard
        *("--loglevel", "ERROR", "--only-summary", "--exit-code-on-error", "0"),
    ]
    env = os.environ | {"PEOPLE": str(file)}
    subprocess.run(call, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    with file.with_name("people_stats.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    for row in rows:
        if row["Name"] != "Aggregated":
            print(
                f"{row['Name']}: {row['Request Count']}, p50 {row['50%']} ms, p95 {row['95%']} ms"
            )
    if failures := file.with_name("people_failures.csv").read_text("utf-8").splitlines()[1:4]:
        print(*failures, sep="\n")
    return sum(int(row["Failure Count"]) for row in rows if row["Name"] == "Aggregated")


def lost_texts(saved: dict[str, str]) -> list[str]:
    """The reports that do not say what they were last said to say."""
    stored = {
        f"/{CODE}/laporan/{YEAR}/q1/{one.case.programme.code}/": one.filled.get("note")
        for one in Version.objects.select_related("case__programme")
    }
    return [
        f"{path}: {stored.get(path)} for {text}"
        for path, text in saved.items()
        if stored.get(path) != text
    ]


main()

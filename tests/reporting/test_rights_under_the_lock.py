"""Whether somebody may do something is asked once nobody else acts in the region: a role whose end
came first, while the act waited for its turn, gives no right any more.
"""

from datetime import timedelta

import pytest

from exchange.bringing import PRESET
from kotacerdas.accounts.actions import invite
from kotacerdas.accounts.closing import close_account
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.evidence import (
    EvidenceCommand,
    add_file,
    add_link,
    grade,
    remove,
    set_visibility,
)
from kotacerdas.casework.actions.steps import send_back, submit, verify
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.exchange.actions import apply_import, send_file
from kotacerdas.exchange.report_actions import Given, take_reports
from kotacerdas.records import actions as records
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.reminders import remind_agencies
from kotacerdas.reporting.actions.windows import (
    close_window,
    extend,
    move_deadlines,
    open_window,
    reopen_window,
)
from kotacerdas.scorecards.actions import publish_run, refresh_scorecards
from kotacerdas.scorecards.selectors import newest_run
from kotacerdas.scoring.question import Basis
from reporting import files
from reporting.cast import A_DAY, AT, DEADLINE, TODAY
from workbook.builder import good, xlsx

NOW = AT + timedelta(minutes=5)
LATER = DEADLINE + A_DAY


def link(here):
    act = here.act(here.people.operator)
    return add_link(act, "https://batang.example/rapat", "Rapat", TODAY)


def on(here, by):
    return EvidenceCommand(link(here), by, NOW)


def agency(here):
    return Agency.objects.get(region=here.region, code="a1")


def coordinator(act):
    return lambda here: ("coordinator", lambda by: act(here, by))


def prepared_import(here):
    sent = send_file(here.region, "a.xlsx", xlsx(good()), here.people.coordinator, AT).sent
    return "coordinator", lambda by: apply_import(sent, PRESET, by=by, at=NOW)


def prepared_publishing(here):
    refresh_scorecards(here.region, AT)
    run = newest_run(here.region, 2022, Basis.VERIFIED)
    return "coordinator", lambda by: publish_run(run, by, NOW, "Rapat")


def prepared_visibility(here):
    piece = link(here)
    return "operator", lambda by: set_visibility(
        EvidenceCommand(piece, by, NOW), Seen.ASSESSORS, is_personal=False
    )


def prepared_removal(here):
    piece = link(here)
    return "operator", lambda by: remove(EvidenceCommand(piece, by, NOW))


def prepared_grade(here):
    piece = link(here)
    return "verifier", lambda by: grade(EvidenceCommand(piece, by, NOW), 3)


def of_report(role, act):
    return lambda here: (role, lambda by: act(here.act(by, at=NOW)))


ACTS = {
    "import": prepared_import,
    "keep a workbook": coordinator(
        lambda here, by: send_file(here.region, "a.xlsx", xlsx(good()), by, NOW)
    ),
    "publish": prepared_publishing,
    "open a period": coordinator(
        lambda here, by: open_window(
            here.region, year=2022, code="q2", deadline=LATER, by=by, at=NOW
        )
    ),
    "move a deadline": coordinator(
        lambda here, by: move_deadlines([here.window], LATER, by, NOW, "libur")
    ),
    "close a period": coordinator(lambda here, by: close_window(here.window, by, NOW)),
    "reopen a period": coordinator(lambda here, by: reopen_window(here.window, by, NOW)),
    "extend": coordinator(
        lambda here, by: extend(
            here.window, agency(here), until=LATER, reason="banjir", by=by, at=NOW
        )
    ),
    "remind": coordinator(
        lambda here, by: remind_agencies(here.window, [agency(here)], by=by, at=NOW, site="x")
    ),
    "comment": of_report("operator", lambda act: comment(act, "Sudah")),
    "add a file": of_report("operator", lambda act: add_file(act, "a.png", files.png())),
    "add a link": of_report(
        "operator", lambda act: add_link(act, "https://a.example/", "A", TODAY)
    ),
    "remove evidence": prepared_removal,
    "show evidence to others": prepared_visibility,
    "grade evidence": prepared_grade,
    "send in": of_report("operator", submit),
    "verify": of_report("verifier", lambda act: verify(act, "x")),
    "return": of_report("verifier", lambda act: send_back(act, "x")),
    "take a filled workbook": lambda here: (
        "operator",
        lambda by: take_reports(
            [Given("p1", 0, {"note": "x"})], here.window, agency(here), by=by, at=NOW, send=False
        ),
    ),
    "invite": coordinator(
        lambda here, by: invite(
            here.region,
            email="baru@batang.example",
            name="Baru",
            role="viewer",
            agency=None,
            from_on=TODAY,
            to_on=None,
            is_acting=False,
            by=by,
            at=NOW,
        )
    ),
    "close an account": coordinator(
        lambda here, by: close_account(
            here.people.verifier, here.region, by=by, at=NOW, reason="mutasi"
        )
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_waited_while_its_role_ended_is_refused(
    batang, monkeypatch, name, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    role, act = ACTS[name](batang)
    by = getattr(batang.people, role)
    before = Entry.objects.count()
    lock = records.lock_chain

    def waited(chain):
        """Whoever had the region before ended the role."""
        by.appointments.update(to_at=AT)
        return lock(chain)

    monkeypatch.setattr(records, "lock_chain", waited)
    with pytest.raises(NotAllowedError):
        act(by)
    assert Entry.objects.count() == before
    assert not any((tmp_path / "evidence").glob("*"))

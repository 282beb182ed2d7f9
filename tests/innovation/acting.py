"""An innovation and the people on its way."""

from dataclasses import dataclass
from datetime import UTC, datetime

from kotacerdas.accounts.models import User
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import add_link
from kotacerdas.casework.actions.steps import save_draft, send_back, submit, verify
from kotacerdas.casework.models import Case
from kotacerdas.casework.processes import whole_cases
from kotacerdas.innovation.actions.proposing import Idea, propose
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Agency
from replay import replayed
from reporting.cast import Stage, stage

AT = datetime(2022, 5, 4, 3, 0, tzinfo=UTC)
IDEA = {
    "name": "Tambal 48 Jam",
    "summary": "Regu cepat menambal jalan berlubang.",
    "public_service": "yes",
    "form": "public-service",
    "digital": "no",
    "affair": "pekerjaan umum",
    "programme": "p1",
}


@dataclass(frozen=True)
class Way:
    """A new idea of the agency a1, and who is on its way."""

    stage: Stage
    innovation: Innovation

    def case(self) -> Case:
        return whole_cases().get(of__innovation=self.innovation)

    def act(self, by: User, *, at: datetime = AT) -> CaseCommand:
        case = self.case()
        return CaseCommand(case, by, at, case.revision)

    def propose(self, stage: str, on: str, *, at: datetime = AT, **more: str) -> Case:
        """The agency proposes its next stage."""
        typed = {"stage": stage, "on": on, "note": "Selesai diuji.", **more}
        operator = self.stage.people.operator
        save_draft(self.act(operator, at=at), typed)
        return submit(self.act(operator, at=at), typed)

    def accept(self, by: User, *, at: datetime = AT, reason: str = "Layak dilanjutkan") -> Case:
        return verify(self.act(by, at=at), reason)

    def return_(self, by: User, reason: str = "Lengkapi buktinya") -> Case:
        return send_back(self.act(by), reason)

    def evidence(self, url: str = "https://batang.example/ba.pdf") -> None:
        """The agency brings evidence beside its draft."""
        add_link(self.act(self.stage.people.operator), url, "Berita acara", AT.date())

    def now(self) -> Innovation:
        return Innovation.objects.get(pk=self.innovation.pk)


@replayed
def way() -> Way:
    found = stage(is_open=False)
    agency = Agency.objects.get(region=found.region, code="a1")
    idea = Idea(agency, IDEA)
    return Way(found, propose(found.region, idea, by=found.people.operator, at=AT))

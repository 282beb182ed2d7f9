"""A panel for tests: a region whose second stage was submitted, three assessors and a chair."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from evaluation.cycles import command_on
from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.evaluation.actions.answers import mark_ready
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import move_cycle
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import Cycle, ItemCase
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.frameworks.loading import load
from kotacerdas.ops.verification import state_findings
from kotacerdas.panel.actions.assigning import assign
from kotacerdas.panel.actions.panels import add_member, begin_panel, set_chair
from kotacerdas.panel.actions.scoring import give_score, send_scores
from kotacerdas.panel.models import Assignment, ItemScore, Member, Panel, Review
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.records.models import Agency, Region
from pages.regions import somebody
from replay import replayed

NOW = datetime(2023, 11, 20, 3, tzinfo=UTC)
LEVELS = ["nihil", "awal", "sebagian", "hampir penuh", "penuh"]
COMPONENTS = ("baseline", "output", "outcome", "impact", "quick_win")


def short_questionnaire(per_component: int = 1) -> dict[str, object]:
    """One of gsc-2021 with few items: `1.1` of the baseline, `2.1` of the output and so on."""
    return {
        "id": "short",
        "edition": "gsc-2021",
        "title": "Kuesioner pendek",
        "source_id": "dibuat untuk uji",
        "source_en": "made up for the tests",
        "own_wording": True,
        "from": "2020-01-01",
        "stages": [
            {
                "code": "s2",
                "name_id": "tahap II",
                "name_en": "stage II",
                "ends": "11-14",
                "scored": True,
            }
        ],
        "documents": [
            {
                "code": "map",
                "name_id": "Peta",
                "valid_years": 0,
                "source_id": "dibuat",
                "source_en": "made up",
            },
        ],
        "items": [
            {
                "code": f"{n}.{m}",
                "component": component,
                "name_id": f"Butir {n}.{m}",
                "question_id": "Bagaimana?",
                "why_id": "Perlu.",
                "levels_id": LEVELS,
            }
            for n, component in enumerate(COMPONENTS, 1)
            for m in range(1, per_component + 1)
        ],
    }


@dataclass
class Judged:
    """A review before its panel; `members` are the assessors, each with a seat."""

    review: Review
    panel: Panel
    coordinator: User
    chair: User
    members: list[Member]
    seats: list[Assignment]

    @property
    def codes(self) -> list[str]:
        return [f"{n}.1" for n in range(1, len(COMPONENTS) + 1)]

    def again(self) -> Review:
        return whole_reviews().get(pk=self.review.pk)

    def score_all(self, member: Member, scores: list[int], at: datetime = NOW) -> None:
        """Give each item its score, in hundredths, and send them."""
        for code, hundredths in zip(self.codes, scores, strict=True):
            give(self.review, code, hundredths, member.user, at, seen=seen_by(member.user, code))
        send_scores(self.review, by=member.user, at=at)


def differing(region: Region) -> list[object]:
    """What of the region's panels is not as its log says."""
    return [one for one in state_findings(region) if str(one.of[0]).startswith("panel.")]


def seen_by(user: User, code: str) -> int:
    """The revision of what the user gave the item, 0 of nothing."""
    known = ItemScore.objects.filter(assignment__member__user=user, item=code).first()
    return known.revision if known is not None else 0


def give(review, code, hundredths, by, at=NOW, **more):
    given = {"comment": "", "is_finding": False, "seen": 0} | more
    return give_score(review, code, hundredths, by=by, at=at, **given)


def submitted(region: Region, coordinator: User, at: datetime = NOW, year: int = 2023) -> Cycle:
    """A cycle of the short questionnaire, whose items all claim level 3."""
    agency = Agency.objects.filter(region=region).order_by("pk")[0]
    asked = keep(short_questionnaire(), "short")
    who = {"by": coordinator, "at": at - timedelta(days=20)}
    cycle = move_cycle(begin_cycle(region, year, asked, agency, **who), Move.OPEN, **who)
    for item in ItemCase.objects.filter(cycle=cycle).exclude(code="map"):
        filled = {"level": "3", "answer": f"Jawaban {item.code}"}
        save_draft(command_on(cycle, item.code, coordinator, who["at"]), filled)
        mark_ready(command_on(cycle, item.code, coordinator, who["at"]), filled)
    return move_cycle(cycle, Move.SUBMIT, **who)


@replayed
def judged(region: Region, assessors: int = 3) -> Judged:
    """The region before a panel of its own: a chair, and so many assessors with a seat each."""
    coordinator = somebody(region, Role.COORDINATOR)
    cycle = submitted(region, coordinator)
    who = {"by": coordinator, "at": NOW}
    panel = begin_panel(2023, "s2", "Panel 2023", region, [cycle], **who)
    chair = add_member(panel, "ketua@example.org", "Ketua", "Universitas A", **who)
    set_chair(chair, **who)
    review = whole_reviews().get(panel=panel)
    members = [
        add_member(panel, f"asesor{n}@example.org", f"Asesor {n}", f"Lembaga {n}", **who)
        for n in range(1, assessors + 1)
    ]
    seats = [assign(review, one, **who) for one in members]
    assert load("gsc-2021").panel.signs == ("assessors", "chair", "leader")
    return Judged(review, panel, coordinator, chair.user, members, seats)

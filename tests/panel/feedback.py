"""Signed results for tests of what a panel gives back: one by the actions, others beside it."""

from datetime import date

from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.models import Window
from kotacerdas.evaluation.models import EVALUATION, Cycle, Stage
from kotacerdas.panel.actions.scoring import send_scores
from kotacerdas.panel.actions.settling import conclude, set_result, sign
from kotacerdas.panel.models import Panel, Result, Review
from kotacerdas.records.models import Agency, Region
from pages.regions import somebody
from panel.panels import NOW, Judged, give, seen_by

DUE = date(2024, 3, 1)
# 1.1 at 3.5, 2.1 at 2, 3.1 at 2.75, 4.1 at 3, 5.1 at 4: of a claim of 3 each.
SCORES = ([400, 200, 300, 300, 400], [300, 200, 250, 300, 400])


def scored(panel: Judged, by_member=SCORES) -> Review:
    """Two assessors score and send; the first has a comment to 3.1 and a finding on 2.1."""
    said = {"2.1": ("Susun DPA khusus smart city", True), "3.1": ("Bukti baru separuh", False)}
    for member, scores in zip(panel.members, by_member, strict=False):
        for code, hundredths in zip(panel.codes, scores, strict=True):
            comment, is_finding = said.get(code, ("", False))
            more = {"comment": comment, "is_finding": is_finding}
            more |= {"seen": seen_by(member.user, code)}
            is_first = member is panel.members[0]
            give(panel.review, code, hundredths, member.user, **(more if is_first else {}))
        send_scores(panel.review, by=member.user, at=NOW)
    return conclude(panel.again(), "Cukup dua", by=panel.chair, at=NOW)


def leader_of(panel: Judged) -> User:
    known = User.objects.filter(email__startswith="leader").first()
    return known or somebody(panel.review.cycle.region, Role.LEADER)


def signed(panel: Judged, result: Result | None = None) -> Result:
    """A result that all have signed; of a new one the scores are given first."""
    leader = leader_of(panel)
    if result is None:
        result = set_result(scored(panel), DUE, by=panel.chair, at=NOW)
    for one in result.signatures.select_related("user").order_by("turn", "pk"):
        sign(result, result.sha256, NOW, by=one.user, at=NOW)
    assert not result.signatures.filter(signed_at=None).exists()
    return Result.objects.get(pk=result.pk) if leader else result


def beside(panel: Judged, index: str, without_each: tuple[str, str], **more) -> Result:
    """Another region of the panel with a signed result of that index, every component at it."""
    of_site = Panel.objects.get(pk=panel.panel.pk)
    Panel.objects.filter(pk=of_site.pk).update(home=None)
    own, by = panel.review.cycle, panel.coordinator
    n = Region.objects.count()
    region = Region.objects.create(code=f"99.{n:02}", name=f"Tetangga {n}", level="regency")
    agency = Agency.objects.create(region=region, code="a1", name="Diskominfo")
    cycle = Cycle.objects.create(
        region=region,
        year=own.year,
        questionnaire_id=own.questionnaire_id,
        home=agency,
        figures_year=own.year,
        begun_by=by,
        begun_at=NOW,
    )
    window = Window.objects.create(
        region=region,
        process=EVALUATION,
        year=own.year,
        code="s2",
        deadline=NOW.date(),
        opened_at=NOW,
        opened_by=by,
    )
    stage = Stage.objects.create(cycle=cycle, window=window, begins_on=NOW.date())
    review = Review.objects.create(panel=of_site, cycle=cycle, stage=stage, concluded_at=NOW)
    content = panel.review.results.get(number=1).content | {
        "index": index,
        "components": dict.fromkeys(
            ("baseline", "output", "outcome", "impact", "quick_win"), index
        ),
        "without_each": dict(zip("12", without_each, strict=True)),
    }
    return Result.objects.create(
        review=review, number=1, content=content | more, sha256="", by=by, at=NOW
    )

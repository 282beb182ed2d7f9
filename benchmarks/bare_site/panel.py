"""A panel of 240 regions, 60 items and 5 assessors: 72,000 scores."""

import random
import sys
from datetime import timedelta

import polars as pl
from django.db import connection
from django.test import Client
from django.utils import timezone

from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from bare_site.serving import AT_MOST_QUERIES, queries
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.models import Window
from kotacerdas.evaluation.models import EVALUATION, Cycle, Stage, Submission
from kotacerdas.evaluation.questionnaires import keep, questionnaire_of
from kotacerdas.exchange.actions import begin_region
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.panel.actions.standing import keep_standing, recompute
from kotacerdas.panel.models import Assignment, ItemScore, Member, Panel, Review
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.actions import refresh_scorecards
from reading import YEAR, records
from timing import Pairs, in_pairs, report

REGIONS, ASSESSORS, OF_ONE, ITEMS = 240, 5, 25, 60
OWN = "33.25"
RECOMPUTED, ONE_REGION, NEXT_ITEM, WHOLE_PAGE, WHOLE_TABLE, HOLDERS = 3, 1 / 20, 1.5, 3, 5, 5
PART = {"HX-Request": "true", "HX-Target": "butir"}  # as the page's script asks for the next item
EDITION = "gsc-2021"


def main() -> None:
    region = begin_region(content(records(80, OWN)), f"{OWN}.xlsx", timezone.now())
    refresh_scorecards(region, timezone.now())
    owner = coordinator_of([region])
    panel, assessor, chair = panel_of(region, owner)
    reviews = list(whole_reviews().filter(panel=panel).order_by("pk"))
    one = reviews[0]

    def floor() -> None:
        """Read once, grouped once, and a text of 240 rows written."""
        rows = ItemScore.objects.values_list("assignment__review", "item", "hundredths")
        frame = pl.DataFrame(list(rows), schema=["review", "item", "score"], orient="row")
        score = pl.col("score")
        frame.group_by("review", "item").agg(score.mean(), low=score.min(), high=score.max())
        Review.objects.bulk_update(reviews, ["standing"], batch_size=500)

    answers = [
        in_pairs(
            f"{ITEMS * ASSESSORS * REGIONS:,} scores of {REGIONS} regions recomputed",
            lambda: recompute(panel),
            floor,
            aim=2,
            at_most=RECOMPUTED,
            most=15,
        ),
        in_pairs(
            "one region recomputed, against all",
            lambda: keep_standing(one),
            lambda: recompute(panel),
            aim=ONE_REGION / 2,
            at_most=ONE_REGION,
            most=15,
        ),
    ]
    stage = f"/{OWN}/{YEAR}/penilaian/s2/"
    of_assessor, of_chair = client_of(assessor), client_of(chair)
    by_key = client_of(assessor)
    by_key.defaults |= {f"HTTP_{name.upper().replace('-', '_')}": PART[name] for name in PART}
    item, chairs = f"{stage}butir/2.3/", f"/panel/{panel.pk}/"
    table = f"{chairs}daerah/?urut=-wide"
    pages = (
        (by_key, f"next item by key, {OF_ONE} regions of {ITEMS} items", item, NEXT_ITEM),
        (of_assessor, "an item by its address", item, WHOLE_PAGE),
        (of_chair, f"chair's page of {REGIONS} regions", chairs, NEXT_ITEM),
        (client_of(owner_of_site()), "the same for who holds the panel", chairs, HOLDERS),
        (of_chair, f"sorted table of {REGIONS} regions", table, WHOLE_TABLE),
        (of_chair, "deliberation of one region", f"{stage}musyawarah/", WHOLE_PAGE),
    )
    too_many = []
    for client, name, page, at_most in pages:
        count = queries(client, page)
        print(f"{name}: {count} queries", flush=True)
        if count > AT_MOST_QUERIES:
            too_many.append(name)
        bare = of_chair if client is of_chair else of_assessor  # the owner has none
        answers.append(against_bare(client, bare, name, page, at_most))
    if too_many:
        print(f"TOO MANY QUERIES: {', '.join(too_many)} (at most {AT_MOST_QUERIES})")
        sys.exit(1)
    report(*answers)


def owner_of_site() -> User:
    return User.objects.create(email="pemilik@example.org", name="Pemilik", is_owner=True)


def against_bare(client: Client, bare: Client, name: str, page: str, at_most: float) -> Pairs:
    return in_pairs(
        name,
        lambda: client.get(page),
        lambda: bare.get(f"/bare/{OWN}/{YEAR}/"),
        aim=0.8 * at_most,
        at_most=at_most,
        most=25,
    )


def panel_of(own: Region, owner: User) -> tuple[Panel, User, User]:
    """A panel of all regions, one of its assessors, who has 25 of them, and its chair."""
    at = timezone.now()
    asked = keep(table_of(EDITION), f"{EDITION}.toml")
    others = Region.objects.bulk_create(
        Region(code=f"91.{n:02}", name=f"Kabupaten {n}", level="kabupaten")
        for n in range(1, REGIONS)
    )
    panel = Panel.objects.create(
        year=YEAR, stage="s2", home=None, title="Panel nasional", begun_by=owner, begun_at=at
    )
    users = User.objects.bulk_create(
        User(email=f"asesor{n}@example.org", name=f"Asesor {n}")
        for n in range(REGIONS * ASSESSORS // OF_ONE + 1)
    )
    members = Member.objects.bulk_create(
        Member(
            panel=panel,
            user=user,
            institution=f"Lembaga {n % 20}",
            is_chair=n == len(users) - 1,
            joined_at=at,
        )
        for n, user in enumerate(users)
    )
    chance, assignments, scores = random.Random(5), [], []  # noqa: S311 - no secret
    for n, region in enumerate([own, *others]):
        agency = Agency.objects.filter(region=region).first() or Agency.objects.create(
            region=region, code="bappeda", name="Bappeda"
        )
        cycle = Cycle.objects.create(
            region=region,
            year=YEAR,
            questionnaire=asked,
            home=agency,
            figures_year=YEAR,
            begun_by=owner,
            begun_at=at,
        )
        window = Window.objects.create(
            region=region,
            process=EVALUATION,
            year=YEAR,
            code="s2",
            deadline=at.date() + timedelta(days=5),
            opened_by=owner,
            opened_at=at,
        )
        stage = Stage.objects.create(cycle=cycle, window=window, begins_on=at.date())
        codes = list(questionnaire_of(cycle).by_code)
        answers = {
            code: {"version": 1, "level": 3, "answer": "Jawaban", "figures": {}, "evidence": []}
            for code in codes
        }
        Submission.objects.create(stage=stage, answers=answers, snapshot={}, by=owner, at=at)
        review = Review.objects.create(panel=panel, cycle=cycle, stage=stage)
        sitting = [members[(n + k * 10) % (len(members) - 1)] for k in range(ASSESSORS)]
        for member in (*sitting, members[-1]):
            role = Appointment.objects.create(
                user=member.user, region=region, role=Role.EVALUATOR, is_of_panel=True, from_at=at
            )
            is_scoring = member is not members[-1]
            assignments.append(
                Assignment.objects.create(
                    review=review,
                    member=member,
                    appointment=role,
                    is_scoring=is_scoring,
                    sent_at=at if is_scoring and n else None,
                )
            )
            if is_scoring:
                # As many as the issue has, whatever the edition asks.
                asked_now = (codes * 2)[:ITEMS] if len(codes) < ITEMS else codes[:ITEMS]
                scores += [
                    ItemScore(
                        assignment=assignments[-1],
                        item=code if k < len(codes) else f"{code}+",
                        hundredths=chance.choice((200, 250, 300, 350, 400)),
                        at=at,
                    )
                    for k, code in enumerate(asked_now)
                ]
    ItemScore.objects.bulk_create(scores, batch_size=5000)
    recompute(panel)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself within a minute
    return panel, members[0].user, members[-1].user


main()

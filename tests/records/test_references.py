"""Whatever is removed, and whatever speaks of it: removed whole, or refused in words."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import CASCADE

from cases import mostly_on_one
from evaluation.cycles import EDITION
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.steps import save_draft, submit
from kotacerdas.casework.models import Evidence
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.innovation.actions.assessing import assess
from kotacerdas.panel.models import Meeting
from kotacerdas.plan.models import (
    Indicator,
    Innovation,
    InnovationMark,
    OtherIndex,
    OtherRegion,
    Programme,
    Realisation,
    RegionMark,
    Stewardship,
)
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.inverse import record_models
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.references import referring
from kotacerdas.records.storage import origin_of, own_values
from kotacerdas.reporting.actions.windows import extend
from kotacerdas.reporting.models import RowEvidence, RowKind
from kotacerdas.scorecards.sheets import MODELS, records_of
from kotacerdas.workbook.schema import BY_NAME
from pages.test_access import show_result, show_survey
from reporting.cast import AT, COMPLETE, Stage, stage

pytestmark = pytest.mark.django_db


def full_stage() -> Stage:
    """Every sheet has rows, and every kind of thing that speaks of a record is there."""
    found = stage()
    people = found.people
    submit(found.act(people.operator), COMPLETE)
    save_draft(found.act(people.neighbour, "p2"), {"progress_pct": "5"})
    told = {"region": found.region, "year": 2022, "period": "q2"}
    row = Realisation.objects.create(programme=found.programme("p3"), realised=False, **told)
    mark = InnovationMark.objects.create(
        region=found.region, innovation=Innovation.objects.get(), indicator="16", parameter=2
    )
    of_region = RegionMark.objects.create(
        region=found.region, year=2022, indicator="2a", parameter=0
    )
    for kind, of in (
        (RowKind.REALISATION, row),
        (RowKind.INNOVATION, mark.innovation),
        (RowKind.INNOVATION_MARK, mark),
        (RowKind.REGION_MARK, of_region),
    ):
        piece = Evidence.objects.create(
            region=found.region,
            url="https://batang.example/ba.pdf",
            title="Berita acara",
            added_by=people.coordinator,
            added_at=AT,
        )
        RowEvidence.objects.create(evidence=piece, named="ba.pdf", **{kind: of})
    Realisation.objects.create(indicator=Indicator.objects.get(code="i2"), value=6, **told)
    Stewardship.objects.create(
        region=found.region,
        programme=found.programme("p2"),
        from_year=2022,
        agency=Agency.objects.get(code="a2"),
    )
    OtherRegion.objects.create(
        region=found.region, place="Kota Contoh", year=2022, value=3.17, source="Berita"
    )
    OtherIndex.objects.create(
        region=found.region, index="SPBE", year=2022, value=2.34, source="Keputusan Menteri"
    )
    for used in (mark, of_region):
        used.uses.create(evidence=piece, added_by=people.coordinator, added_at=AT)
    Innovation.objects.update(indicator=Indicator.objects.get(code="i1"))
    grades = {"effective": 3, "efficient": 2, "simple": 4}
    assess(Innovation.objects.get(), grades, "", by=people.verifier, at=AT)
    comment(found.act(people.operator, "p3"), "Masih disiapkan")
    show_survey(found.window, people.coordinator)
    questionnaire, home = keep(table_of(EDITION), EDITION), Agency.objects.get(code="a1")
    cycle = begin_cycle(found.region, 2022, questionnaire, home, by=people.coordinator, at=AT)
    show_result(cycle)
    meeting = Meeting.objects.get(review__cycle=cycle)
    meeting.commitments.create(text="Perwal terbit", agency=home, due_on=AT.date())
    extend(
        found.window,
        Agency.objects.get(code="a2"),
        until=found.window.deadline + timedelta(days=3),
        reason="Banjir",
        by=people.coordinator,
        at=AT,
    )
    return found


def removal(region: Region, sheet: str, row: dict) -> Change:
    key = tuple(row[name] for name in BY_NAME[sheet].key)
    return Change(MODELS[sheet], key, own_values(row), None, row["pk"], was=origin_of(row))


@pytest.mark.parametrize("sheet", mostly_on_one([name for name in MODELS if name != "Region"], 2))
def test_a_removal_is_whole_or_refused(sheet: str):
    region = full_stage().region
    model = MODELS[sheet]
    rows = records_of(region)[sheet]
    assert rows
    for row in rows:
        record = model._default_manager.get(pk=row["pk"])
        kept_by = referring(record)
        refused = None
        with transaction.atomic():
            try:
                apply_changes(region, [removal(region, sheet, row)], "edit", actor="", at=AT)
            except RefusedError as error:
                refused = error
            assert model._default_manager.filter(pk=row["pk"]).exists() == bool(refused)
            transaction.set_rollback(True)
        assert bool(refused) == bool(kept_by)
        assert refused is None or str(row.get("code", "")) in sentence(refused)


def test_every_kind_of_reference_is_among_them():
    """What the tests above removed is named by rows of every model that can name it."""
    full_stage()
    named = set()
    for model in record_models().values():
        for record in model._default_manager.all():
            named |= {(type(one), model) for one in referring(record)}
    expected = {
        (model, field.related_model)
        for model in apps.get_models()
        for field in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)
        if field.is_relation
        and field.related_model in set(record_models().values()) - {Region}
        and getattr(field.remote_field, "on_delete", None) is not CASCADE
    }
    assert expected <= named


def test_the_sentence_names_what_speaks_of_it_and_the_year_to_end_with():
    found = full_stage()
    row = next(one for one in records_of(found.region)["Indicators"] if one["code"] == "i1")

    with pytest.raises(RefusedError) as refused:
        apply_changes(
            found.region, [removal(found.region, "Indicators", row)], "edit", actor="", at=AT
        )

    told = sentence(refused.value)
    assert "Indikator i1 dirujuk oleh: " in told
    assert "Nilai dalam laporan (1)" in told
    assert "Akhiri saja dengan tahun terakhir 2022" in told


def test_what_a_list_names_is_not_let_go_silently():
    found = stage()
    row = next(one for one in records_of(found.region)["Missions"] if one["code"] == "m1")

    with pytest.raises(RefusedError, match="removal"):
        apply_changes(
            found.region, [removal(found.region, "Missions", row)], "edit", actor="", at=AT
        )

    assert Programme.objects.get(code="p1").missions.count() == 1

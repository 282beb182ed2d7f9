"""All scores as a file: what is in it, for whom, and that no formula comes with it."""

import io
from datetime import timedelta

import polars as pl
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kotacerdas.audit.models import Entry
from kotacerdas.panel.actions.scoring import send_scores
from kotacerdas.panel.actions.settling import conclude, settle
from kotacerdas.panel.export import FIELDS
from pages.regions import OWN, begun
from pages.test_access import signed_in
from panel.panels import NOW, give, judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=1))
    made = judged(begun(OWN))
    first, second = made.members[:2]
    for code in made.codes:
        give(made.review, code, 0, first.user, comment="=1+1")
    send_scores(made.review, by=first.user, at=NOW)
    made.score_all(second, [400, 350, 325, 300, 0])
    return made


def taken(panel, kind, user=None):
    return signed_in(user or panel.chair).get(f"/panel/{panel.panel.pk}/unduh/{kind}/")


def test_a_file_has_each_score_with_what_the_panel_made_of_it(panel):
    assert pl.read_parquet(io.BytesIO(taken(panel, "parquet").content)).is_empty()
    review = conclude(panel.again(), "Cukup dua", by=panel.chair, at=NOW)
    settle(review, "1.1", 350, "Bukti diterima", by=panel.chair, at=NOW)

    rows = pl.read_parquet(io.BytesIO(taken(panel, "parquet").content))
    assert rows.columns == [one.name for one in FIELDS]
    assert rows.height == 2 * len(panel.codes)
    first = rows.row(0, named=True)
    assert (first["item"], first["score"], first["settled"]) == ("1.1", 0.0, 3.5)
    assert (first["assessor"], first["claim"], first["panel_value"]) == ("Asesor 1", 3, 3.5)
    of_last = rows.filter(item="5.1")
    assert of_last["panel_value"].to_list() == [0.0, 0.0]
    assert of_last["settled"].to_list() == [None, None]

    csv = taken(panel, "csv").content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("region_code;region;year")
    book = load_workbook(io.BytesIO(taken(panel, "xlsx").content))
    scores, meanings = book.worksheets
    column = [one.name for one in FIELDS].index("comment") + 1
    cells = [one[0] for one in scores.iter_rows(min_col=column, max_col=column)]
    assert any(cell.value == "=1+1" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert {one.name for one in FIELDS} <= {str(row[0].value) for row in meanings.iter_rows()}


def test_it_is_for_the_chair_and_who_holds_the_panel_and_stands_in_the_log(panel):
    for one in (panel.chair, panel.coordinator):
        assert taken(panel, "csv", one).status_code == 200
    for one in (panel.members[0].user, panel.members[2].user):
        assert taken(panel, "csv", one).status_code == 404
    assert taken(panel, "doc").status_code == 404
    assert Entry.objects.filter(chain_id=f"{OWN}/access", action="export.table").count() == 2

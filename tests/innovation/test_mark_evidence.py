"""Pieces of the store that marks of the innovation index rest on, beside what a workbook names."""

import io
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.models import Evidence
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.innovation.actions.mark_evidence import MarkCommand, drop, use
from kotacerdas.ops.verification import Finding, chain_findings, state_findings
from kotacerdas.plan.models import InnovationMark, RegionMark
from kotacerdas.records.models import Region
from kotacerdas.records.references import remove
from kotacerdas.reporting.actions.row_evidence import (
    RowCommand,
    Visibility,
    bring_file,
    discard,
)
from kotacerdas.scorecards.innovation_index import index_of
from markup import compact
from pages.acting import client_of
from pages.regions import AT, OTHER, OWN, begun, somebody
from pages.test_innovation_index import FILE, PAGE, YEAR, marked
from reporting import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return begun(OWN, marked())


@pytest.fixture
def coordinator(region: Region) -> User:
    return somebody(region, Role.COORDINATOR)


@pytest.fixture
def video(region: Region) -> InnovationMark:
    """Parameter 3 of the video, for which the workbook names nothing."""
    return InnovationMark.objects.get(innovation__region=region, indicator="35")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def piece_in(region: Region, by: User, number: int = 1) -> Evidence:
    """A file that waits, and so is seen by who imports workbooks."""
    data = files.pdf(Lang=f"id-{number}")
    bring_file(RowCommand(region, by, AT), f"video-{number}.pdf", data, (), Visibility())
    return Evidence.objects.get(region=region, title=f"video-{number}.pdf")


def points(region: Region) -> tuple[float, float]:
    index = index_of(region, YEAR).counted.index
    return float(index.claimed.value), float(index.verified.value)


def unproved(region: Region) -> list[Finding]:
    """What the log does not prove, apart from the roles that the test gave without it."""
    return [one for one in state_findings(region) if one.of[0] != "accounts.appointment"]


def address_of(mark: InnovationMark | RegionMark) -> str:
    slug = "kematangan" if isinstance(mark, InnovationMark) else "indikator-pemda"
    return f"/{OWN}/iid/bukti/{slug}/{mark.pk}/"


def check_of(client: Client) -> str:
    book = load_workbook(io.BytesIO(client.get(FILE).content), read_only=True)
    return " ".join(
        str(cell) for row in book.worksheets[2].iter_rows(values_only=True) for cell in row
    )


def test_a_piece_of_the_store_proves_a_mark(
    region: Region, coordinator: User, video: InnovationMark
):
    piece, before = piece_in(region, coordinator), points(region)
    client = client_of(coordinator)
    page = compact(client.get(address_of(video)).text)
    assert "video-1.pdf" in page

    sent = client.post(address_of(video), {"do": "use", "evidence": piece.pk}, follow=True)

    assert "Bukti dipakai." in sent.text
    # 4 x 3 of 10 innovations at least, of 250 points; nobody verified it
    assert points(region)[0] - before[0] == pytest.approx(0.48)
    assert points(region)[1] == before[1]
    of_piece = compact(client.get(f"/{OWN}/bukti/{piece.pk}/lihat/").text)
    assert "Dipakai juga di IID 35" in of_piece

    one = video.uses.get()
    client.post(address_of(video), {"do": "drop", "use": one.pk})
    assert points(region) == before
    assert chain_findings(region.code) == []
    assert unproved(region) == []


def test_what_is_taken_back_is_said_and_changes_no_score(
    region: Region, coordinator: User, video: InnovationMark
):
    piece = piece_in(region, coordinator)
    awards = RegionMark.objects.get(region=region, year=YEAR, indicator="12")
    for mark in (video, awards):
        use(MarkCommand(mark, coordinator, AT), piece)
    client, before = client_of(coordinator), points(region)
    assert "ditarik" not in check_of(client)
    assert "1 bukti terunggah" in client.get(PAGE).text

    discard(RowCommand(region, coordinator, AT), piece)

    assert points(region) == before
    assert "1 bukti ditarik" in client.get(PAGE).text
    assert "nilai belum berubah" in client.get(address_of(video)).text
    said = check_of(client)
    assert "Indikator 35: 1 bukti ditarik" in said
    assert "Indikator 12: 1 bukti ditarik" in said
    assert unproved(region) == []
    # Nothing else proves it: once somebody decides so, its points go.
    drop(MarkCommand(video, coordinator, AT), video.uses.get().pk)
    assert points(region)[0] == pytest.approx(before[0] - 0.48)


def test_who_may_not_see_a_piece_does_not_read_its_name(
    region: Region, coordinator: User, video: InnovationMark
):
    use(MarkCommand(video, coordinator, AT), piece_in(region, coordinator))
    for role in (Role.VIEWER, Role.OPERATOR, Role.LEADER):
        client = client_of(somebody(region, role))
        page = client.get(address_of(video))
        assert "video-1.pdf" not in page.text
        assert "Bukti dukung yang tidak diperlihatkan" in page.text
        assert client.post(address_of(video), {"do": "drop", "use": 1}).status_code == 403
    assert video.uses.count() == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.VERIFIER, Role.LEADER])
def test_only_who_edits_marks_says_what_they_rest_on(
    region: Region, coordinator: User, video: InnovationMark, role: Role
):
    piece = piece_in(region, coordinator)
    with pytest.raises(NotAllowedError):
        use(MarkCommand(video, somebody(region, role), AT), piece)
    assert not video.uses.exists()


def test_a_piece_of_another_region_or_one_that_is_gone_proves_nothing(
    region: Region, coordinator: User, video: InnovationMark
):
    other = begun(OTHER)
    theirs = piece_in(other, somebody(other, Role.COORDINATOR))
    gone = piece_in(region, coordinator, 2)
    discard(RowCommand(region, coordinator, AT), gone)
    for piece in (theirs, gone):
        with pytest.raises(RefusedError):
            use(MarkCommand(video, coordinator, AT), piece)


def test_a_mark_stays_while_it_rests_on_a_piece(
    region: Region, coordinator: User, video: InnovationMark
):
    use(MarkCommand(video, coordinator, AT), piece_in(region, coordinator))
    with pytest.raises(RefusedError):
        remove(InnovationMark, [video.pk])
    drop(MarkCommand(video, coordinator, AT), video.uses.get().pk)
    remove(InnovationMark, [video.pk])
    assert not InnovationMark.objects.filter(pk=video.pk).exists()

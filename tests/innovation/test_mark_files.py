"""Files of what workbooks call the evidence of marks: dropped together, found by their names."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases import mostly_on_one
from exchange.bringing import REPLACING, brought_in
from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core.errors import RefusedError
from kotacerdas.ops.verification import chain_findings, state_findings
from kotacerdas.plan.models import InnovationMark, RegionMark
from kotacerdas.records.models import Region
from kotacerdas.records.references import remove
from kotacerdas.scorecards.innovation_index import index_of
from markup import compact
from pages.acting import client_of
from pages.regions import AT, OWN, begun, somebody
from pages.test_innovation_index import PAGE, YEAR, with_innovations
from reporting import files
from workbook.builder import Sheets, xlsx

pytestmark = pytest.mark.django_db
FILES = f"/{OWN}/impor/bukti/"
SHARED = "SK penetapan.pdf"  # of two marks of one innovation, and of its own row


def named() -> Sheets:
    """Marks that name their files, one of which an innovation and two of its marks share."""
    sheets = with_innovations(
        ["n1", "16", 2, None, f"iid/{SHARED}", "yes"],
        ["n1", "17", 1, None, SHARED, None],
        ["n1", "35", 3, None, "Foto_layanan.jpeg; https://batang.example/foto", None],
        ["n5", "17", 3, None, "sk lain.pdf", None],
        of_region=([YEAR, "12", 3, None, "Piagam IGA.pdf", "yes"],),
    )
    head, first, *others = sheets["Innovations"]
    sheets["Innovations"] = [[*head, "evidence"], [*first, SHARED], *others]
    return sheets


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def region() -> Region:
    return begun(OWN, named())


@pytest.fixture
def coordinator(region: Region) -> User:
    return somebody(region, Role.COORDINATOR)


def dropped(by: User, *names: str, seen_by: str = "agency") -> Client:
    """All at once, each with content of its own."""
    client = client_of(by)
    sent = [
        SimpleUploadedFile(
            name,
            files.jpeg() if name.endswith("jpg") else files.pdf(Lang=f"id-{at}"),
        )
        for at, name in enumerate(names)
    ]
    answer = client.post(FILES, {"file": sent, "year": "", "seen_by": seen_by})
    assert answer.status_code == 302
    return client


def places() -> set[tuple[str, str]]:
    """What has a file: the kind of its row, and the indicator that a mark is of."""
    pieces = Evidence.objects.filter(removed_at=None, of_row__isnull=False)
    return {(one.of_row.place[0], one.of_row.record.indicator or "") for one in pieces}


def findings(region: Region) -> list[object]:
    own = [one for one in state_findings(region) if "casework.evidence" in repr(one)]
    return [*own, *(one for one in chain_findings(OWN) if one.is_fault)]


def of_region() -> RegionMark:
    return RegionMark.objects.get(indicator="12")


def test_files_find_the_marks_that_name_them(region: Region, coordinator: User):
    before = index_of(region, YEAR).counted.index
    names = ("sk_penetapan.PDF", "PIAGAM IGA.pdf", "foto layanan.jpg", "lain.pdf")
    client = dropped(coordinator, *names)

    marks = {("innovation_mark", indicator) for indicator in ("16", "17", "35")}
    # The innovation's own row names one of the files too, and is no question: it is the same one's.
    assert places() == marks | {("innovation", ""), ("region_mark", "12")}
    waits = Evidence.objects.get(removed_at=None, of_row=None)
    assert waits.title == "lain.pdf"
    page = compact(client.get(FILES).text)
    assert "3 berkas dipasangkan menurut namanya" in page
    assert "1 berkas menunggu dipilih barisnya" in page
    assert index_of(region, YEAR).counted.index == before, "the names counted before"
    assert findings(region) == []


def test_a_name_opens_its_file_on_the_marks_page_and_on_that_of_the_index(
    region: Region, coordinator: User
):
    mark, index = f"/{OWN}/iid/bukti/indikator-pemda/{of_region().pk}/", PAGE
    before = client_of(coordinator).get(mark).text
    assert FILES in before, "leads to where the file is brought"

    client = dropped(coordinator, "Piagam IGA.pdf")

    address = reverse("casework:evidence-view", args=[OWN, Evidence.objects.get().pk])
    for page in (mark, index):
        assert f'href="{address}"' in client.get(page).text, page
    assert FILES not in client.get(mark).text.split("</header>")[-1]
    opened = compact(client.get(address).text)
    assert f"IID 12 · Kabupaten {OWN}" in opened
    assert f"{YEAR}" in opened
    # Another reader of the same page, whose rights are the same, opens no more than their own.
    for role in (Role.VIEWER, Role.EVALUATOR):
        other = client_of(somebody(region, role))
        assert f'href="{address}"' not in other.get(index).text
        assert "Piagam IGA.pdf" in other.get(index).text
    assert f'href="{address}"' in client.get(index).text


@pytest.mark.parametrize("role", mostly_on_one(Role))
def test_who_sees_a_mark_s_file(region: Region, coordinator: User, role: Role):
    """That of an innovation's mark is its agency's; that of the region's is no agency's."""
    dropped(coordinator, "Piagam IGA.pdf", "Foto layanan.jpg")
    by = coordinator if role is Role.COORDINATOR else somebody(region, role)
    client = client_of(by)
    inside, reading = {Role.COORDINATOR, Role.VERIFIER}, {*Role} - {Role.VIEWER}
    seen = {
        ("region_mark", Seen.AGENCY): inside,
        ("region_mark", Seen.ASSESSORS): reading - {Role.OPERATOR},
        ("innovation_mark", Seen.AGENCY): inside | {Role.OPERATOR},
        ("innovation_mark", Seen.ASSESSORS): reading,
    }
    for (kind, level), roles in seen.items():
        piece = Evidence.objects.get(**{f"of_row__{kind}__isnull": False})
        Evidence.objects.update(seen_by=level)
        answer = client.get(reverse("casework:evidence-view", args=[OWN, piece.pk]))
        assert answer.status_code == (200 if role in roles else 403), (kind, level)


def test_a_mark_stays_while_it_has_a_file(region: Region, coordinator: User):
    client = dropped(coordinator, "Piagam IGA.pdf")
    piece, mark = Evidence.objects.get(), of_region()
    with pytest.raises(RefusedError):
        remove(RegionMark, [mark.pk])
    without = named()
    without["RegionMarks"] = without["RegionMarks"][:1]
    brought_in(region, xlsx(without), coordinator, AT, REPLACING)
    assert RegionMark.objects.filter(pk=mark.pk).exists()

    address = reverse("casework:evidence-piece", args=[OWN, piece.pk])
    assert client.post(address, {"do": "take_away"}).status_code == 302
    remove(RegionMark, [mark.pk])
    assert not RegionMark.objects.filter(pk=mark.pk).exists()


def test_two_innovations_that_name_one_file_are_a_question(region: Region, coordinator: User):
    other = InnovationMark.objects.get(innovation__code="n5")
    other.evidence = [SHARED]
    other.save()
    client = dropped(coordinator, SHARED)
    page = compact(client.get(FILES).text)
    assert not places()
    assert f"{other.innovation.code} IID {other.indicator} · {other.innovation.name}" in page

    piece = Evidence.objects.get()
    chosen = f"innovation_mark:{other.pk}:{SHARED}"
    client.post(FILES, {"do": "assign", "piece": piece.pk, "row": chosen})
    assert places() == {("innovation_mark", other.indicator)}
    assert findings(region) == []

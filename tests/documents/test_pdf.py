from collections.abc import Iterator

import pypdfium2
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.invented import batang
from kotacerdas.charts import rendering
from kotacerdas.charts.history import history
from kotacerdas.documents.pdf import report
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

pytestmark = pytest.mark.slow

MARGIN = 22 / 25.4 * 72
A4 = (595.28, 841.89)
ASCENT = 3  # points by which the box of a large letter exceeds the letter
FOOTER = 25  # points from the lower edge, in the margin


def _pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _boxes(pdf: bytes) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            for place in range(text.count_rects()):
                yield number, text.get_rect(place)


@pytest.mark.parametrize("language", Language)
def test_no_text_leaves_the_margins(any_card: Scorecard, language: Language):
    for number, (left, bottom, right, top) in _boxes(report(any_card, language)):
        assert left >= MARGIN - 1, number
        assert right <= A4[0] - MARGIN + 1, number
        assert bottom >= FOOTER, number
        assert top <= A4[1] - MARGIN + ASCENT, number


@pytest.mark.parametrize("language", Language)
def test_the_brief_is_one_page(any_card: Scorecard, language: Language):
    _, brief, overview, *_ = _pages(report(any_card, language))
    titles = {
        Language.ID: ("Ringkasan untuk Bupati", "Capaian keseluruhan"),
        Language.EN: ("Brief for the Regent", "Overall achievement"),
    }
    assert brief.startswith(titles[language][0])
    assert overview.startswith(titles[language][1])


def test_the_published_figures_are_there(card: Scorecard):
    pages = _pages(report(card, Language.ID))
    for figure in ("87,5", "89,7 %", "85,7 %", "80,0 %", "83,3 %", "100,0 %"):
        assert figure in pages[1].replace("\u00a0", " ")
    whole = "".join(pages)
    assert "Lelang gagal dua kali; dijadwalkan ulang tahun 2023." in whole
    assert "Halaman 2 dari" in pages[1]
    assert card.input_sha256 in whole


def test_every_programme_is_listed(card: Scorecard):
    whole = "".join(_pages(report(card, Language.ID)))
    assert all(code in whole for code in card.programmes["code"])


def test_a_table_over_several_pages_repeats_its_header(card: Scorecard):
    pages = _pages(report(card, Language.ID))
    with_governance = [page for page in pages if "GOV-" in page and "Ringkasan" not in page]
    assert len(with_governance) > 1
    assert all("Perangkat daerah" in page and "Status" in page for page in with_governance)


@pytest.mark.parametrize("language", Language)
def test_sections_without_a_long_table_stay_whole(any_card: Scorecard, language: Language):
    pages = _pages(report(any_card, language))
    title = {Language.ID: "Metode dan sumber", Language.EN: "Method and source"}[language]
    assert title in pages[-1]
    assert any_card.input_sha256 in pages[-1]


def test_a_long_table_starts_on_its_own_page(card: Scorecard):
    pages = _pages(report(card, Language.ID))
    assert any(page.startswith("Inovasi") for page in pages)


def test_it_is_archivable_and_accessible(card: Scorecard):
    pdf = report(card, Language.ID)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        about = document.get_metadata_dict()
    assert about["Title"] == "Capaian Program Smart City 2022 · Kabupaten Batang"
    assert about["Author"] == "Kabupaten Batang"


def test_the_same_scorecard_gives_the_same_bytes(card: Scorecard):
    assert report(card, Language.ID) == report(card, Language.ID)


def test_given_arms_replace_the_shield(card: Scorecard):
    picture = rendering.to_png(history(card, Language.ID))
    with_arms = report(card, Language.ID, picture)
    assert with_arms != report(card, Language.ID)
    assert len(_pages(with_arms)) == len(_pages(report(card, Language.ID)))


def test_arms_that_are_no_picture_are_refused(card: Scorecard):
    with pytest.raises(typst.TypstError):
        report(card, Language.ID, b"no picture")


def test_no_english_stands_in_the_indonesian_report(card: Scorecard):
    whole = "".join(_pages(report(card, Language.ID))).casefold()
    for word in ("achievement", "programme", "realised", "planned", "agency", " the ", " of "):
        assert word not in whole


def test_not_reported_never_reads_as_zero(card: Scorecard):
    pages = _pages(report(card, Language.ID))
    capacity = next(page for page in pages if "Pengelola SPBE" in page)
    row = capacity[capacity.index("Pengelola SPBE") :][:120]
    assert "belum dilaporkan" in row
    assert "0,0" not in row


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(min_size=1, max_size=80), min_size=6, max_size=6), st.text(max_size=300))
def test_no_text_breaks_the_compile(names: list[str], note: str):
    """Six names a report, because it is the compiling that takes its time."""
    card = batang(
        names=names,
        agency_names=[name[::-1] for name in names],
        note=note,
        planned=(6, 0, 0, 0, 0, 0),
        realised=(3, 0, 0, 0, 0, 0),
    )
    assert report(card, Language.ID).startswith(b"%PDF")

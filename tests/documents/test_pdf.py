import re
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


@pytest.mark.parametrize("count", range(36, 46))
def test_no_page_has_a_few_rows_of_a_table_alone(count: int):
    """Whatever the length of a table: three rows stand under its head, eight at its end."""
    names = [f"Kantor {number}" for number in range(count + 15)]
    card = batang(agency_names=names, planned=(count, 0, 0, 0, 0, 0), realised=(1, 0, 0, 0, 0, 0))
    pages = _pages(report(card, Language.ID))
    for row in (r"^GOV-\d+ ", r"^Kantor \d+ \d"):
        parts = [len(found) for page in pages if (found := re.findall(row, page, re.MULTILINE))]
        assert len(parts) > 1, parts
        assert parts[0] >= 3, parts
        assert min(parts[1:]) >= 8, parts


WRITINGS = {
    "Chinese": "智慧城市个人信息",
    "Chinese of Taiwan": "智慧城市個別體圖書館",
    "Japanese": "東京都のデジタル化",
    "Korean": "스마트시티 한국어",
    "emoji": "🏙🚀👩🌾✅☀🇮🇩",
    "Arabic": "مسجد المدينة",
    "Hebrew": "שלום",
    "Greek and Cyrillic": "Ελλάδα Привет",
}


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS.keys())
def test_each_writing_is_drawn_by_a_font_that_has_it(writing: str):
    """What no font has would stop the compile: PDF/A allows no such glyph."""
    card = batang(names=[f"Program {writing}"], note=writing)
    whole = "".join(_pages(report(card, Language.ID)))
    assert "□" not in whole
    assert set(writing) - {" "} <= set(whole)


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

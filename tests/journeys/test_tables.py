"""Tables on a phone: a row is two lines of what matters, never a list of labels and values."""

from journeys.site import REGION

PAGES = (
    *("opd/", "program/", "inovasi/", "anggaran/", "dasar/", "evaluasi/", "banding/2021/"),
    *("dimensi/economy/", "program/GOV-25/", "kapasitas/"),
)
# Of each row: which of its cells are shown, and whether name and main figure share the first line.
ROWS = """() => [...document.querySelectorAll('table.pairs tbody tr')].map((row) => {
    const shown = [...row.cells].filter((cell) => getComputedStyle(cell).display !== 'none');
    const [name, main] = [row.cells[0], row.querySelector('td.main') ?? row.cells[0]].map(
      (cell) => cell.getBoundingClientRect());
    return { shown: shown.length, height: row.getBoundingClientRect().height,
      level: Math.abs(name.top - main.top) < 12 && main.left >= name.left };
  })"""
# Whether what is chosen is shown whole, beside the browser's own arrow.
FITS = """(select) => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(select);
    const context = document.createElement('canvas').getContext('2d');
    context.font = font;
    const needed = context.measureText(select.selectedOptions[0].text).width + 20;
    return needed <= select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  }"""
MOST_CELLS = 4


def test_a_row_is_its_name_and_figure_and_one_line_more(page):
    page.set_viewport_size({"width": 360, "height": 740})
    for path in PAGES:
        page.goto(f"{REGION}2022/{path}")
        rows = page.evaluate(ROWS)
        assert rows, path
        assert all(row["shown"] <= MOST_CELLS and row["level"] for row in rows), path
        assert page.locator("table.pairs thead").first.is_hidden(), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_the_agencies_fit_three_screens(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{REGION}2022/opd/")
    rows = page.evaluate(ROWS)

    assert len(rows) == 41
    assert sum(row["height"] for row in rows) < 4.5 * 740
    assert page.eval_on_selector(".table-options select[name=urut]", FITS)


def test_marks_and_letters_are_the_designs_and_not_the_component_librarys(page):
    page.goto(f"{REGION}2022/opd/")
    mark = page.evaluate(
        "(({ padding, width, height }) => [padding, width, height])"
        "(getComputedStyle(document.querySelector('.mark-not_reported')))"
    )
    assert mark == ["0px", "13px", "13px"]
    for part in ("body", "h1", "button", "input", "summary"):
        found = page.evaluate(
            f"getComputedStyle(document.querySelector('{part}')).fontFeatureSettings"
        )
        assert found == "normal", part
    page.goto(f"{REGION}2022/")
    size, spacing, figures = page.evaluate(
        "(({ fontSize, letterSpacing, fontVariantNumeric }) => "
        "[fontSize, letterSpacing, fontVariantNumeric])"
        "(getComputedStyle(document.querySelector('.hero .big')))"
    )
    assert float(spacing.removesuffix("px")) >= -0.0201 * float(size.removesuffix("px"))
    assert figures == "tabular-nums"

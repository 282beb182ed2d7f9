"""What the journeys share: the site and its people, its pages' words, and workbooks to send."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from kotacerdas.workbook.reading import read
from kotacerdas.workbook.writing import write

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
REGION = "/33.25/"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_S = 120
WIDTHS, GROUNDS = (360, 1920), ("light", "dark")
SIZES = """async (ground) => {
  const root = document.documentElement
  for (let times = 0; root.dataset.bsTheme !== ground && times < 2000; times++)
    await new Promise((then) => setTimeout(then, 5))
  return [root.dataset.bsTheme, innerWidth, root.scrollWidth]
}"""
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What may be another on another ground, at another width or in another language.
LOOKS = [
    *("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"),
    *("button-name", "document-title", "html-has-lang", "html-lang-valid", "image-alt"),
    *("label", "link-name", "select-name", "svg-img-alt", "valid-lang"),
]
BARRIERS = """async (rules) => {
  const { violations } = await axe.run({ runOnly: rules, resultTypes: ["violations"] })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}"""
PASTE = """text => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/plain", text)
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
  document.activeElement.dispatchEvent(paste)
}"""
# The browser's own note of an answer that the journeys ask for: a page that says no.
_REFUSED = re.compile("Failed to load resource: .* (403|404|413|422) ").match


@dataclass(frozen=True)
class Site:
    url: str
    accounts: dict[str, tuple[str, str]]
    environment: dict[str, str]
    printed: Path  # what the server wrote so far, letters too

    def link_in(self, pattern):
        """The first address of that form that the server printed; it is waited for."""
        give_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up_at:
            if found := re.search(pattern, self.printed.read_text()):
                return found[1]
            time.sleep(0.2)
        raise AssertionError(f"{pattern} is not in\n{self.printed.read_text()}")

    def sign_in(self, page, role):
        self.sign_in_as(page, *self.accounts[role])

    def sign_in_as(self, page, address, password):
        page.goto(self.url)
        page.fill("input[name=login]", address)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector(".avatar-link")


def watched(page):
    """What the page complains of: in the console, by an error, or against its own policy."""
    complaints = []

    def tell(text):
        complaints.append(f"{page.url}: {text}")

    def heed(told):
        if told.type == "error" and not _REFUSED(told.text):
            tell(told.text)

    page.on("console", heed)
    page.on("pageerror", lambda error: tell(str(error)))
    return complaints


def looks(last):
    """Each width on each ground, with few changes between them, and which of them is last."""
    width, ground = last
    other_width = sum(WIDTHS) - width
    other_ground = next(one for one in GROUNDS if one != ground)
    turned = ((other_width, ground), (other_width, other_ground), (width, other_ground))
    return (*turned, last)


def too_wide(page, path, last=None):
    """The page loaded once, then made narrow and dark; where it is too wide.

    It ends as wide as it was, or as it is looked at last where that is said.
    """
    before = page.viewport_size
    page.goto(path)
    told = []
    for width, ground in looks(last or (360, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=ground)
        theme, shown, has = page.evaluate(SIZES, ground)
        assert (theme, shown) == (ground, width), path
        if has > shown:
            told.append(f"{path} at {width} {ground}: {has}")
    if last is None:
        page.set_viewport_size(before)
    return told


def barriers(page, rules=LEVELS):
    """What of the page, as it stands there, is against WCAG 2.2 AA, or some of its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{page.url} {what}" for what in page.evaluate(BARRIERS, rules)]


def settled(page):
    """Wait until what is shown has followed what was changed before; the page asks by itself."""
    page.wait_for_selector("[data-recomputing]", state="detached")
    if page.locator("[data-newer]").count():
        with page.expect_navigation():
            page.click("[data-newer]")


def overall(page):
    settled(page)
    return page.inner_text(".hero .big").replace("%", "").strip()


def dimensions(page):
    return page.locator("a.dim > strong.num").all_inner_texts()


def send(page, file):
    """Upload a workbook and wait for what the site says of it."""
    page.goto(f"{REGION}impor/")
    page.set_input_files("input[type=file]", file)
    page.click(".drop .btn-primary")
    page.wait_for_url("**/impor/*/")


def batang():
    """The example's records, to change and to write again."""
    frames = read(BATANG).frames
    return {sheet: frame.drop("row", "region").to_dicts() for sheet, frame in frames.items()}


def workbook(records, path):
    write(records, path)
    return path

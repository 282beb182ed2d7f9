"""Make the pictures of docs/panduan.md anew, from the demonstration's own pages.

    .venv/bin/python scripts/make_guide_pictures.py

Needs Chromium. The pictures are as the site is on the day they are made.
"""

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from journeys.conftest import CHROMIUM, FLAGS, started  # noqa: E402 - the tests start the same site
from journeys.site import BATANG, REGION  # noqa: E402

FOLDER = ROOT / "src/kotacerdas/pages/static/kotacerdas/panduan"
SIZE = {"width": 1180, "height": 760}
COLOURS = 96  # enough for pages without photographs, and a third of the bytes
# Of each picture: whose page it is, and its address; or the link that leads there from it.
PICTURES = {
    "ringkasan": ("coordinator", "2022/", ""),
    "langkah": ("coordinator", "langkah/", ""),
    "tabel": ("coordinator", "isi/target/tabel/", ""),
    "periode": ("coordinator", "pelaporan/2023/q1/", ""),
    "laporan": ("operator", "tugas/", "a[href*='/laporan/']"),
    "verifikasi": ("verifier", "verifikasi/", ".head .btn-primary"),
    "angka": ("coordinator", "2022/angka/overall/achievement_pct/", ""),
    "pimpinan": ("leader", "2022/pimpinan/", ""),
}


def main() -> None:
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for site in started(Path(folder), ["--example", str(BATANG)]):
            for name, (role, path, link) in PICTURES.items():
                context = browser.new_context(base_url=site.url, viewport=SIZE, locale="id-ID")
                page = context.new_page()
                site.sign_in(page, role)
                _open(page, REGION + path, link)
                _keep(page.screenshot(), FOLDER / f"{name}.png")
                context.close()
        browser.close()


def _open(page: Page, path: str, link: str) -> None:
    page.goto(path)
    if link:
        with page.expect_navigation():
            page.click(link)
    page.wait_for_selector("[data-recomputing]", state="detached")
    page.wait_for_load_state("networkidle")


def _keep(picture: bytes, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()

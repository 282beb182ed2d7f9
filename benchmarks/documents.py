"""The three documents of Batang when warm, each beside the bare cost of its library."""

import io
import sys
from datetime import date
from pathlib import Path
from statistics import median

import pypdfium2
import typst
from openpyxl import Workbook, load_workbook
from pptx import Presentation

from kotacerdas.documents import pdf, pptx, xlsx
from kotacerdas.figures.number import numbers
from kotacerdas.figures.result import as_dict
from kotacerdas.figures.trace import trace
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.question import Question
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import read
from timing import seconds

WORKBOOK = Path("examples/batang/batang.xlsx")
AIM_S = 1.0


def bare_pdf(pages: int) -> bytes:
    source = "#pagebreak()\n".join(["Kota Cerdas\n"] * pages)
    return bytes(typst.compile(source.encode()))


def bare_deck(slides: int) -> bytes:
    deck = Presentation()
    for _ in range(slides):
        deck.slides.add_slide(deck.slide_layouts[5])
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def bare_annex(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(rows):
        sheet.append([number] * 5)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def main() -> None:
    reading = read(WORKBOOK)
    question = Question("33.25", 2022, date(2022, 12, 31))
    card = evaluate(
        reading.frames, question, load(), input_sha256=reading.sha256, version="benchmark"
    )
    traced = trace(card)
    cells = {one: reading.cells(traced.fields(one)) for one in numbers(as_dict(card))}
    language = Language.ID
    report = pdf.report(card, language)
    deck, annex = pptx.deck(card, language), xlsx.annex(card, cells, language)
    pages = len(pypdfium2.PdfDocument(report))
    slides = len(Presentation(io.BytesIO(deck)).slides)
    rows = sum(sheet.max_row for sheet in load_workbook(io.BytesIO(annex)))
    parts = (
        (f"PDF, {pages} pages", lambda: pdf.report(card, language), lambda: bare_pdf(pages)),
        (f"deck, {slides} slides", lambda: pptx.deck(card, language), lambda: bare_deck(slides)),
        (
            f"annex, {rows} rows",
            lambda: xlsx.annex(card, cells, language),
            lambda: bare_annex(rows),
        ),
    )
    total = 0.0
    for name, ours, bare in parts:
        taken = median(seconds(ours) for _ in range(5))
        floor = median(seconds(bare) for _ in range(5))
        total += taken
        print(f"{name}: {taken:.3f} s, library alone {floor:.3f} s, ratio {taken / floor:.1f}")
    print(f"the three together: {total:.2f} s (aim {AIM_S:g} s)")
    sys.exit(0)


if __name__ == "__main__":
    main()

"""The report as PDF: archivable (PDF/A-2b) and readable aloud (PDF/UA-1)."""

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from kotacerdas.charts import fonts
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.qr import qr_code
from kotacerdas.documents.report import content
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

TEMPLATES = Path(__file__).parent / "templates"

_one_at_a_time = threading.Lock()


class ReportWarningError(RuntimeError):
    """Typst warned of something: the templates and the data no longer fit each other."""


def report(
    scorecard: Scorecard, language: Language, arms: bytes | None = None, address: str = ""
) -> bytes:
    """The report. `arms` is the region's coat of arms as SVG, PNG or JPEG; None draws a shield.

    `address` is where its result stays; the foot of each page has it, and as a QR code.

    Raises:
        typst.TypstError: `arms` is no picture that Typst can read.
    """
    data = json.dumps(content(Facts(scorecard, language)), ensure_ascii=False)
    inputs = {"content": data}
    if address:
        inputs |= {"address": address, "code": qr_code(address)}
    if arms is not None:
        inputs["arms"] = json.dumps(list(arms))
    return compiled("report.typ", inputs)


def compiled(template: str, inputs: Mapping[str, str]) -> bytes:
    """The document that a template makes of the inputs.

    Raises:
        typst.TypstError: one of them is nothing that the template can read.
    """
    with _one_at_a_time:  # a compiler keeps its last inputs
        pdf, warnings = _compiler(template).compile_with_warnings(
            format="pdf", sys_inputs=dict(inputs), pdf_standards=["a-2b", "ua-1"]
        )
    if warnings:
        raise ReportWarningError("; ".join(warning.message for warning in warnings))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gives a PDF as one piece")
    return pdf


@cache
def _compiler(template: str) -> typst.Compiler:
    """One of each template for the process: it keeps the fonts, and pages that did not change."""
    faces = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(fonts.DIRECTORY)],
    )
    return typst.Compiler(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=faces)

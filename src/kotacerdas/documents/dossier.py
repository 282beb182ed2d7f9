"""The dossier: report, deck and annex in one folder."""

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kotacerdas.documents.annex_trace import TracedCell
from kotacerdas.documents.pdf import report
from kotacerdas.documents.pptx import deck
from kotacerdas.documents.xlsx import annex
from kotacerdas.figures.number import Number
from kotacerdas.files import atomic
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

STEM = {Language.ID: "capaian", Language.EN: "achievement"}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_CODE = 60


def write(
    scorecard: Scorecard,
    trace: Mapping[Number, Sequence[TracedCell]],
    folder: Path,
    language: Language,
) -> list[Path]:
    """The three files, `capaian-33.25-2022.pdf` and so on; all are made before one is written."""
    # The report is drawn outside of Python for most of its time: the others are made meanwhile.
    with ThreadPoolExecutor(max_workers=1) as aside:
        pdf = aside.submit(report, scorecard, language)
        pptx = deck(scorecard, language)
        xlsx = annex(scorecard, trace, language)
        contents = {".pdf": pdf.result(), ".pptx": pptx, ".xlsx": xlsx}
    atomic.make_folder(folder)
    stem = file_stem(scorecard, language)
    paths = []
    for suffix, content in contents.items():
        path = folder / f"{stem}{suffix}"
        atomic.write(path, content)
        paths.append(path)
    return paths


def file_stem(scorecard: Scorecard, language: Language) -> str:
    """A name without an ending that any file system takes, whatever the code."""
    code = _UNSAFE.sub("_", scorecard.question.region).strip("._-")[:_LONGEST_CODE]
    return f"{STEM[language]}-{code or 'x'}-{scorecard.question.year}"

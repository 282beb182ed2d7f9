"""The dossier: report, deck and annex in one folder."""

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kotacerdas.documents.annex_trace import TracedCell
from kotacerdas.documents.pdf import report
from kotacerdas.documents.pptx import deck
from kotacerdas.documents.xlsx import annex
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

STEM = {Language.ID: "capaian", Language.EN: "achievement"}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_CODE = 60
_ALL_MAY_READ = 0o644


def write(
    scorecard: Scorecard,
    trace: Mapping[str, Sequence[TracedCell]],
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
    folder.mkdir(parents=True, exist_ok=True)
    stem = file_stem(scorecard, language)
    paths = []
    for suffix, content in contents.items():
        path = folder / f"{stem}{suffix}"
        _replace(path, content)
        paths.append(path)
    return paths


def file_stem(scorecard: Scorecard, language: Language) -> str:
    """A name without an ending that any file system takes, whatever the code."""
    code = _UNSAFE.sub("_", scorecard.question.region).strip("._-")[:_LONGEST_CODE]
    return f"{STEM[language]}-{code or 'x'}-{scorecard.question.year}"


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: whoever opens the file meanwhile reads the old one to its end."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(_ALL_MAY_READ)  # a temporary file is its owner's alone
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from kotacerdas.documents import dossier
from kotacerdas.documents.pptx import deck
from kotacerdas.documents.xlsx import annex
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language


@pytest.fixture
def others_may_read() -> Iterator[None]:
    """The mask of a command that needs no site, whose settings keep all to the owner."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("others_may_read")
def test_three_files_are_written(card: Scorecard, tmp_path: Path):
    paths = dossier.write(card, {}, tmp_path / "new" / "folder", Language.ID)
    stem = "capaian-33.25-2022"
    assert [path.name for path in paths] == [f"{stem}.pdf", f"{stem}.pptx", f"{stem}.xlsx"]
    assert paths[0].read_bytes().startswith(b"%PDF")
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in paths)
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(
        path.name for path in paths
    )


def test_a_second_run_replaces_the_first(card: Scorecard, tmp_path: Path):
    dossier.write(card, {}, tmp_path, Language.EN)
    assert len(dossier.write(card, {}, tmp_path, Language.EN)) == 3
    assert len(list(tmp_path.iterdir())) == 3


def test_nothing_is_left_when_a_file_cannot_be_replaced(card: Scorecard, tmp_path: Path):
    (tmp_path / "capaian-33.25-2022.pdf").mkdir()
    with pytest.raises(OSError, match="capaian"):
        dossier.write(card, {}, tmp_path, Language.ID)
    assert [path.name for path in tmp_path.iterdir()] == ["capaian-33.25-2022.pdf"]


@pytest.mark.parametrize(
    ("code", "stem"),
    [
        ("33.25", "capaian-33.25-2022"),
        ("../../etc/passwd", "capaian-etc_passwd-2022"),
        ("a/b\\c:d*e", "capaian-a_b_c_d_e-2022"),
        ("مسجد", "capaian-x-2022"),
        ("7" * 300, f"capaian-{'7' * 60}-2022"),
    ],
)
def test_any_code_gives_a_safe_name(card: Scorecard, code: str, stem: str):
    odd = replace(card, question=replace(card.question, region=code))
    assert dossier.file_stem(odd, Language.ID) == stem


def moments(content: bytes) -> Iterator[str]:
    """When a file, and every workbook in it, says that it was made."""
    with ZipFile(io.BytesIO(content)) as parts:
        for part in parts.infolist():
            yield "-".join(map(str, part.date_time[:3]))
            if part.filename.endswith(".xlsx"):
                yield from moments(parts.read(part))
            if part.filename == "docProps/core.xml":
                yield from re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", parts.read(part).decode())


@pytest.mark.parametrize("make", [deck, lambda card, language: annex(card, {}, language)])
def test_no_file_tells_the_time_so_that_the_same_facts_give_the_same_bytes(card, make):
    told = Counter(moments(make(card, Language.ID)))

    assert told.keys() == {"1980-1-1", "2022-12-31T00:00:00Z"}

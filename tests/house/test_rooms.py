"""The casework serves every process and knows none."""

from pathlib import Path

import pytest

import kotacerdas

CASEWORK = Path(kotacerdas.__file__).parent / "casework"
# A page has panels, and what is asked is reported: of these rooms only addresses and imports count.
OF_A_PROCESS = (
    *("innovation", "inovasi", "evaluation", "survey", "assessment"),
    *(f"{room}:" for room in ("reporting", "panel")),
    *(f"kotacerdas.{room}" for room in ("reporting", "panel")),
)


@pytest.mark.parametrize("word", OF_A_PROCESS)
def test_no_file_of_the_casework_names_a_process(word: str) -> None:
    files = [path for path in CASEWORK.rglob("*.*") if path.suffix in {".py", ".html", ".toml"}]
    assert len(files) > 40
    assert not [path.name for path in files if word in path.read_text().casefold()]

"""The toy edition as a file."""

from pathlib import Path

import pytest

from frameworks.toy import TOY


@pytest.fixture
def toy_file(tmp_path: Path) -> Path:
    file = tmp_path / "toy.toml"
    file.write_text(TOY, encoding="utf-8")
    return file

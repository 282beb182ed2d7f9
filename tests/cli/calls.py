"""The commands called within the test's own process, and small workbooks to call them with."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from kotacerdas.cli.main import app
from workbook.builder import Sheets, good, put, xlsx

OTHER = "33.26"


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def call(*arguments: object) -> Said:
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return Said(found.exit_code, found.stdout, found.stderr)


def saved(folder: Path, sheets: Sheets, name: str = "buku.xlsx") -> Path:
    path = folder / name
    path.write_bytes(xlsx(sheets))
    return path


def bare() -> Sheets:
    """One programme of 2022 and nothing else: no indicator, no money, no row of realisation."""
    sheets = good()
    return {name: sheets[name] for name in ("Region", "Agencies")} | {
        "Programmes": [
            [cell for at, cell in enumerate(row) if at not in (7, 8)]
            for row in sheets["Programmes"]
        ]
    }


def wrong() -> Sheets:
    """Two errors and a warning."""
    sheets = put(put(good(), "Programmes!C2", "nowhere"), "Budget!D2", -5)
    sheets["Notes"] = [["a"], ["b"]]
    return sheets


def two_regions() -> Sheets:
    """The good workbook and, of the other region, one whose programme of 2021 was not realised."""
    first, second = good(), good()
    put(put(second, "Agencies!A2", "b1"), "Programmes!D2", "b1")
    put(put(second, "Innovations!B2", "b1"), "Capacity!G2", "b1")
    put(put(second, "Programmes!C2", "economy"), "Budget!D2", 5000)
    for sheet in ("Targets", "Realisation"):
        for row in second[sheet][1:]:
            row[second[sheet][0].index("year")] = 2021
    put(put(put(second, "Realisation!E2", "no"), "Realisation!F3", 18), "Budget!B2", 2021)
    shared: Sheets = {
        name: [
            ["region", *rows[0]],
            *(["33.25", *row] for row in rows[1:]),
            *([OTHER, *row] for row in second[name][1:]),
        ]
        for name, rows in first.items()
    }
    shared["Region"] = [*first["Region"], [OTHER, "Kabupaten Pekalongan", "regency"]]
    return shared

"""The trace of 300 programmes: made and packed, and unpacked again.

Against the same rows as JSON, compressed. The trace before, which named every row again for every
level, took 15 times as long and 5.8 times the bytes of that, and 8 times as long to unpack.
"""

import json
import sys
import zlib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kotacerdas.figures.trace import trace
from kotacerdas.frameworks.loading import load
from kotacerdas.scorecards import traces
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.question import Question
from kotacerdas.workbook.reading import read
from kotacerdas.workbook.writing import write
from reading import YEAR, records
from timing import in_pairs, report

PROGRAMMES = 300
MOST_BYTES = 2.9  # half of the trace before


def by_quarter(made: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """The same with a target and a value of every indicator in each quarter."""
    parts: list[dict[str, object]] = [{"period": f"q{quarter}"} for quarter in (1, 2, 3, 4)]
    yearly = [row for row in made["Realisation"] if row.get("period") != "q2"]
    return made | {
        "Targets": [row | part for row in made["Targets"] for part in parts],
        "Realisation": [row | part for row in yearly for part in parts],
    }


def main() -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "300.xlsx"
        write(by_quarter(records(PROGRAMMES)), file)
        frames = read(file).frames
    question = Question("33.25", YEAR, date(YEAR, 12, 31))
    card = evaluate(frames, question, load(), input_sha256="", version="benchmark")
    origins = {sheet: {row: (1, row) for row in frame["row"]} for sheet, frame in frames.items()}

    def packed() -> bytes:
        return traces.packed(trace(card), frames, origins, {})

    def bare() -> bytes:
        rows = {sheet: frame.drop("region").rows() for sheet, frame in frames.items()}
        return zlib.compress(json.dumps(rows).encode())

    stored, floor = packed(), bare()
    ratio = len(stored) / len(floor)
    print(f"{len(stored):,} bytes, {ratio:.1f} times the rows alone (at most {MOST_BYTES})")
    if ratio > MOST_BYTES:
        sys.exit(1)
    report(
        in_pairs("make and pack", packed, bare, aim=3, at_most=7),
        in_pairs(
            "unpack",
            lambda: traces.unpacked(stored),
            lambda: json.loads(zlib.decompress(floor)),
            aim=2.5,
            at_most=4,
        ),
    )


main()

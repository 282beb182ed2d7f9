"""A scorecard as bytes and back, so that what was computed once is never computed again."""

import io
import zipfile
from dataclasses import fields
from typing import Any

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.evaluation import index_of_year
from kotacerdas.scoring.question import Question
from kotacerdas.scoring.scorecard import Scorecard

_FRAMES = tuple(field.name for field in fields(Scorecard) if field.type is pl.DataFrame)


def packed(card: Scorecard) -> bytes:
    """The scorecard's frames."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in _FRAMES:
            frame = io.BytesIO()
            getattr(card, name).write_ipc(frame, compression="zstd")
            archive.writestr(name, frame.getvalue())
    return stream.getvalue()


def unpacked(
    data: bytes, question: Question, framework: Framework, *, input_sha256: str, version: str
) -> Scorecard:
    """The scorecard that `packed` was given."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        frames: dict[str, Any] = {
            name: pl.read_ipc(io.BytesIO(archive.read(name))) for name in _FRAMES
        }
    return Scorecard(
        question=question,
        framework=framework,
        index=index_of_year(frames["index_rows"], question.year, framework),
        input_sha256=input_sha256,
        version=version,
        **frames,
    )

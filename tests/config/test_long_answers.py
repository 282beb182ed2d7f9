"""What is longer than granian may be given at once: sent from a file, of which nothing is left."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from kotacerdas.config import server

LENGTH = 3_000_000


class Proto:
    """What granian gives, as far as an answer needs it."""

    def __init__(self) -> None:
        self.sent, self.path = b"", ""

    def __aiter__(self):
        return self

    async def __anext__(self):
        raise StopAsyncIteration

    def response_file(self, status, headers, path):
        assert (status, dict(headers)["Content-Length"]) == (200, str(LENGTH))
        self.sent, self.path = Path(path).read_bytes(), path

    def response_stream(self, status, headers):
        del status, headers
        return self

    async def send_bytes(self, data):
        self.sent += data


class Result:
    streaming = True
    is_closed = False

    def __init__(self, blocks):
        self._blocks = blocks

    def __iter__(self):
        return iter(self._blocks)

    def close(self):
        self.is_closed = True


@pytest.fixture
def asked(settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    monkeypatch.setattr(server, "OPENED_WITHIN_S", 0)

    def ask(blocks) -> tuple[Proto, Result]:
        proto, result = Proto(), Result(blocks)

        def site(environ, start):
            del environ
            start("200 OK", [("Content-Length", str(LENGTH))])
            return result

        monkeypatch.setattr(server, "site", site)
        headers = SimpleNamespace(items=lambda: [("host", "b.example")])
        scope = SimpleNamespace(
            server="127.0.0.1:80",
            client="127.0.0.1:9",
            method="GET",
            path="/",
            query_string="",
            http_version="1.1",
            scheme="http",
            headers=headers,
        )

        async def serve() -> None:
            await server.Server().__rsgi__(scope, proto)
            await asyncio.sleep(0.05)

        try:
            asyncio.run(serve())
        finally:
            assert result.is_closed
        return proto, result

    return ask


def blocks():
    yield from [b"x" * 100_000] * 30


def test_a_long_answer_goes_by_way_of_a_file_that_is_removed(asked, monkeypatch, tmp_path):
    monkeypatch.setattr(server, "MOST_STREAMED_BYTES", LENGTH - 1)
    proto, _ = asked(blocks())
    assert proto.sent == b"x" * LENGTH
    assert Path(proto.path).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_a_shorter_one_is_streamed(asked):
    proto, _ = asked(blocks())
    assert (proto.sent, proto.path) == (b"x" * LENGTH, "")


def test_one_that_fails_on_the_way_sends_and_leaves_nothing(asked, monkeypatch, tmp_path):
    monkeypatch.setattr(server, "MOST_STREAMED_BYTES", LENGTH - 1)

    def failing():
        yield from [b"x" * 100_000] * 20
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        asked(failing())
    assert list(tmp_path.iterdir()) == []

"""The door of the site: a request is taken in whole before a thread is spent on it.

Granian hands requests over by its own interface (RSGI). Those who send slowly wait in the event
loop, where waiting costs nothing, and not for ever; Django's threads see only what is complete.
What a sign-in costs can't hold up those who read, because sign-ins have a thread of their own.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import IO, Any
from wsgiref.util import FileWrapper

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, close_old_connections
from django.http import HttpResponse

from kotacerdas.config.wsgi import application as site
from kotacerdas.core.uploads import REFUSED, limit_of

# A body has this long to come, and longer the more of it is there.
PATIENCE_S = 20
LEAST_BYTES_A_SECOND = 5_000
# Of what is too large some is taken and thrown away: a browser shows no answer before it has sent
# all, and where the connection is cut it shows none at all.
DISCARDED_BYTES = 30_000_000
IN_MEMORY_BYTES = 256_000
BLOCK_BYTES = 65_536
BLOCKS_AT_ONCE = 16
# Granian takes all that is streamed to it at once, however slowly it is fetched. What is longer
# goes by way of a file, of which it reads as much as it sends.
MOST_STREAMED_BYTES = 32_000_000
OPENED_WITHIN_S = 10
READERS = 4

log = logging.getLogger(__name__)
Headers = list[tuple[str, str]]


@dataclass
class Answer:
    """What the site answers; `rest` is what of the body is still to be made."""

    status: int
    headers: Headers
    body: bytes
    rest: Iterator[bytes] | None
    close: Callable[[], None]

    @property
    def is_long(self) -> bool:
        length = next((text for name, text in self.headers if name == "Content-Length"), "0")
        return int(length) > MOST_STREAMED_BYTES


class Server:
    """One for each process. What it does in threads is Django's; the rest is the loop's."""

    def __init__(self) -> None:
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._strangers = ThreadPoolExecutor(1, "stranger")

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        loop = asyncio.get_running_loop()
        environ = _environ(scope)
        lane = self._lane(environ)
        with SpooledTemporaryFile(IN_MEMORY_BYTES, dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as body:
            await self._take(proto, environ, body)
            body.seek(0)
            environ["wsgi.input"] = body
            answer = await loop.run_in_executor(lane, _answer, environ)
        if answer.rest is None:
            proto.response_bytes(answer.status, answer.headers, answer.body)
            return
        if answer.is_long:
            path = await loop.run_in_executor(lane, _written, answer)
            proto.response_file(answer.status, answer.headers, str(path))
            # Nothing says when it was opened; after that its name is needed no more.
            loop.call_later(OPENED_WITHIN_S, path.unlink)
            return
        try:
            stream = proto.response_stream(answer.status, answer.headers)
            while answer.body:
                await stream.send_bytes(answer.body)
                answer.body = await loop.run_in_executor(lane, _blocks, answer.rest)
        finally:
            await loop.run_in_executor(lane, answer.close)

    def _lane(self, environ: dict[str, Any]) -> ThreadPoolExecutor:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            return self._readers
        is_sign_in = environ["PATH_INFO"].startswith(f"/{settings.ACCOUNT_PATH}")
        is_known = f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "")
        return self._readers if is_known and not is_sign_in else self._strangers

    async def _take(self, proto: Any, environ: dict[str, Any], body: IO[bytes]) -> None:
        """Write what is sent to `body`, or say in the environment with which status it ends."""
        loop = asyncio.get_running_loop()
        limit, received, began = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, 0, loop.time()
        is_asked = False
        try:
            async with asyncio.timeout(PATIENCE_S) as patience:
                async for chunk in proto:
                    received += len(chunk)
                    if received > limit and not is_asked:
                        is_asked = True
                        limit = await loop.run_in_executor(self._strangers, _limit, environ)
                    if received <= limit:
                        body.write(chunk)
                    else:
                        environ[REFUSED] = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                    if received > limit + DISCARDED_BYTES:
                        break
                    patience.reschedule(began + PATIENCE_S + received / LEAST_BYTES_A_SECOND)
        except TimeoutError:
            environ[REFUSED] = HTTPStatus.REQUEST_TIMEOUT
        except OSError as error:
            log.exception("A request could not be stored", exc_info=error)
            environ[REFUSED] = HTTPStatus.INSUFFICIENT_STORAGE
        # A body in pieces announces no length; Django reads none without one.
        environ["CONTENT_LENGTH"] = "0" if REFUSED in environ else str(received)


def _environ(scope: Any) -> dict[str, Any]:
    """The request as WSGI wants it, its body apart.

    A name with an underscore is left out: it would pass for the one with a hyphen.
    """
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _file_wrapper,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


def _file_wrapper(file: IO[bytes], size: int) -> FileWrapper:
    return FileWrapper(file, max(size, BLOCK_BYTES))


def _limit(environ: dict[str, Any]) -> int:
    """How much may be sent there by whoever sends it, asked of Django before the rest is read."""
    close_old_connections()
    request = WSGIRequest(environ | {"wsgi.input": BytesIO()})
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    try:
        request.user = get_user(request)
    except DatabaseError:  # the page will say so
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return limit_of(request)


def _answer(environ: dict[str, Any]) -> Answer:
    status, headers = 500, []

    def start(line: str, given: Headers, exc_info: object = None) -> Callable[[bytes], object]:
        nonlocal status, headers
        del exc_info
        status, headers = int(line.split(" ", 1)[0]), given
        return lambda _: None

    result: Any = site(environ, start)
    if getattr(result, "streaming", True):
        blocks = iter(result)
        return Answer(status, headers, _blocks(blocks), blocks, result.close)
    body = b"".join(result)
    result.close()
    return Answer(status, headers, body, None, result.close)


def _written(answer: Answer) -> Path:
    """The answer's body as a file, which the caller removes; none is left where it fails."""
    folder = settings.FILE_UPLOAD_TEMP_DIR
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            file.write(answer.body)
            file.writelines(answer.rest or ())
        except BaseException:
            Path(file.name).unlink()
            raise
        finally:
            answer.close()
    return Path(file.name)


def _blocks(rest: Iterator[bytes]) -> bytes:
    return b"".join(islice(rest, BLOCKS_AT_ONCE))


application = Server()

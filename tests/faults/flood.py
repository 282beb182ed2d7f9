"""What strangers do to a site, in a process of its own: `python -m faults.flood PORT`.

Prints `ready` once all are under way, and ends when its input does.
"""

import http.client
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from socket import create_connection

from faults.served import FAILURES, HOST, Person

SLOW_SENDERS, LARGE_UPLOADS, SIGN_INS = 50, 20, 1000
AT_ONCE = 50


def send_slowly(port):
    """Forms of which a byte comes now and then, and never the end."""
    lines = [create_connection((HOST, port)) for _ in range(SLOW_SENDERS)]
    for line in lines:
        line.sendall(
            b"POST /akun/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
        )
    return lines


def upload(port):
    """A body of 100 MB to the page to sign in; gives up as soon as it is refused."""
    line = http.client.HTTPConnection(HOST, port, timeout=60)
    with suppress(*FAILURES), closing(line):
        line.putrequest("POST", "/akun/login/")
        line.putheader("Content-Length", "100000000")
        line.putheader("Content-Type", "multipart/form-data; boundary=x")
        line.endheaders()
        for _ in range(1000):
            line.send(bytes(100_000))


def guess(port, number):
    person = Person(port, {"csrftoken": "a" * 32})
    with suppress(*FAILURES):
        person.ask("/akun/login/", {"login": f"siapa{number}@example.go.id", "password": "salah"})


def run(port):
    slow = send_slowly(port)
    for _ in range(LARGE_UPLOADS):
        threading.Thread(target=upload, args=[port], daemon=True).start()
    with ThreadPoolExecutor(AT_ONCE) as people:
        for number in range(SIGN_INS):
            people.submit(guess, port, number)
        print("ready", flush=True)  # noqa: T201 - for whoever started it
        sys.stdin.read()
        people.shutdown(wait=False, cancel_futures=True)
    for line in slow:
        line.close()


if __name__ == "__main__":
    run(int(sys.argv[1]))

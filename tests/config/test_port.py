"""`serve` on a port where somebody listens already."""

import socket

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("shares", [False, True])
def test_a_taken_port_is_refused_in_words(shares):
    with socket.socket() as taken:
        if shares:  # as another server of ours does
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port} tidak dapat dipakai") as refused:
            call_command("serve", port=port)
    assert refused.value.returncode == 2


def test_a_host_that_is_not_this_machine_is_refused_in_words():
    with pytest.raises(CommandError, match=r"192\.0\.2\.1:8000"):
        call_command("serve", host="192.0.2.1")

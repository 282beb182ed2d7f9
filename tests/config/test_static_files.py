"""Static files are collected once for each program, and again after a start that was cut off."""

import pytest

from kotacerdas.config.management.commands import serve


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    """The calls to collect; one fails while `wrong` is in it."""
    settings.STATIC_ROOT = tmp_path
    calls = []

    def collect(name, **_options):
        if "wrong" in calls:
            raise OSError
        calls.append(name)

    monkeypatch.setattr(serve, "call_command", collect)
    return calls


def test_a_second_start_has_nothing_to_collect(collected):
    serve.collect_static()
    serve.collect_static()
    assert collected == ["collectstatic"]


def test_another_program_collects_again(collected, monkeypatch):
    serve.collect_static()
    monkeypatch.setattr(serve, "build_id", lambda: "another")
    serve.collect_static()
    assert len(collected) == 2


def test_after_a_start_that_was_cut_off_all_is_collected(collected):
    collected.append("wrong")
    with pytest.raises(OSError):  # noqa: PT011 - any
        serve.collect_static()
    collected.clear()
    serve.collect_static()
    assert collected == ["collectstatic"]

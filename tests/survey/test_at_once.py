"""The same form sent from eight tabs in one moment counts once."""

import json

import pytest
from django.db import connection

from reporting.processes import environment, run
from survey.answers_at_once import send_one_form


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_by_eight_at_once_counts_once(tmp_path):
    if connection.vendor == "sqlite":
        code, out = run("survey.answers_at_once", [], environment(tmp_path))
        assert code == 0, out
        found = json.loads(out)
    else:
        found = send_one_form()
    assert found == {"answers": 6, "at_the_place": 6, "counted": 5, "again": 35, "failed": []}

"""The region's deck in the browser: what was submitted, its notes for the presenter alone."""

import pytest
from django.test import Client

from kotacerdas.evaluation.models import Submission
from kotacerdas.panel.places import place
from pages.regions import OWN, begun
from panel.panels import judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel():
    return judged(begun(OWN))


def reading(user):
    client = Client()
    client.force_login(user)
    return client


def test_what_was_submitted_is_shown_with_notes_for_the_presenter_alone(panel):
    page = place(panel.review, "presenting")
    presenter = reading(panel.coordinator).get(page)
    screen = reading(panel.members[0].user).get(f"{page}?layar=1")

    assert presenter.text.count("data-slide ") == screen.text.count("data-slide ") > 10
    assert "slide-notes" in presenter.text
    assert "slide-notes" not in screen.text
    assert "style=" not in screen.text
    slides = presenter.context["slides"]
    assert any(one.drawing for one in slides)
    assert all(one.slide.title in presenter.text for one in slides if "&" not in one.slide.title)


def test_before_anything_was_submitted_it_leads_back_in_words(panel):
    Submission.objects.filter(stage=panel.review.stage).update(run=None)
    answer = reading(panel.coordinator).get(place(panel.review, "presenting"), follow=True)
    assert answer.redirect_chain[-1][0] == place(panel.review, "meeting")
    assert "notice-error" in answer.text
    panel.review.stage.submissions.all().delete()
    answer = reading(panel.coordinator).get(place(panel.review, "presenting"), follow=True)
    assert "notice-error" in answer.text

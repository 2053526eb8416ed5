"""P13, later: helped, no change or worse, asked once it can be known, and never overwritten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from tracker.models import CheckIn, RemedyFeedback, Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
REMEDY = "cold_compress"


@pytest.fixture
def bruised(ana: User, her_toxin: Treatment, a_report: Callable[..., Report]) -> CheckIn:
    """She was shown a cool pack for a bruise, and it is later now."""
    at = timezone.now() - timedelta(hours=7)
    with travel(at, tick=False):
        report = a_report(region="cheek", side="left", bruise=5, reported_at=at)
        return submit_check_in(by=ana, treatment=her_toxin, report=report).check_in


def say(client: Client, check_in: CheckIn, outcome: str, remedy: str = REMEDY) -> Any:
    said = {"remedy": remedy, "outcome": outcome}
    return client.post(f"/check-ins/{check_in.pk}/remedies", said, follow=True)


def test_worse_is_answered_with_stop_and_another_opinion_keeps_the_first(
    hers: Client, bruised: CheckIn, words_of: Words
) -> None:
    page = words_of(say(hers, bruised, "worse"))

    assert "Did you try it?" in page
    assert "Stop it for now." in page
    say(hers, bruised, "worse")
    say(hers, bruised, "helped")
    told = RemedyFeedback.objects.order_by("told_at").values_list("remedy", "outcome")
    assert list(told) == [(REMEDY, "worse"), (REMEDY, "helped")]


def test_it_is_not_asked_before_anybody_can_know(
    hers: Client, ana: User, her_toxin: Treatment, a_report: Callable[..., Report], words_of: Words
) -> None:
    report = a_report(region="cheek", side="left", bruise=5)
    now = submit_check_in(by=ana, treatment=her_toxin, report=report).check_in

    assert "Did you try it?" not in words_of(hers.get(f"/check-ins/{now.pk}"))


@pytest.mark.parametrize(
    ("remedy", "outcome"), [(REMEDY, "cured"), ("leeches", "helped"), ("", "")]
)
def test_what_was_not_shown_or_is_no_answer_is_refused(
    remedy: str, outcome: str, hers: Client, bruised: CheckIn
) -> None:
    assert say(hers, bruised, outcome, remedy).status_code == 400
    assert not RemedyFeedback.objects.exists()


def test_nobody_answers_for_her(bruised: CheckIn, ben: User, client_of: Any) -> None:
    assert say(client_of(ben), bruised, "helped").status_code == 404
    assert not RemedyFeedback.objects.exists()

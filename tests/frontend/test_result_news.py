"""What a check-in came to stands on top of Today until she has opened its result."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tracker.models import AuditEvent, CheckIn, ReviewCase, Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.judged_again import note_photo_findings
from tracker.services.reviews import decide

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
Arrives = Callable[..., CheckIn]
LOST = {"touch_felt": False, "movement_normal": True}
URGENT: dict[str, Any] = {"region": "cheek", "side": "left", "numbness": 4, "answers": LOST}
REVIEW: dict[str, Any] = {"region": "brow", "side": "left", "brow_droop": 4}
EMERGENCY: dict[str, Any] = {"danger_signs": {"asked": True, "any": True, "signs": ["breathing"]}}
SEE = "See what to do now"


@pytest.fixture
def arrives(ana: User, her_toxin: Treatment, a_report: Callable[..., Report]) -> Arrives:
    """arrives(hours_ago=…, bruise=2, …): a report that came in while she looked elsewhere."""

    def submit(hours_ago: float = 0, **said: Any) -> CheckIn:
        at = timezone.now() - timedelta(hours=hours_ago)
        report = a_report(**said, reported_at=at)
        return submit_check_in(by=ana, treatment=her_toxin, report=report).check_in

    return submit


def test_an_urgent_report_that_went_off_by_itself_says_on_today_what_to_do(
    hers: Client, arrives: Arrives, words_of: Words
) -> None:
    sent = arrives(**URGENT)

    answer = hers.get("/")

    page, source = words_of(answer), answer.content.decode()
    assert "Urgent: your clinic needs to see this today" in page
    assert "A dermatologist at Clinic A will look by" in page
    assert "Call your clinic: +44" in page
    assert f'href="/check-ins/{sent.pk}"' in source
    assert page.index(SEE) < page.index("Done for today")
    assert "umb" not in page[: page.index("Done for today")]  # not a word of what she told


def test_with_weakness_it_says_not_to_drive_before_anything_is_opened(
    hers: Client, arrives: Arrives, words_of: Words
) -> None:
    arrives(region="cheek", side="left", facial_weakness=5)

    page = words_of(hers.get("/"))

    assert "Do not drive" in page
    assert page.index("Do not drive") < page.index(SEE)


def test_an_emergency_has_its_number_on_today(
    hers: Client, arrives: Arrives, words_of: Words
) -> None:
    arrives(**EMERGENCY)

    answer = hers.get("/")

    assert "Emergency: call 112 or go to hospital now" in words_of(answer)
    assert 'href="tel:112"' in answer.content.decode()


def test_once_opened_it_is_no_news_any_more(hers: Client, arrives: Arrives) -> None:
    sent = arrives(**URGENT)

    hers.get(f"/check-ins/{sent.pk}")
    hers.get(f"/check-ins/{sent.pk}")

    assert SEE not in hers.get("/").content.decode()
    opened = AuditEvent.objects.get(action="result.opened")
    assert opened.actor == sent.patient.user_id
    assert opened.detail == {}


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
def test_a_browser_that_fetches_ahead_has_opened_nothing(
    hers: Client, arrives: Arrives, purpose: str
) -> None:
    sent = arrives(**URGENT)

    assert hers.get(f"/check-ins/{sent.pk}", headers={"Sec-Purpose": purpose}).status_code == 200

    assert SEE in hers.get("/").content.decode()


def test_nobody_else_opens_it_for_her(
    hers: Client, arrives: Arrives, ben: User, dr_cho: User, client_of: Callable[[User], Client]
) -> None:
    sent = arrives(**URGENT)

    assert client_of(ben).get(f"/check-ins/{sent.pk}").status_code == 404
    assert client_of(dr_cho).get(f"/check-ins/{sent.pk}").status_code == 403

    assert SEE in hers.get("/").content.decode()
    assert SEE not in client_of(ben).get("/", follow=True).content.decode()


def test_what_is_usual_is_news_too_and_says_so(
    hers: Client, arrives: Arrives, words_of: Words
) -> None:
    arrives(region="cheek", side="left", bruise=5)

    page = words_of(hers.get("/"))

    assert "ooks usual for day 3" in page
    assert "See what we say" in page
    assert SEE not in page


def test_the_most_urgent_stands_there_though_a_later_one_was_opened(
    hers: Client, arrives: Arrives
) -> None:
    urgent, later = arrives(2, **URGENT), arrives(1, **REVIEW)

    hers.get(f"/check-ins/{later.pk}")

    assert f'href="/check-ins/{urgent.pk}">See what to do now' in hers.get("/").content.decode()


def test_two_alarms_are_read_in_one(hers: Client, arrives: Arrives) -> None:
    arrives(1, **EMERGENCY)
    second = arrives(**EMERGENCY)

    hers.get(f"/check-ins/{second.pk}")

    assert SEE not in hers.get("/").content.decode()


def test_an_alarm_is_not_read_in_what_came_before_it(hers: Client, arrives: Arrives) -> None:
    first, second = arrives(1, **EMERGENCY), arrives(**EMERGENCY)

    hers.get(f"/check-ins/{first.pk}")

    assert f'href="/check-ins/{second.pk}">See what to do now' in hers.get("/").content.decode()


def test_what_a_photo_raised_after_she_had_read_it_is_news_again(
    hers: Client, arrives: Arrives, ana: User
) -> None:
    sent = arrives(region="cheek", side="left", bruise=2)
    hers.get(f"/check-ins/{sent.pk}")

    note_photo_findings(by=ana, check_in=sent, findings=frozenset({"bruise_larger"}))

    assert "care--review" in hers.get("/").content.decode()


def test_a_case_that_was_decided_is_no_news(
    hers: Client, arrives: Arrives, dr_cho: User, her_toxin: Treatment
) -> None:
    arrives(**REVIEW)
    case = ReviewCase.objects.get()

    decide(by=dr_cho, case=case, version=case.version, reason="expected_course", note="Seen.")

    assert "care--review" not in hers.get("/").content.decode()


def test_what_the_phone_keeps_names_the_day_of_the_limit(
    hers: Client, arrives: Arrives, words_of: Words
) -> None:
    arrives(**URGENT)
    due = timezone.localtime(ReviewCase.objects.get().due_at)

    page = words_of(hers.get("/kept"))

    assert f"on {due:%A} {due.day} {due:%B}" in page
    assert "will look by" in page
    assert SEE not in page  # that page is not on the phone

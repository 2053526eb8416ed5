"""Who is asked to take a case, or for her opinion, finds it: view, row, and what is over time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import member
from tracker.models import ReviewCase, Role
from tracker.services import reviews
from tracker.services.opinions import ask_opinion, give_opinion

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WEDNESDAY_10 = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Europe/London"))
FRIDAY_14 = datetime(2026, 11, 27, 14, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def dr_eve(clinic_a):
    return member("dr.eve", clinic_a, Role.DERMATOLOGIST)


@pytest.fixture
def escalated(numb_cheek, dr_cho):
    """escalated(to): Ben's case, by Dr Cho, wanted in an hour."""

    def escalate(to, by=None):
        return reviews.escalate(
            by=dr_cho, case=numb_cheek, version=numb_cheek.version, to=to,
            reason="Look at this", wanted_by=by or timezone.now() + HOUR,
        )  # fmt: skip

    return escalate


@pytest.fixture
def asked(numb_cheek, dr_cho, dr_eve):
    return ask_opinion(
        by=dr_cho, case=numb_cheek, version=numb_cheek.version, to=dr_eve,
        question="Is this yours?", wanted_by=timezone.now() + HOUR,
    )  # fmt: skip


@pytest.fixture
def hers(client_of):
    """hers(user): the reasons in her own view, and the count beside it."""

    def read(user):
        page = client_of(user).get("/clinic/?view=mine")
        count = next(v["count"] for v in page.context["views"] if v["label"] == "Mine")
        return [row["reason"] for row in page.context["rows"]], count

    return read


def test_an_escalated_case_stands_under_mine_of_who_is_asked_and_of_nobody_else(
    hers, escalated, dr_eve, lead_a, dr_dia, numb_cheek
):
    escalated(dr_eve)

    assert hers(dr_eve) == ([numb_cheek.reason], "1")
    assert hers(lead_a) == hers(dr_dia) == ([], "0")


def test_a_case_escalated_to_the_lead_stands_under_mine_of_the_leads_of_its_clinic(
    hers, escalated, dr_eve, lead_a, clinic_b, numb_cheek
):
    other_lead = member("lead.b", clinic_b, Role.CLINICAL_LEAD)
    escalated("lead")

    assert hers(lead_a) == ([numb_cheek.reason], "1")
    assert hers(dr_eve) == hers(other_lead) == ([], "0")


def test_who_escalated_keeps_it_under_mine_until_it_is_taken(
    hers, escalated, dr_cho, dr_eve, numb_cheek
):
    case = escalated(dr_eve)
    assert hers(dr_cho) == ([numb_cheek.reason], "1")

    reviews.claim(by=dr_eve, case=case, version=case.version)

    assert hers(dr_cho) == ([], "0")
    assert hers(dr_eve) == ([numb_cheek.reason], "1")


def test_a_case_that_was_put_aside_is_found_by_who_is_asked_all_the_same(
    hers, numb_cheek, dr_cho, dr_eve
):
    until = timezone.now() + timedelta(minutes=30)
    ReviewCase.objects.update(due_at=until)
    case = reviews.snooze(
        by=dr_cho, case=numb_cheek, version=numb_cheek.version, until=until, reason="Lunch"
    )
    reviews.escalate(
        by=dr_cho, case=case, version=case.version, to=dr_eve, reason="Look",
        wanted_by=timezone.now() + HOUR,
    )  # fmt: skip

    assert hers(dr_eve) == ([numb_cheek.reason], "1")
    assert hers(dr_cho) == ([], "0"), "she has put it aside"


def test_an_opinion_stands_under_mine_until_it_is_given(hers, asked, dr_eve, lead_a, numb_cheek):
    assert hers(dr_eve) == ([numb_cheek.reason], "1")
    assert hers(lead_a) == ([], "0")

    give_opinion(by=dr_eve, case=asked, version=asked.version, text="It is.")

    assert hers(dr_eve) == ([], "0")


def test_a_programs_list_of_mine_is_the_same(client_of, escalated, dr_eve, lead_a, numb_cheek):
    escalated(dr_eve)

    def listed(user):
        rows = client_of(user).get("/api/v1/review-cases/?view=mine").json()["results"]
        return [row["id"] for row in rows]

    assert listed(dr_eve) == [str(numb_cheek.pk)]
    assert listed(lead_a) == []


def test_its_row_says_of_whom_by_whom_and_until_when(
    client_of, escalated, dr_eve, dr_cho, words_of, numb_cheek
):
    with time_machine.travel(WEDNESDAY_10, tick=False):
        escalated(dr_eve, by=FRIDAY_14)
        of_her = words_of(client_of(dr_eve).get("/clinic/"))
        of_others = words_of(client_of(dr_cho).get("/clinic/"))

    assert "Escalated to you by Dr Cho, until Fri 14:00" in of_her
    assert "Escalated to Dr Eve, until Fri 14:00" in of_others
    with time_machine.travel(FRIDAY_14 + HOUR, tick=False):
        late = words_of(client_of(dr_eve).get("/clinic/"))
    assert "Escalated to you by Dr Cho, until 14:00: that time is over" in late


def test_the_lead_and_who_is_asked_for_an_opinion_read_it_too(
    client_of, escalated, dr_cho, dr_eve, lead_a, coordinator_a, words_of, numb_cheek
):
    case = escalated("lead")
    ask_opinion(
        by=dr_cho, case=case, version=case.version, to=dr_eve,
        question="Yours?", wanted_by=timezone.now() + HOUR,
    )  # fmt: skip

    def page(user):
        return words_of(client_of(user).get("/clinic/"))

    assert "Escalated to you by Dr Cho" in page(lead_a)
    assert "Your opinion is asked for by Dr Cho" in page(dr_eve)
    for words in ("Escalated to the clinical lead", "Second opinion asked of Dr Eve"):
        assert words in page(coordinator_a)


def test_the_row_of_a_colleague_who_left_says_so_without_her_name(
    client_of, escalated, dr_cho, dr_eve, words_of
):
    escalated(dr_eve)
    dr_cho.memberships.update(ended_at=timezone.now())

    assert "Escalated to you by a colleague" in words_of(client_of(dr_eve).get("/clinic/"))

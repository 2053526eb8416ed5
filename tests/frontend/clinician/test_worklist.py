"""C1: the right case first, with its reason, for those who work there."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from frontend.clinic import keyset, wording
from tracker.models import ReviewCase
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")


def names_in(response):
    return [row["reason"] for row in response.context["rows"]]


def test_a_case_stands_in_one_line_with_level_reason_time_left_and_who_has_it(
    client_of, dr_cho, numb_cheek, words_of
):
    page = words_of(client_of(dr_cho).get("/clinic/"))

    line = ("Urgent", "Ben", numb_cheek.reason, "Due in", "Day 3", "0 photos", "Unassigned")
    for words in (*line, "Botulinum toxin: forehead", "Raised just now"):
        assert words in page


def test_the_most_urgent_stands_first_then_the_one_with_least_time_left(
    client_of, dr_cho, clinic_a, numb_cheek, some_cases
):
    late, early = some_cases(clinic_a, 2)
    ReviewCase.objects.filter(pk=early.pk).update(due_at=late.due_at - HOUR)

    shown = names_in(client_of(dr_cho).get("/clinic/"))

    assert shown == [numb_cheek.reason, early.reason, late.reason]


@pytest.mark.parametrize("sort", ["urgency", "due"])
def test_of_those_that_are_due_at_once_the_oldest_stands_first_on_each_page(
    client_of, dr_cho, clinic_a, some_cases, monkeypatch, sort
):
    """As each morning: whatever came in the night is due at the same time after opening."""
    monkeypatch.setattr(keyset, "PAGE", 3)
    opened = timezone.now() - 9 * HOUR
    oldest_first = sorted((case.pk for case in some_cases(clinic_a, 6)), reverse=True)
    for number, pk in enumerate(oldest_first):
        at = opened + number * timedelta(minutes=10)
        ReviewCase.objects.filter(pk=pk).update(due_at=opened + 17 * HOUR, opened_at=at)
    client = client_of(dr_cho)

    first = client.get(f"/clinic/?sort={sort}")
    second = client.get(first.context["next_url"])

    shown = [row["id"] for page in (first, second) for row in page.context["rows"]]
    assert shown == oldest_first


def test_nothing_waiting_is_said_with_the_time_of_the_look(client_of, dr_cho, words_of):
    page = words_of(client_of(dr_cho).get("/clinic/"))

    assert "Nothing waiting" in page
    assert f"Last checked {timezone.localtime():%H:}" in page


def test_what_is_over_time_says_by_how_much(client_of, dr_cho, numb_cheek, words_of):
    due = datetime(2026, 11, 24, 10, tzinfo=LONDON)
    ReviewCase.objects.filter(pk=numb_cheek.pk).update(due_at=due)

    with time_machine.travel(due + 2 * HOUR + timedelta(minutes=20), tick=False):
        page = words_of(client_of(dr_cho).get("/clinic/?view=over_time"))

    assert "Over by 2 h 20 m, since 10:00" in page


def test_the_level_is_a_filter_in_the_address(client_of, dr_cho, numb_cheek, headache):
    client = client_of(dr_cho)

    assert names_in(client.get("/clinic/?urgency=urgent")) == [numb_cheek.reason]
    assert names_in(client.get("/clinic/?urgency=review")) == [headache.reason]
    assert names_in(client.get("/clinic/?urgency=emergency")) == []


@pytest.mark.parametrize("address", ["?view=all", "?urgency=none", "?after=1~x~y", "?after=~~~~"])
def test_an_address_that_somebody_made_up_shows_the_whole_list(
    client_of, dr_cho, numb_cheek, address
):
    response = client_of(dr_cho).get(f"/clinic/{address}")

    assert response.status_code == 200
    assert names_in(response) == [numb_cheek.reason]


def test_each_view_shows_its_cases_and_counts_them(client_of, dr_cho, numb_cheek, headache):
    reviews.claim(by=dr_cho, case=numb_cheek, version=1)
    reviews.decide(by=dr_cho, case=headache, version=1, reason="treated")
    client = client_of(dr_cho)

    shown = {view: names_in(client.get(f"/clinic/?view={view}")) for view in ("mine", "closed")}
    counts = {v["label"]: v["count"] for v in client.get("/clinic/").context["views"]}

    assert shown == {"mine": [numb_cheek.reason], "closed": [headache.reason]}
    assert (counts["Mine"], counts["Team"], counts["Unassigned"]) == ("1", "1", "0")
    assert counts["Recently closed"] == "1"


def test_a_note_that_no_case_holds_stands_under_notes(
    client_of, dr_cho, ana, her_toxin, a_report, words_of
):
    from_ana = a_report(note="All well, thank you <3")
    submit_check_in(by=ana, treatment=her_toxin, report=from_ana)

    page = words_of(client_of(dr_cho).get("/clinic/?view=notes"))

    assert "All well, thank you <3" in page
    assert "Nothing waiting" in words_of(client_of(dr_cho).get("/clinic/"))


def test_news_since_it_was_last_seen_is_said_until_a_clinician_acts(
    client_of, dr_cho, numb_cheek, words_of
):
    client = client_of(dr_cho)
    assert "news since it was last seen" in words_of(client.get("/clinic/"))

    reviews.acknowledge(by=dr_cho, case=numb_cheek, version=1)

    page = words_of(client.get("/clinic/"))
    assert "news since it was last seen" not in page
    assert "Seen" in page


def test_another_clinics_cases_are_not_there(client_of, dr_cho, dr_dia, numb_cheek, pale_skin):
    assert names_in(client_of(dr_cho).get("/clinic/")) == [numb_cheek.reason]
    assert names_in(client_of(dr_dia).get("/clinic/")) == [pale_skin.reason]


def test_who_works_at_two_clinics_sees_both(client_of, both_clinics_doctor, numb_cheek, pale_skin):
    shown = names_in(client_of(both_clinics_doctor).get("/clinic/"))

    assert shown == [pale_skin.reason, numb_cheek.reason]


@pytest.mark.parametrize("who", ["ben", "admin_a", "removed_doctor", "nobody"])
def test_without_a_clinics_role_the_page_says_who_can_give_it(
    request, client_of, who, numb_cheek, words_of
):
    response = client_of(request.getfixturevalue(who)).get("/clinic/")

    assert response.status_code == 403
    assert "administrator" in words_of(response)
    assert numb_cheek.reason not in words_of(response)


def test_who_is_not_signed_in_signs_in_first(client, numb_cheek):
    response = client.get("/clinic/?view=mine")

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in?next=/clinic/")


def test_pages_of_the_list_miss_no_case_and_show_none_twice(
    client_of, dr_cho, clinic_a, some_cases, monkeypatch
):
    monkeypatch.setattr(keyset, "PAGE", 2)
    wanted = {case.reason for case in some_cases(clinic_a, 5)}
    client, url, shown = client_of(dr_cho), "/clinic/", []

    while url:
        response = client.get(url)
        shown += names_in(response)
        url = response.context["next_url"]

    assert len(shown) == 5
    assert set(shown) == wanted


def test_a_long_page_holds_what_pages_would(client_of, dr_cho, clinic_a, some_cases, monkeypatch):
    monkeypatch.setattr(keyset, "PAGE", 2)
    some_cases(clinic_a, 5)
    client = client_of(dr_cho)
    first = client.get("/clinic/?sort=oldest")

    long = client.get(first.context["long_url"])

    assert len(names_in(long)) == 5
    assert (long.context["next_url"], long.context["long_url"]) == ("", "")
    assert len(client.get("/clinic/changes?rows=500").json()["cases"]) == 5


def test_closed_cases_come_newest_first_page_by_page(
    client_of, dr_cho, clinic_a, some_cases, monkeypatch
):
    monkeypatch.setattr(keyset, "PAGE", 2)
    for case in some_cases(clinic_a, 3):
        reviews.decide(by=dr_cho, case=case, version=1, reason="treated")
    client = client_of(dr_cho)

    first = client.get("/clinic/?view=closed")
    second = client.get(first.context["next_url"])

    assert names_in(first) + names_in(second) == ["Case 2", "Case 1", "Case 0"]


def test_ten_times_the_cases_cost_no_further_statement(
    client_of, dr_cho, clinic_a, some_cases, django_assert_max_num_queries
):
    client = client_of(dr_cho)
    some_cases(clinic_a, 1, "urgent")
    client.get("/clinic/")
    with django_assert_max_num_queries(15) as few:
        client.get("/clinic/")
    some_cases(clinic_a, 10)

    with django_assert_max_num_queries(len(few)):
        client.get("/clinic/")


def test_what_a_patient_calls_herself_is_text_and_never_markup(
    client_of, dr_cho, numb_cheek, ben_patient
):
    ben_patient.name = "<script>alert(1)</script>"
    ben_patient.save()

    page = client_of(dr_cho).get("/clinic/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_an_open_list_can_ask_what_changed_and_hears_nothing_while_it_is_the_same(
    client_of, dr_cho, dr_dia, numb_cheek, pale_skin
):
    client = client_of(dr_cho)
    first = client.get("/clinic/changes?view=team")
    same = client.get("/clinic/changes?view=team", headers={"If-None-Match": first["ETag"]})
    reviews.claim(by=dr_cho, case=numb_cheek, version=1)
    after = client.get("/clinic/changes?view=team", headers={"If-None-Match": first["ETag"]})

    case = first.json()["cases"][0]
    assert (case["id"], case["urgency"], case["version"]) == (str(numb_cheek.pk), "urgent", 1)
    assert (same.status_code, after.status_code) == (304, 200)
    assert after.json()["cases"][0]["version"] == 2


@pytest.mark.parametrize("who", ["ben", "admin_a", "removed_doctor", "nobody"])
def test_what_changed_is_for_the_clinics_staff(request, client_of, who, numb_cheek):
    assert client_of(request.getfixturevalue(who)).get("/clinic/changes").status_code == 403


def test_a_closed_case_says_how_it_was_decided(client_of, dr_cho, headache, words_of):
    reviews.decide(by=dr_cho, case=headache, version=1, reason="expected_course")

    assert "Expected course" in words_of(client_of(dr_cho).get("/clinic/?view=closed"))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=20), "20 m ago"),
        (timedelta(hours=2), "2 h ago"),
        (timedelta(hours=1, minutes=40), "1 h 40 m ago"),
        (timedelta(days=3, hours=5), "3 d ago"),
    ],
)
def test_an_age_is_said_in_few_words(length, words):
    now = timezone.now()

    assert wording.ago(now - length, now) == words

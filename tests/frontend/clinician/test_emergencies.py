"""An emergency that nobody has seen is said in any view, on any page of it, on another case."""

import pytest
from django.utils import timezone

from frontend.clinic import keyset
from tracker.models import ReviewCase
from tracker.services import reviews

pytestmark = pytest.mark.django_db
ONE = "1 emergency that nobody has seen"


@pytest.fixture
def emergency(clinic_a, some_cases):
    return some_cases(clinic_a, 1, "emergency")[0]


@pytest.mark.parametrize(
    "query",
    ["?view=mine", "?view=notes", "?view=closed", "?urgency=review", "?sort=newest", "?label=x"],
)
def test_every_other_list_says_it_as_it_opens_and_as_it_asks(
    client_of, dr_cho, emergency, numb_cheek, words_of, query
):
    client = client_of(dr_cho)

    said = client.get(f"/clinic/changes{query}").json()["emergencies"]

    assert ONE in words_of(client.get(f"/clinic/{query}"))
    assert (said["text"], said["latest"]) == (ONE, emergency.news_at.isoformat())


def test_the_second_page_says_it_and_lists_nothing_new(
    client_of, dr_cho, clinic_a, emergency, some_cases, words_of, monkeypatch
):
    monkeypatch.setattr(keyset, "PAGE", 2)
    some_cases(clinic_a, 3)
    client = client_of(dr_cho)
    second = client.get(client.get("/clinic/").context["next_url"])

    said = client.get(second.context["changes_url"]).json()

    assert ONE in words_of(second)
    assert (said["cases"], said["emergencies"]["text"]) == (None, ONE)


def test_the_list_at_whose_top_it_stands_does_not_say_it_twice(
    client_of, dr_cho, emergency, words_of
):
    page = client_of(dr_cho).get("/clinic/")

    assert ONE not in words_of(page)
    assert page.context["emergencies"]["latest"] == emergency.news_at.isoformat()


def test_another_cases_page_says_it_and_its_own_does_not(
    client_of, dr_cho, emergency, numb_cheek, words_of
):
    client = client_of(dr_cho)

    assert ONE in words_of(client.get(f"/clinic/cases/{numb_cheek.pk}"))
    assert ONE not in words_of(client.get(f"/clinic/cases/{emergency.pk}"))
    for case, text in ((numb_cheek, ONE), (emergency, "")):
        said = client.get(f"/clinic/emergencies?in={case.pk}").json()["emergencies"]
        assert said["text"] == text


@pytest.mark.parametrize("here", ["", "x", "00000000-0000-0000-0000-000000000000", "%00"])
def test_an_address_that_somebody_made_up_leaves_none_out(client_of, dr_cho, emergency, here):
    said = client_of(dr_cho).get(f"/clinic/emergencies?in={here}").json()

    assert said["emergencies"]["text"] == ONE


def test_what_was_seen_closed_or_is_another_clinics_calls_nobody(
    client_of, dr_cho, dr_dia, clinic_a, some_cases, pale_skin
):
    seen, closed, last = some_cases(clinic_a, 3, "emergency")
    reviews.acknowledge(by=dr_cho, case=seen, version=1)
    contact = {"at": timezone.now(), "how": "phone", "outcome": "Went to hospital"}
    reviews.decide(by=dr_cho, case=closed, version=1, reason="referred", contact=contact)

    def said(user):
        return client_of(user).get("/clinic/emergencies").json()["emergencies"]["text"]

    assert said(dr_cho) == said(dr_dia) == ONE
    ReviewCase.objects.filter(pk=last.pk).update(acknowledged_at=timezone.now())
    assert said(dr_cho) == ""


def test_who_works_at_two_clinics_hears_of_both(
    client_of, both_clinics_doctor, emergency, pale_skin
):
    said = client_of(both_clinics_doctor).get("/clinic/emergencies").json()

    assert said["emergencies"]["text"] == "2 emergencies that nobody has seen"


@pytest.mark.parametrize("who", ["ben", "admin_a", "removed_doctor", "nobody"])
def test_it_is_for_the_clinics_staff(request, client_of, who, emergency):
    assert client_of(request.getfixturevalue(who)).get("/clinic/emergencies").status_code == 403


def test_the_answer_names_nobody_and_no_reason(client_of, dr_cho, emergency):
    said = client_of(dr_cho).get("/clinic/emergencies").content.decode()

    assert emergency.patient.name not in said
    assert emergency.reason not in said


def test_a_new_one_changes_the_answer_though_her_view_stays_the_same(
    client_of, dr_cho, clinic_a, some_cases
):
    client, address = client_of(dr_cho), "/clinic/changes?view=mine"
    first = client.get(address)
    some_cases(clinic_a, 1, "emergency")

    after = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.json()["emergencies"]["text"], after.status_code) == ("", 200)
    assert after.json()["cases"] == []
    assert after.json()["counts"]["team"] == "1"


def test_the_counts_beside_the_views_and_the_kept_ones_come_with_the_news(
    client_of, dr_cho, numb_cheek, headache
):
    client = client_of(dr_cho)
    client.post("/clinic/views", {"name": "Urgent", "back": "view=team&urgency=urgent"})
    before = client.get("/clinic/changes?view=mine").json()["counts"]
    reviews.claim(by=dr_cho, case=numb_cheek, version=1)

    after = client.get("/clinic/changes?view=mine").json()["counts"]

    kept = next(name for name in after if "-" in name)
    assert (before["mine"], before["unassigned"], before[kept]) == ("0", "2", "1")
    assert (after["mine"], after["unassigned"], after["notes"]) == ("1", "1", "0")


def test_while_nothing_changes_a_look_costs_two_statements_more_than_who_she_is(
    client_of, dr_cho, numb_cheek, emergency, django_assert_max_num_queries
):
    client = client_of(dr_cho)
    first = client.get("/clinic/changes")
    with django_assert_max_num_queries(6) as door:
        client.get("/clinic/keys")

    with django_assert_max_num_queries(len(door) + 2):
        same = client.get("/clinic/changes", headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same["ETag"]) == (304, first["ETag"])

"""C1: a patient's message that comes while the worklist lies open is said as a new case is."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tracker.services.messages import mark_seen, send_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes(client_of):
    """changes(user, since): what an open list hears."""

    def ask(user, since, view="team", **headers):
        query = {"view": view, "since": since}
        return client_of(user).get("/clinic/changes", query, headers=headers)

    return ask


@pytest.fixture
def writes():
    def write(by, treatment):
        return send_message(by=by, treatment=treatment, client_id=uuid4(), text="It is worse.")[0]

    return write


@pytest.mark.parametrize("view", ["team", "mine", "notes", "closed"])
def test_it_is_news_in_every_view_though_no_case_is_open(
    changes, dr_cho, ana, her_toxin, writes, view
):
    since = timezone.now().isoformat()
    before = changes(dr_cho, since, view)
    writes(ana, her_toxin)

    after = changes(dr_cho, since, view, **{"If-None-Match": before["ETag"]})

    assert (before.json()["written"], after.status_code) == (0, 200)
    assert after.json()["written"] == 1
    assert after.json()["counts"]["notes"] == "1"


def test_the_page_asks_from_when_it_was_made(client_of, dr_cho, ana, her_toxin, writes):
    writes(ana, her_toxin)
    client = client_of(dr_cho)

    page = client.get("/clinic/")

    assert client.get(page.context["changes_url"]).json()["written"] == 0


def test_one_on_an_open_case_is_news_too_and_marks_its_row(
    changes, dr_cho, ben, numb_cheek, writes
):
    since = timezone.now().isoformat()
    before = changes(dr_cho, since).json()["cases"][0]
    writes(ben, numb_cheek.treatment)

    after = changes(dr_cho, since).json()

    assert after["written"] == 1
    assert after["cases"][0]["news"] > before["news"]
    assert after["cases"][0]["version"] > before["version"]


def test_what_a_colleague_has_seen_is_news_no_more(changes, dr_cho, lead_a, ana, her_toxin, writes):
    since = timezone.now().isoformat()
    writes(ana, her_toxin)
    mark_seen(by=lead_a, treatment=her_toxin)

    assert changes(dr_cho, since).json()["written"] == 0


def test_another_clinics_patient_and_a_colleagues_own_words_are_no_news(
    changes, dr_cho, dr_dia, lead_a, cleo, cleos_filler, her_toxin, writes
):
    since = timezone.now().isoformat()
    writes(cleo, cleos_filler)
    writes(lead_a, her_toxin)

    assert changes(dr_cho, since).json()["written"] == 0
    assert changes(dr_dia, since).json()["written"] == 1


@pytest.mark.parametrize(
    "since", ["", "now", "2026-02-31T10:00:00Z", "2026-02-03T10:00:00", "\0", "9" * 400]
)
def test_without_a_moment_of_the_page_nothing_is_counted(
    changes, dr_cho, ana, her_toxin, writes, since
):
    writes(ana, her_toxin)

    assert changes(dr_cho, since).json()["written"] == 0


def test_the_answer_holds_no_words_of_hers(changes, dr_cho, ana, ana_patient, her_toxin, writes):
    since = timezone.now().isoformat()
    writes(ana, her_toxin)

    said = changes(dr_cho, since).content.decode()

    assert "worse" not in said
    assert ana_patient.name not in said


def test_it_costs_no_statement_more(client_of, dr_cho, numb_cheek, django_assert_max_num_queries):
    client, since = client_of(dr_cho), timezone.now().isoformat()
    address = f"/clinic/changes?view=team&since={since.replace('+', '%2B')}"
    first = client.get(address)
    with django_assert_max_num_queries(6) as door:
        client.get("/clinic/keys")

    with django_assert_max_num_queries(len(door) + 2):
        same = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert same.status_code == 304


def test_a_coordinators_look_at_a_case_leaves_her_words_unseen_and_her_answer_does_not(
    client_of, coordinator_a, ana, her_toxin, headache, writes, move
):
    first, client = writes(ana, her_toxin), client_of(coordinator_a)
    headache.refresh_from_db()
    assert "It is worse." in client.get(f"/clinic/cases/{headache.pk}").content.decode()
    first.refresh_from_db()
    assert first.seen_at is None

    assert move(client, headache, "message", text="We call you.").status_code == 302

    first.refresh_from_db()
    assert first.seen_by == coordinator_a


def test_a_clinicians_look_at_the_case_is_seen_by_name(
    client_of, dr_cho, lead_a, ana, her_toxin, headache, writes, words_of
):
    said = writes(ana, her_toxin)

    client_of(dr_cho).get(f"/clinic/cases/{headache.pk}")

    said.refresh_from_db()
    assert said.seen_by == dr_cho
    assert "Seen by Dr Cho, " in words_of(client_of(lead_a).get(f"/clinic/cases/{headache.pk}"))

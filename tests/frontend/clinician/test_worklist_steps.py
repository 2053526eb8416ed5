"""C1's quick steps: on a row, on several, taken back; what is remembered of how she works."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from time_machine import travel

from tracker.models import CaseViewing, DeskHabits, Membership, ReviewCase
from tracker.services import reviews
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def chosen(*cases):
    return [f"{case.pk}~{case.version}" for case in cases]


def holders():
    return {case.reason: case.assigned_to for case in ReviewCase.objects.all()}


def test_sound_is_off_until_she_switches_it_on_and_only_for_her(client_of, dr_cho, lead_a):
    client = client_of(dr_cho)
    assert client.get("/clinic/").context["desk"].habits.has_sound is False

    answer = client.post("/clinic/habits", {"habit": "has_sound", "on": "yes"}, headers=JSON)

    assert answer.json() == {"on": True}
    assert client.get("/clinic/").context["desk"].habits.has_sound is True
    assert client_of(lead_a).get("/clinic/").context["desk"].habits.has_sound is False


def test_a_step_on_a_row_leads_back_to_the_list_at_the_next_row(
    client_of, dr_cho, numb_cheek, headache, words_of
):
    client = client_of(dr_cho)
    form = {"version": 1, "back": "view=team&urgency=", "then": "list"}

    answer = client.post(f"/clinic/cases/{numb_cheek.pk}/claim", form)

    assert answer["Location"] == f"/clinic/?view=team#case-{headache.pk}"
    page = client.get("/clinic/?view=team")
    assert "Ben: The case is yours now." in words_of(page)
    assert page.context["done"]["undo"] == chosen(ReviewCase.objects.get(pk=numb_cheek.pk))
    assert client.get("/clinic/").context["done"] is None


def test_a_row_has_the_steps_of_her_role_alone(client_of, dr_cho, coordinator_a, numb_cheek):
    def steps(user):
        [row] = client_of(user).get("/clinic/").context["rows"]
        return [act["name"] for act in row["acts"]]

    assert steps(coordinator_a) == ["claim", "message", "request-photo"]
    assert steps(dr_cho) == ["claim", "acknowledge", "snooze", "message", "request-photo"]


def test_the_script_hears_what_changed_on_the_row(client_of, dr_cho, numb_cheek):
    address = f"/clinic/cases/{numb_cheek.pk}/acknowledge"
    said = client_of(dr_cho).post(address, {"version": 1}, headers=JSON).json()

    assert (said["version"], said["undo_seconds"]) == (2, 10)
    assert said["clock"]["text"].startswith("Seen ")
    assert "acknowledge" not in said["acts"]
    assert said["said"].startswith("Ben: Marked as seen.")


def test_a_seen_case_with_news_is_marked_as_seen_once_more(
    client_of, dr_cho, ben, his_toxin, numb_cheek
):
    client = client_of(dr_cho)
    case = reviews.acknowledge(by=dr_cho, case=numb_cheek, version=1)
    seen_at = case.acknowledged_at
    send_message(by=ben, treatment=his_toxin, client_id=uuid4(), text="Still numb.")
    row = client.get("/clinic/").context["rows"][0]
    offered = [act["name"] for act in row["acts"] if not act["is_off"]]
    assert (row["is_new"], "acknowledge" in offered) == (True, True)

    url = f"/clinic/cases/{numb_cheek.pk}/acknowledge"
    said = client.post(url, {"version": row["version"]}, headers=JSON).json()

    assert "acknowledge" not in said["acts"]
    assert not client.get("/clinic/").context["rows"][0]["is_new"]
    case.refresh_from_db()
    assert case.acknowledged_at == seen_at


def test_what_is_undone_stands_on_the_row_as_before(client_of, dr_cho, numb_cheek, words_of):
    client = client_of(dr_cho)
    reviews.acknowledge(by=dr_cho, case=numb_cheek, version=1)

    said = client.post("/clinic/undo", {"case": f"{numb_cheek.pk}~2"}, headers=JSON).json()

    assert said["clock"]["text"].startswith("Due in ")
    assert (said["version"], "acknowledge" in said["acts"]) == (3, True)
    page = words_of(client.get(f"/clinic/cases/{numb_cheek.pk}"))
    assert "Step taken back" in page


def test_undo_says_why_it_was_not_done(client_of, dr_cho, lead_a, numb_cheek, words_of):
    client = client_of(dr_cho)
    reviews.claim(by=dr_cho, case=numb_cheek, version=1)
    with travel(timezone.now() + timedelta(minutes=1), tick=False):
        client.post("/clinic/undo", {"case": f"{numb_cheek.pk}~2"})
        late = words_of(client.get("/clinic/"))
    reviews.acknowledge(by=lead_a, case=numb_cheek, version=2)
    client.post("/clinic/undo", {"case": f"{numb_cheek.pk}~2"})

    assert "can no longer be taken back" in late
    assert "A colleague has moved the case since" in words_of(client.get("/clinic/"))
    assert ReviewCase.objects.get(pk=numb_cheek.pk).assigned_to == dr_cho


def test_what_she_did_last_names_nobody_of_a_clinic_that_she_has_left(
    client_of, both_clinics_doctor, clinic_a, numb_cheek, pale_skin, words_of
):
    client = client_of(both_clinics_doctor)
    reviews.claim(by=both_clinics_doctor, case=numb_cheek, version=1)
    client.post("/clinic/undo", {"case": f"{numb_cheek.pk}~2"})
    Membership.objects.filter(user=both_clinics_doctor, clinic=clinic_a).update(
        ended_at=timezone.now()
    )

    page = words_of(client.get("/clinic/"))

    assert "Cleo" in page
    assert "Ben" not in page


def test_several_are_taken_or_given_and_what_a_colleague_holds_is_left_and_named(
    client_of, dr_cho, lead_a, clinic_a, some_cases, words_of
):
    first, second, held = some_cases(clinic_a, 3)
    stale = chosen(held)
    reviews.claim(by=lead_a, case=held, version=1)
    client = client_of(dr_cho)

    client.post("/clinic/several", {"do": "claim", "case": [*chosen(first, second), *stale]})

    page = words_of(client.get("/clinic/"))
    assert "2 cases are yours now" in page
    assert f"Left as they are, because they had changed or were taken: {held.patient.name}" in page
    assert holders() == {"Case 0": dr_cho, "Case 1": dr_cho, "Case 2": lead_a}
    first.refresh_from_db()
    client.post("/clinic/several", {"do": "assign", "to": str(lead_a.pk), "case": chosen(first)})
    assert holders()["Case 0"] == lead_a


def test_several_are_undone_together(client_of, dr_cho, clinic_a, some_cases):
    client = client_of(dr_cho)
    client.post("/clinic/several", {"do": "claim", "case": chosen(*some_cases(clinic_a, 2))})
    undo = client.get("/clinic/").context["done"]["undo"]

    client.post("/clinic/undo", {"case": undo})

    assert set(holders().values()) == {None}


@pytest.mark.parametrize("do", ["decide", "acknowledge", "message", "snooze", "close", ""])
def test_nothing_else_is_done_to_several(client_of, dr_cho, numb_cheek, headache, do):
    form = {"do": do, "case": chosen(numb_cheek, headache), "reason": "treated"}

    client_of(dr_cho).post("/clinic/several", form)

    assert {case.version for case in ReviewCase.objects.all()} == {1}


@pytest.mark.parametrize("case", [[], ["x"], ["~"], ["00000000-0000-4000-8000-000000000000~1"]])
def test_several_without_a_case_says_so(client_of, dr_cho, words_of, case):
    client = client_of(dr_cho)

    client.post("/clinic/several", {"do": "claim", "case": case})

    assert "Choose at least one case" in words_of(client.get("/clinic/"))


def test_another_clinics_case_is_not_among_several_and_nobody_elsewhere_is_given_one(
    client_of, dr_cho, dr_dia, coordinator_a, numb_cheek, pale_skin
):
    client = client_of(dr_cho)
    client.post("/clinic/several", {"do": "claim", "case": chosen(pale_skin)})
    for stranger in (dr_dia, coordinator_a):
        given = {"do": "assign", "to": str(stranger.pk), "case": chosen(numb_cheek)}
        client.post("/clinic/several", given)

    assert set(holders().values()) == {None}


def test_names_become_initials_where_she_hides_them(
    client_of, dr_cho, lead_a, numb_cheek, words_of
):
    client = client_of(dr_cho)
    client.post("/clinic/habits", {"habit": "hides_names", "on": "yes", "back": "view=team"})

    for address in ("/clinic/", f"/clinic/cases/{numb_cheek.pk}"):
        page = words_of(client.get(address))
        assert "Ben" not in page
        assert "B." in page
    assert "Ben" in words_of(client_of(lead_a).get("/clinic/"))
    client.post("/clinic/habits", {"habit": "hides_names", "on": "no"})
    assert "Ben" in words_of(client.get("/clinic/"))


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("/clinic/patients?search=b", "/clinic/patients?search=b"),
        ("https://evil.example/clinic/", "/clinic/"),
        ("//evil.example", "/clinic/"),
        ("/clinic//../settings\r\nX: y", "/clinic/"),
        ("/settings", "/clinic/"),
    ],
)
def test_the_switch_leads_back_to_the_clinics_page_it_stood_on_and_nowhere_else(
    client_of, dr_cho, page, leads_to
):
    sent = {"habit": "hides_names", "on": "yes", "page": page}

    assert client_of(dr_cho).post("/clinic/habits", sent)["Location"] == leads_to


def test_a_habit_is_kept_with_her_account_and_an_unknown_one_is_refused(client_of, dr_cho):
    client = client_of(dr_cho)

    answer = client.post("/clinic/habits", {"habit": "has_keys", "on": "no"}, headers=JSON)

    assert answer.json() == {"on": False}
    assert client_of(dr_cho).get("/clinic/").context["desk"].habits.has_keys is False
    assert client.post("/clinic/habits", {"habit": "is_superuser", "on": "yes"}).status_code == 404
    assert DeskHabits.objects.count() == 1


def test_who_has_a_case_open_is_said_on_the_row_and_the_case_for_some_seconds(
    client_of, dr_cho, lead_a, numb_cheek, words_of
):
    client_of(lead_a).get(f"/clinic/cases/{numb_cheek.pk}")
    client = client_of(dr_cho)

    assert "Lead A is viewing" in words_of(client.get("/clinic/"))
    assert "Lead A is viewing" in words_of(client.get(f"/clinic/cases/{numb_cheek.pk}"))
    assert client.get("/clinic/changes").json()["cases"][0]["viewer"] == "Lead A is viewing"
    with travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert "is viewing" not in words_of(client.get("/clinic/"))


def test_an_open_case_hears_who_else_is_there_and_leaving_ends_it(
    client_of, dr_cho, lead_a, dr_dia, numb_cheek
):
    address = f"/clinic/cases/{numb_cheek.pk}/viewing"
    client_of(lead_a).post(address)

    said = client_of(dr_cho).post(address).json()

    assert said == {"others": ["Lead A"], "version": 1}
    client_of(lead_a).post(address, {"left": "yes"})
    assert CaseViewing.objects.get().user == dr_cho, "who leaves takes nobody along"
    assert client_of(dr_cho).post(address).json()["others"] == []
    assert client_of(dr_dia).post(address).status_code == 404
    assert CaseViewing.objects.count() == 1


def test_a_decision_made_from_the_list_leads_to_its_next_row_and_others_stay(
    client_of, dr_cho, numb_cheek, headache
):
    client, address = client_of(dr_cho), f"/clinic/cases/{numb_cheek.pk}"
    back = {"back": "view=team", "version": 1}

    stays = client.post(f"{address}/acknowledge", back)
    phoned = {"contact_how": "phone", "contact_at": "2026-11-21T10:00", "contact_outcome": "Well"}
    leads = client.post(f"{address}/decide", back | phoned | {"version": 2, "reason": "treated"})

    assert stays["Location"] == f"{address}?done=acknowledge&back=view%3Dteam"
    assert leads["Location"] == f"/clinic/?view=team#case-{headache.pk}"


def test_a_stale_step_says_who_did_what_and_what_she_was_about_to_do(
    client_of, dr_cho, lead_a, numb_cheek, words_of
):
    since = timezone.now().isoformat()
    reviews.acknowledge(by=lead_a, case=numb_cheek, version=1)
    form = {"version": 1, "since": since, "back": "view=team", "then": "list"}

    answer = client_of(dr_cho).post(f"/clinic/cases/{numb_cheek.pk}/claim", form)

    page = words_of(answer)
    assert answer.status_code == 409
    assert "Lead A marked this case as seen at" in page
    assert "You were about to: Assign to me." in page
    assert "Case opened" not in page


@pytest.mark.parametrize("since", ["x", "2026-13-45", "2026-01-01T00:00:00", "2026-01-01"])
def test_a_time_that_is_none_shows_the_whole_history(
    client_of, dr_cho, lead_a, numb_cheek, words_of, since
):
    reviews.acknowledge(by=lead_a, case=numb_cheek, version=1)

    form = {"version": 1, "since": since}
    page = words_of(client_of(dr_cho).post(f"/clinic/cases/{numb_cheek.pk}/claim", form))

    assert "Case opened" in page


def test_a_step_made_on_the_case_is_taken_back_there(client_of, dr_cho, numb_cheek, words_of):
    client, address = client_of(dr_cho), f"/clinic/cases/{numb_cheek.pk}"
    done = client.post(f"{address}/claim", {"version": 1})["Location"]
    page = client.get(done)
    assert page.context["can_undo"]

    answer = client.post("/clinic/undo", {"case": f"{numb_cheek.pk}~2", "in": str(numb_cheek.pk)})

    assert answer["Location"] == f"{address}?done=undo"
    after = client.get(answer["Location"])
    assert "Taken back. The case stands as it did before." in words_of(after)
    assert not after.context["can_undo"]
    assert ReviewCase.objects.get().assigned_to is None

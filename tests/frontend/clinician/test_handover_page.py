"""Handing over on her own page; and what an open session and a program see once she is gone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.conftest import member
from tracker.models import Absence, Membership, Role, User
from tracker.services import reviews
from tracker.services.members import remove
from tracker.services.notifications import deliver_due
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
PAGE = "/clinic/handover"


@pytest.fixture
def dr_eve(clinic_a):
    return member("dr.eve", clinic_a, Role.DERMATOLOGIST)


@pytest.fixture
def hers(urgent_case, dr_cho):
    return reviews.claim(by=dr_cho, case=urgent_case, version=urgent_case.version)


def day(n):
    return str(timezone.localdate() + timedelta(days=n))


def test_all_her_cases_go_to_a_colleague_and_the_case_says_so(
    client_of, hers, dr_cho, dr_eve, clinic_a, words_of
):
    client = client_of(dr_cho)
    assert "1 open case is yours" in words_of(client.get(PAGE))

    said = {"act": "give", "to": str(dr_eve.pk), "clinic": str(clinic_a.pk)}
    page = words_of(client.post(PAGE, said, follow=True))

    assert "The cases have moved on." in page and "0 open cases are yours" in page
    case = words_of(client_of(dr_eve).get(f"/clinic/cases/{hers.pk}"))
    assert "Moved to a colleague" in case
    assert "Dr Cho handed it over. Now with Dr Eve" in case


def test_days_away_are_marked_and_called_off(client_of, dr_cho, dr_eve, clinic_a, words_of):
    client, at = client_of(dr_cho), {"clinic": str(clinic_a.pk)}
    said = {**at, "act": "away", "first": day(2), "last": day(9), "stand_in": str(dr_eve.pk)}

    page = client.post(PAGE, said, follow=True)

    assert "Dr Eve stands in." in words_of(page)
    absence = Absence.objects.get()
    client.post(PAGE, {**at, "act": "back", "absence": str(absence.pk)})
    absence.refresh_from_db()
    assert absence.ended_at is not None
    for wrong in (str(absence.pk), "x"):
        assert client.post(PAGE, {**at, "act": "back", "absence": wrong}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"first": ""}, "Choose the day."),
        ({"last": "2026-02-31"}, "Choose the day."),
        ({"last": "2020-01-01"}, "Choose a last day that is not over"),
        ({"stand_in": "x"}, "Choose a colleague who is there"),
    ],
)
def test_what_is_wrong_is_said_in_place(client_of, dr_cho, clinic_a, words_of, wrong, line):
    said = {"clinic": str(clinic_a.pk), "act": "away", "first": day(2), "last": day(9)}

    answer = client_of(dr_cho).post(PAGE, said | wrong)

    assert answer.status_code == 400
    assert line in words_of(answer)
    assert not Absence.objects.exists()


def test_nobody_marks_days_or_moves_cases_of_another_clinic_or_person(
    client_of, hers, dr_cho, dr_dia, dr_eve, clinic_a
):
    absence = Absence.objects.create(
        clinic=clinic_a, user=dr_cho, starts_at=timezone.now() + timedelta(days=3),
        ends_at=timezone.now() + timedelta(days=4),
    )  # fmt: skip
    at = {"clinic": str(clinic_a.pk)}
    assert client_of(dr_dia).post(PAGE, {**at, "act": "give"}).status_code == 404
    back = {**at, "act": "back", "absence": str(absence.pk)}
    assert client_of(dr_eve).post(PAGE, back).status_code == 404
    assert client_of(dr_cho).post(PAGE, {**at, "act": "vanish"}).status_code == 404
    hers.refresh_from_db()
    assert hers.assigned_to == dr_cho


def test_who_is_away_is_not_offered_and_a_page_from_before_gives_her_nothing(
    client_of, hers, dr_cho, dr_eve, clinic_a, words_of
):
    client, now, for_days = client_of(dr_cho), timezone.now(), timedelta(days=2)
    gone = {"starts_at": now - for_days, "ends_at": now + for_days}
    Absence.objects.create(user=dr_eve, clinic=clinic_a, **gone)

    page = client.get(PAGE).content.decode()
    said = {"act": "give", "to": str(dr_eve.pk), "clinic": str(clinic_a.pk)}
    answer = client.post(PAGE, said)

    assert str(dr_eve.pk) not in page
    assert answer.status_code == 400
    assert "Choose a colleague who is there" in words_of(answer)
    hers.refresh_from_db()
    assert hers.assigned_to == dr_cho


@pytest.mark.parametrize("who", ["admin_a", "ana", "nobody", "removed_doctor"])
def test_who_works_with_no_patients_hands_nothing_over(request, client_of, who, clinic_a):
    assert client_of(request.getfixturevalue(who)).get(PAGE).status_code == 403


def test_an_administrator_marks_days_for_her(
    fresh_client_of, admin_a, hers, dr_cho, dr_eve, words_of
):
    page = f"/clinic/admin/people/{dr_cho.pk}"
    said = {"act": "away", "first": day(0), "last": day(3), "stand_in": str(dr_eve.pk)}

    answer = fresh_client_of(admin_a).post(page, said, follow=True)

    assert "Dr Eve stands in." in words_of(answer)
    hers.refresh_from_db()
    assert hers.assigned_to == dr_eve
    listed = words_of(fresh_client_of(admin_a).get("/clinic/admin/people"))
    assert "Dr Cho dr.cho@example.org Dermatologist Away" in listed


def test_one_second_later_an_open_session_and_a_program_see_nothing(
    client_of, fresh_client_of, admin_a, hers, dr_cho, dr_eve, ana_patient
):
    """SAFETY abuse 18: pages saved before, her worklist, the API with her token."""
    browser, token = client_of(dr_cho), make_token(dr_cho)
    program = Client(headers={"Authorization": f"Bearer {token}"})
    saved = ["/clinic/", f"/clinic/cases/{hers.pk}", f"/clinic/patients/{ana_patient.pk}"]
    calls = ["/api/v1/me/", "/api/v1/review-cases/", f"/api/v1/review-cases/{hers.pk}/"]
    assert {browser.get(each).status_code for each in saved} == {200}
    assert {program.get(each).status_code for each in calls} == {200}

    said = {"act": "remove", "to": str(dr_eve.pk)}
    fresh_client_of(admin_a).post(f"/clinic/admin/people/{dr_cho.pk}", said)

    assert {program.get(each).status_code for each in calls} == {401}
    for each in saved:
        assert browser.get(each).url.startswith("/sign-in")
    hers.refresh_from_db()
    body = {"version": hers.version}
    move = f"/clinic/cases/{hers.pk}/acknowledge"
    assert browser.post(move, body).url.startswith("/sign-in")
    assert program.post(f"/api/v1/review-cases/{hers.pk}/acknowledge/", body).status_code == 401


def test_who_keeps_another_clinic_reads_403_or_404_of_this_one(
    client_of, admin_a, both_clinics_doctor, urgent_case, cleos_filler, clinic_a, clinic_b
):
    token = make_token(both_clinics_doctor)
    program = Client(headers={"Authorization": f"Bearer {token}"})

    remove(by=admin_a, clinic=clinic_a, user=both_clinics_doctor)

    assert program.get(f"/api/v1/review-cases/{urgent_case.pk}/").status_code == 404
    assert program.get("/api/v1/review-cases/").json()["results"] == []
    assert program.get(f"/api/v1/treatments/{cleos_filler.pk}/").status_code == 200
    browser = client_of(both_clinics_doctor)
    assert browser.get(f"/clinic/cases/{urgent_case.pk}").status_code == 404
    assert browser.get("/clinic/").status_code == 200


def test_who_has_no_role_left_but_her_own_record_reads_403(
    client_of, admin_a, ana, urgent_case, clinic_a
):
    Membership.objects.create(user=ana, clinic=clinic_a, role=Role.COORDINATOR)
    token = make_token(ana)

    remove(by=admin_a, clinic=clinic_a, user=ana)

    browser = client_of(ana)
    assert browser.get("/").status_code == 200
    assert browser.get(f"/clinic/cases/{urgent_case.pk}").status_code == 403
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/review-cases/").status_code == 401


def test_a_colleague_joins_by_the_mailed_link_and_then_signs_in(
    client, fresh_client_of, admin_a, clinic_a, words_of
):
    said = {"name": "Eve Moore", "email": "eve@example.org", "roles": ["dermatologist"]}
    fresh_client_of(admin_a).post("/clinic/admin/people", said)
    deliver_due()
    link = re.search(r"(/clinic/join/\S+)", str(mail.outbox[-1].body))[1]

    shown = client.get(link)
    assert "Clinic A invites you" in words_of(shown)
    assert shown["Referrer-Policy"] == "no-referrer"
    assert not User.objects.filter(email="eve@example.org").exists(), "a look changes nothing"
    assert "You work at Clinic A now" in words_of(client.post(link))
    assert User.objects.get(email="eve@example.org").memberships.get().role == "dermatologist"
    for spent in (link, "/clinic/join/made-up"):
        answer = client.get(spent)
        assert answer.status_code == 404
        assert "This link no longer works" in words_of(answer)
        assert client.post(spent).status_code == 404

"""C7: each page of Admin; who may not open it reads who can grant the role."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.conftest import member
from tracker.models import (
    AuditEvent,
    Clinic,
    ConsentText,
    LegalHold,
    Membership,
    Notification,
    Role,
    RoleRequest,
    StaffInvitation,
)
from tracker.services.absences import set_absence
from tracker.services.looks import chart_viewed
from tracker.services.members import give_role

pytestmark = pytest.mark.django_db
PAGES = (
    "",
    "/people",
    "/roles",
    "/hours",
    "/numbers",
    "/times",
    "/languages",
    "/consents",
    "/retention",
    "/audit",
    "/system",
)


@pytest.fixture
def admins(fresh_client_of, admin_a):
    return fresh_client_of(admin_a)


def admin(page=""):
    return f"/clinic/admin{page}"


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_opens_each_page(admins, page):
    assert admins.get(admin(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_dermatologist_reads_who_can_grant_the_role(
    client_of, dr_cho, admin_a, lead_a, words_of, page
):
    answer = client_of(dr_cho).get(admin(page))

    assert answer.status_code == 403
    assert "Ask Admin A or Lead A for the role." in words_of(answer)


def test_who_works_nowhere_reads_no_names(
    client_of, nobody, removed_doctor, ana, admin_a, words_of
):
    for stranger in (nobody, removed_doctor, ana):
        answer = client_of(stranger).get(admin())
        assert answer.status_code == 403
        assert "Admin A" not in words_of(answer)


def test_another_clinics_administrator_sees_her_own_clinic_alone(
    fresh_client_of, admins, admin_a, clinic_a, clinic_b, dr_cho, words_of
):
    client = fresh_client_of(member("admin.b", clinic_b, Role.ADMINISTRATOR))
    said = {"email": "new@example.org", "name": "Nora New", "roles": "coordinator"}
    assert "Nora New" in words_of(admins.post(admin("/people"), said, follow=True))
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="coordinator")
    assert "Admin A" in words_of(admins.get(admin("/roles")))

    assert "Clinic A" not in words_of(client.get(admin()))
    assert "waits for a second person" not in words_of(client.get(admin()))
    people = words_of(client.get(admin("/people")))
    assert "Dr Cho" not in people and "Nora New" not in people
    assert "Nothing waits for you" in words_of(client.get(admin("/roles")))
    assert client.get(f"{admin('/people')}?clinic={clinic_a.pk}").status_code == 404
    assert client.get(admin(f"/people/{dr_cho.pk}")).status_code == 404
    said = {"act": "remove", "clinic": str(clinic_a.pk)}
    assert client.post(admin(f"/people/{dr_cho.pk}"), said).status_code == 404
    assert Membership.objects.filter(user=dr_cho, ended_at=None).exists()


@pytest.mark.parametrize("page", [*PAGES[1:9], "/people/{dr}"])
def test_a_change_wants_a_fresh_sign_in(client_of, admin_a, dr_cho, page):
    stale, address = client_of(admin_a), admin(page.format(dr=dr_cho.pk))
    said = {"act": "remove", "years": "20", "email": "new@example.org", "name": "N",
            "roles": "coordinator", "kind": "care", "text-en": "a", "text-es": "b",
            "mon-1-from": "09:00", "mon-1-until": "10:00"}  # fmt: skip

    answer = stale.post(address, said)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/sign-in/again")
    page = stale.get(address).content.decode().split("<main")[1].split("</main>")[0]
    assert '<form method="post"' not in page or "disabled" in page
    assert not AuditEvent.objects.exists()
    assert not StaffInvitation.objects.exists()


def test_at_two_clinics_she_works_at_the_one_she_names(
    fresh_client_of, admin_a, clinic_a, clinic_b
):
    Membership.objects.create(user=admin_a, clinic=clinic_b, role=Role.ADMINISTRATOR)
    client = fresh_client_of(admin_a)
    page = client.get(f"{admin('/numbers')}?clinic={clinic_b.pk}").content.decode()
    assert f'name="clinic" value="{clinic_b.pk}"' in page
    said = {"phone": "+1 555 0100", "emergency_number": "911", "clinic": str(clinic_b.pk)}

    answer = client.post(admin("/numbers"), said)

    assert str(clinic_b.pk) in answer.url
    numbers = dict(Clinic.objects.values_list("name", "emergency_number"))
    assert numbers == {"Clinic A": "112", "Clinic B": "911"}


def test_only_an_administrator_finds_the_way_in_the_rail(
    client_of, admin_a, lead_a, dr_cho, words_of
):
    alone = client_of(admin_a).get(admin())
    rail = re.search(r'<nav class="rail".*?</nav>', alone.content.decode(), re.S)[0]
    assert "/clinic/admin" in rail and "/clinic/patients" not in rail
    assert 'href="/clinic/admin"' in client_of(lead_a).get("/clinic/").content.decode()
    assert 'href="/clinic/admin"' not in client_of(dr_cho).get("/clinic/").content.decode()


def test_a_colleague_is_invited_and_the_invitation_taken_back(admins, clinic_a, words_of):
    answer = admins.post(
        admin("/people"),
        {"name": "Eve Moore", "email": "eve@example.org", "roles": ["dermatologist"]},
        follow=True,
    )

    assert "Eve Moore eve@example.org · Dermatologist" in words_of(answer)
    pk = StaffInvitation.objects.get().pk
    page = words_of(admins.post(admin("/people"), {"withdraw": str(pk)}, follow=True))
    assert "The invitation no longer works." in page and "eve@example.org" not in page
    assert admins.post(admin("/people"), {"withdraw": str(pk)}).status_code == 404
    assert admins.post(admin("/people"), {"withdraw": "x"}).status_code == 404


def test_a_wrong_invitation_keeps_what_was_typed(admins):
    answer = admins.post(
        admin("/people"), {"name": "Eve", "email": "eve", "roles": ["dermatologist"]}
    )
    page = answer.content.decode()

    assert answer.status_code == 400
    assert 'value="Eve"' in page and 'value="dermatologist" checked' in page
    assert 'href="#email"' in page


def test_roles_are_given_and_taken_on_her_page(admins, dr_cho, lead_a, clinic_a, words_of):
    page = admin(f"/people/{dr_cho.pk}")
    assert "The role holds" in words_of(
        admins.post(page, {"act": "give", "role": "coordinator"}, follow=True)
    )
    assert "The role ended" in words_of(
        admins.post(page, {"act": "take", "role": "coordinator"}, follow=True)
    )
    assert admins.post(page, {"act": "take", "role": "coordinator"}).status_code == 404
    assert admins.post(page, {"act": "give", "role": "owner"}).status_code == 400
    assert admins.post(page, {"act": "promote"}).status_code == 404

    left = admins.post(page, {"act": "take", "role": "dermatologist"}, follow=True)

    assert "Worked here before" in words_of(left) and "Dr Cho until" in words_of(left)
    assert admins.get(page).status_code == 404


def test_a_colleagues_page_tells_her_own_requests_and_days_alone(
    admins, admin_a, dr_cho, clinic_a, words_of
):
    other = member("dr.eve", clinic_a, Role.DERMATOLOGIST)
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="dermatologist")
    tomorrow = timezone.localdate() + timedelta(days=1)
    days = {"first": tomorrow, "last": tomorrow, "stand_in": None}
    absence = set_absence(by=admin_a, clinic=clinic_a, user=other, **days)

    own, eves = admins.get(admin(f"/people/{dr_cho.pk}")), admins.get(admin(f"/people/{other.pk}"))

    assert str(absence.pk) in eves.content.decode()
    assert str(absence.pk) not in own.content.decode()
    assert "Waits for a second person" in words_of(admins.get(admin(f"/people/{admin_a.pk}")))
    assert "Waits for a second person" not in words_of(own)


def test_the_last_administrator_reads_why_she_stays(admins, admin_a, words_of):
    answer = admins.post(admin(f"/people/{admin_a.pk}"), {"act": "remove"})

    assert answer.status_code == 400
    assert "This is the last administrator. Make somebody else one first." in words_of(answer)


def test_her_own_role_waits_and_a_lead_without_the_role_confirms_it(
    admins, admin_a, fresh_client_of, clinic_a, words_of
):
    lead = fresh_client_of(member("other.lead", clinic_a, Role.CLINICAL_LEAD))
    asked = admins.post(
        admin(f"/people/{admin_a.pk}"), {"act": "give", "role": "dermatologist"}, follow=True
    )
    assert "Waits for a second person: Dermatologist." in words_of(asked)
    assert "1 role waits for a second person" in words_of(admins.get(admin()))
    own = admins.get(admin("/roles")).content.decode()
    assert 'value="confirm"' not in own
    pk = str(RoleRequest.objects.get().pk)
    assert admins.post(admin("/roles"), {"request": pk, "act": "confirm"}).status_code == 403
    assert lead.get(admin()).status_code == 403, "nothing else of Admin is hers"
    assert lead.post(admin("/roles"), {"request": pk, "act": "maybe"}).status_code == 404

    page = lead.post(admin("/roles"), {"request": pk, "act": "confirm"}, follow=True)

    assert "Confirmed. The role holds from now on." in words_of(page)
    assert lead.post(admin("/roles"), {"request": pk, "act": "confirm"}).status_code == 404
    assert lead.post(admin("/roles"), {"request": "x", "act": "confirm"}).status_code == 404


def test_a_dermatologist_confirms_nothing(admin_a, clinic_a, client_of, dr_cho):
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="dermatologist")

    assert client_of(dr_cho).get(admin("/roles")).status_code == 403


def test_hours_are_read_changed_and_refused_in_place(admins, clinic_a, words_of):
    page = admins.get(admin("/hours")).content.decode()
    assert 'name="mon-1-from" value="09:00"' in page
    said = {"mon-1-from": "08:00", "mon-1-until": "12:00", "mon-2-from": "13:00",
            "mon-2-until": "18:00", "holidays": "2026-12-25\r\n\r\n2027-01-01"}  # fmt: skip

    answer = admins.post(admin("/hours"), said, follow=True)

    assert "The hours hold from now on." in words_of(answer)
    clinic_a.refresh_from_db()
    assert clinic_a.hours == {"mon": [["08:00", "12:00"], ["13:00", "18:00"]]}
    assert clinic_a.holidays == ["2026-12-25", "2027-01-01"]
    wrong = admins.post(admin("/hours"), said | {"mon-1-until": "07:00", "holidays": "soon"})
    assert wrong.status_code == 400
    assert "Each time has to come after the one before it." in words_of(wrong)
    assert 'value="07:00"' in wrong.content.decode()


def test_numbers_and_times_are_changed_and_refused_in_place(admins, clinic_a, words_of):
    wrong = admins.post(admin("/numbers"), {"phone": "ring", "emergency_number": "112"})
    assert wrong.status_code == 400 and 'value="ring"' in wrong.content.decode()
    said = {"emergency": "5", "urgent": "60", "review": "day"}
    assert "times hold" in words_of(admins.post(admin("/times"), said, follow=True))
    assert admins.post(admin("/times"), said | {"emergency": "60"}).status_code == 400
    assert admins.post(admin("/times"), {}).status_code == 400
    clinic_a.refresh_from_db()
    assert (clinic_a.emergency_minutes, clinic_a.review_hours) == (5, None)


def test_a_new_version_of_the_words_reaches_the_patients_page(
    admins, client_of, ana, ana_patient, words_of
):
    ana_patient.consents.filter(kind="photos").delete()
    said = {"kind": "photos", "text-en": "Photos <b>stay</b> here.", "text-es": "Se quedan aquí."}
    page = admins.post(admin("/consents"), said, follow=True)
    assert "Added by your clinic, version 2026-11d+1" in words_of(page)
    patient = client_of(ana)

    shown = patient.get("/welcome/photos")
    patient.post("/welcome/photos", {"given": "yes"})

    assert "Clinic A adds: Photos <b>stay</b> here." in words_of(shown)
    assert "<b>stay</b>" not in shown.content.decode()
    assert ana_patient.consents.get(kind="photos").text_version == "2026-11d+1"
    half = admins.post(admin("/consents"), {**said, "text-es": ""})
    assert half.status_code == 400 and 'href="#photos-es"' in half.content.decode()
    assert ConsentText.objects.count() == 1


def test_fewer_years_are_asked_about_twice(admins, clinic_a, her_toxin, cleos_filler, words_of):
    for each in (her_toxin, cleos_filler):  # the one of another clinic is not counted
        each.performed_at = timezone.now() - timedelta(days=3 * 366)
        each.save()
    first = admins.post(admin("/retention"), {"act": "years", "years": "3"})
    assert "With 3 years: 1 record is erased for good at the next run." in words_of(first)
    clinic_a.refresh_from_db()
    assert clinic_a.retention_years == 8

    admins.post(admin("/retention"), {"act": "years", "years": "3", "over": "1"})

    clinic_a.refresh_from_db()
    assert clinic_a.retention_years == 3
    assert admins.post(admin("/retention"), {"act": "years", "years": "many"}).status_code == 400
    assert admins.post(admin("/retention"), {"act": "forget"}).status_code == 404


def test_a_hold_is_placed_shown_without_a_name_and_ended(admins, ana_patient, words_of):
    said = {"act": "hold", "patient": str(ana_patient.pk), "reason": "dispute-4"}
    page = words_of(admins.post(admin("/retention"), said, follow=True))
    assert (
        f"record {ana_patient.pk}" in page and ana_patient.name not in page.split("Legal holds")[1]
    )
    hold = LegalHold.objects.get()

    admins.post(admin("/retention"), {"act": "free", "hold": str(hold.pk)})

    hold.refresh_from_db()
    assert hold.ended_at is not None
    assert admins.post(admin("/retention"), {"act": "free", "hold": "x"}).status_code == 404


def test_the_trail_lists_nothing_before_it_is_asked_and_each_search_is_in_it(
    admins, admin_a, dr_cho, ana_patient, cleo_patient, dr_dia, words_of
):
    chart_viewed(by=dr_cho, patient=ana_patient)
    chart_viewed(by=dr_dia, patient=cleo_patient)
    assert "chart.viewed" not in words_of(admins.get(admin("/audit")))

    page = words_of(admins.get(admin("/audit"), {"search": "1", "act": "chart"}))

    assert "Dr Cho" in page and "Opened a record" in page and str(ana_patient.pk) in page
    assert str(cleo_patient.pk) not in page
    row = AuditEvent.objects.get(action="audit.searched")
    assert (row.actor, row.detail) == (admin_a.pk, {"act": "chart", "rows": 1})


def test_the_trail_is_searched_by_person_patient_and_days(
    admins, dr_cho, lead_a, ana_patient, ben_patient, words_of
):
    chart_viewed(by=dr_cho, patient=ana_patient)
    chart_viewed(by=lead_a, patient=ben_patient)
    today = timezone.localdate()

    def found(**asked):
        page = admins.get(
            admin("/audit"), {"search": "1", "act": "chart", **asked}
        ).content.decode()
        return page.count("<code") or page.count("chart.viewed")

    assert found() == 2
    assert found(actor=str(dr_cho.pk)) == 1
    assert found(patient=str(ben_patient.pk)) == 1
    assert found(first=str(today + timedelta(days=2))) == 0
    assert found(last=str(today - timedelta(days=2))) == 0
    assert found(actor="x", first="soon", act="chart") == 2, "what it does not know is left out"
    assert "left out" in words_of(admins.get(admin("/audit"), {"search": "1", "patient": "Ana"}))


def test_the_trail_is_paged_by_key(admins, dr_cho, ana_patient):
    for _ in range(60):
        chart_viewed(by=dr_cho, patient=ana_patient)
    page = admins.get(admin("/audit"), {"search": "1", "act": "chart"}).content.decode()
    assert page.count("chart.viewed") == 50
    after = re.search(r'href="([^"]*before=\d+[^"]*)"', page)[1].replace("&amp;", "&")

    rest = admins.get(after).content.decode()

    assert rest.count("chart.viewed") == 10
    assert "before=" not in rest
    assert admins.get(f"{admin('/audit')}?search=1&before=many").status_code == 200


def test_the_state_of_the_system_is_told(admins, clinic_a, lead_a, words_of):
    assert words_of(admins.get(admin("/system"))).count("Never") == 3
    Notification.objects.create(
        kind="new_message", address="a@example.org", dedupe_key="new_message:1"
    )
    call_command("tick")
    with pytest.raises(CommandError):
        call_command("verify_audit")  # this clinic was not set up through the service
    Notification.objects.create(
        kind="new_message", address="a@example.org", dedupe_key="new_message:2", state="failed"
    )

    page = words_of(admins.get(admin("/system")))

    assert page.count("Never") == 1, "no backup yet"
    assert "1 fault" in page
    assert "Not delivered, 7 days 1" in page
    assert "a@example.org" not in page
    assert "1 mail was not delivered in 7 days" in words_of(admins.get(admin()))

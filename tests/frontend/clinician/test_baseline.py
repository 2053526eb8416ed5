"""C3: the baseline photos, taken in the room: which are there, who may, and who took them."""

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.conftest import person, treat
from tests.frontend.whole_form import whole_check_in
from tracker.models import AuditEvent, Patient, Photo, Treatment
from tracker.services.consents import decide
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def treated_today(ana_patient, time_stands):
    time_stands.move_to(timezone.now().replace(hour=13))
    return treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=1)


def page_of(treatment, view=""):
    url = f"/clinic/treatments/{treatment.pk}/baseline"
    return f"{url}/{view}" if view else url


@pytest.fixture
def sends(a_jpeg):
    """sends(client, treatment, "front_rest"): a picked file, as without script."""

    def send(client, treatment, view, data=None, **more):
        picked = io.BytesIO(a_jpeg if data is None else data)
        picked.name = "IMG_0001.jpg"
        return client.post(page_of(treatment, view), {"photo": picked} | more)

    return send


def test_view_by_view_she_sees_what_is_missing_and_takes_it(
    client_of, dr_cho, treated_today, sends, words_of
):
    client = client_of(dr_cho)
    before = words_of(client.get(page_of(treated_today)))
    assert "0 of 8 views are there" in before
    assert before.count("Missing") == 8

    answer = sends(client, treated_today, "front_rest")

    assert answer["Location"] == f"{page_of(treated_today, 'front_brows_up')}?saved=front_rest"
    assert "Saved: Front, at rest." in words_of(client.get(answer["Location"]))
    after = words_of(client.get(page_of(treated_today)))
    assert "1 of 8 views is there" in after
    assert after.count("Missing") == 7
    assert "taken by Dr Cho" in after


def test_who_took_it_is_kept_and_recorded(client_of, dr_cho, treated_today, sends):
    sends(client_of(dr_cho), treated_today, "left_45")

    photo = Photo.objects.get()
    assert (photo.sent_by, photo.view, photo.check_in) == (dr_cho, "left_45", None)
    assert photo.patient == treated_today.patient
    row = AuditEvent.objects.get(action="photo.taken")
    assert row.actor == dr_cho.pk


def test_the_patient_finds_it_among_her_own(client_of, ana, dr_cho, treated_today, sends, words_of):
    sends(client_of(dr_cho), treated_today, "front_smile")

    hers = client_of(ana).get("/history?view=photos")

    assert str(Photo.objects.get().pk) in hers.content.decode()
    assert "taken by your clinic" in words_of(hers)
    assert "Dr Cho" not in words_of(hers)


def test_her_check_in_of_the_day_asks_at_home_for_the_rest(
    client_of, ana, dr_cho, treated_today, sends
):
    sends(client_of(dr_cho), treated_today, "front_smile")

    asked = re.findall(r'data-shot="(\w+)"', whole_check_in(client_of(ana)))
    assert "front_smile" not in asked
    assert len(asked) == 7


def test_one_that_was_taken_again_is_the_baseline(
    client_of, dr_cho, treated_today, sends, time_stands
):
    client = client_of(dr_cho)
    sends(client, treated_today, "front_rest")
    first = Photo.objects.get()
    time_stands.shift(60)

    answer = sends(client, treated_today, "front_rest")

    assert answer["Location"] == f"{page_of(treated_today)}?saved=front_rest"
    second = Photo.objects.exclude(pk=first.pk).get()
    page = client.get(page_of(treated_today)).content.decode()
    assert str(second.pk) in page
    assert str(first.pk) not in page


def test_what_she_sends_later_does_not_take_its_place(
    client_of, ana, dr_cho, treated_today, sends, a_jpeg, time_stands
):
    sends(client_of(dr_cho), treated_today, "front_rest")
    taken = Photo.objects.get()
    time_stands.shift(3600)
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    later, _ = take_photo(by=ana, treatment=treated_today, check_in=None, upload=upload)

    page = client_of(dr_cho).get(page_of(treated_today)).content.decode()

    assert str(taken.pk) in page
    assert str(later.pk) not in page


@pytest.fixture
def nora(clinic_a):
    """nora(user): treated just now, and not asked about photos yet."""

    def treated(user):
        born = date(1990, 2, 3)
        patient = Patient.objects.create(
            clinic=clinic_a, user=user, name="Nora", date_of_birth=born
        )
        return treat(patient, "botulinum_toxin", ["forehead"], hours_ago=1)

    return treated


def test_without_her_yes_no_photo_is_taken_and_the_page_says_so(
    client_of, dr_cho, treated_today, nora, sends, words_of
):
    hers = treated_today.patient
    decide(by=hers.user, patient=hers, kind="photos", given=False, language="en")
    client = client_of(dr_cho)
    for treatment, why in (
        (treated_today, "has said no to photos"),
        (nora(person("nora")), "has not been asked about photos yet"),
        (nora(None), "has not accepted the invitation yet"),
    ):
        seen = client.get(page_of(treatment))
        one = client.get(page_of(treatment, "front_rest"))
        sent = sends(client, treatment, "front_rest")

        for answer, status in ((seen, 200), (one, 403), (sent, 403)):
            assert answer.status_code == status
            assert "No photos may be taken or chosen here" in words_of(answer)
            assert why in words_of(answer)
            assert f'href="{page_of(treatment, "front_rest")}"' not in answer.content.decode()
    assert not Photo.objects.exists()


@pytest.mark.parametrize("view", ["", "front_rest"])
def test_nobody_else_comes_in(
    client_of, ana, ben, dr_dia, coordinator_a, admin_a, removed_doctor, treated_today, sends, view
):
    for shut_out, status in ((dr_dia, 404), (coordinator_a, 403), (admin_a, 403), (ana, 403)):
        client = client_of(shut_out)
        assert client.get(page_of(treated_today, view)).status_code == status
        assert sends(client, treated_today, "front_rest").status_code == status
    for shut_out in (ben, removed_doctor):
        assert sends(client_of(shut_out), treated_today, "front_rest").status_code == 403
    assert not Photo.objects.exists()


@pytest.mark.parametrize("view", ["other", "back", "FRONT_REST", "front_rest-"])
def test_a_view_that_is_none_of_the_eight_is_not_found(
    client_of, dr_cho, treated_today, sends, view
):
    client = client_of(dr_cho)

    assert client.get(page_of(treated_today, view)).status_code == 404
    assert sends(client, treated_today, view).status_code == 404
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"), [(b"", 400), (b"GIF89a nothing", 415), (b"\xff\xd8\xff\xe0 cut", 422)]
)
def test_what_is_no_photo_is_refused_at_its_field(
    client_of, dr_cho, treated_today, sends, words_of, data, status
):
    answer = sends(client_of(dr_cho), treated_today, "front_rest", data)

    assert answer.status_code == status
    assert "<title>Error:" in answer.content.decode()
    assert 'id="photo-error"' in answer.content.decode()
    assert not Photo.objects.exists()


def test_sent_without_a_file_it_asks_for_one(client_of, dr_cho, treated_today, words_of):
    answer = client_of(dr_cho).post(page_of(treated_today, "front_rest"), {})

    assert answer.status_code == 400
    assert "Take or choose a photo first" in words_of(answer)


def test_sent_twice_it_is_stored_once(client_of, dr_cho, treated_today, sends):
    client, same = client_of(dr_cho), str(uuid4())
    for _ in range(2):
        sends(client, treated_today, "front_rest", photo_id=same)

    assert Photo.objects.count() == 1


def test_the_camera_may_be_used_on_its_page_alone(client_of, dr_cho, treated_today):
    client = client_of(dr_cho)

    taking = client.get(page_of(treated_today, "front_rest"))

    assert "camera=(self)" in taking["Permissions-Policy"]
    assert 'data-facing="environment"' in taking.content.decode()
    assert "camera=()" in client.get(page_of(treated_today))["Permissions-Policy"]


def test_after_the_day_of_treatment_it_promises_nothing_of_home(
    client_of, dr_cho, her_toxin, words_of
):
    page = words_of(client_of(dr_cho).get(page_of(her_toxin)))

    assert "Day 3" in page
    assert "Later, at home" not in page
    assert "The day of treatment is over" in page


def test_her_record_leads_there_for_who_may(client_of, dr_cho, coordinator_a, treated_today):
    record = f"/clinic/patients/{treated_today.patient_id}"

    assert page_of(treated_today) in client_of(dr_cho).get(record).content.decode()
    assert page_of(treated_today) not in client_of(coordinator_a).get(record).content.decode()


def test_the_look_is_recorded(client_of, dr_cho, treated_today):
    client_of(dr_cho).get(page_of(treated_today))

    seen = AuditEvent.objects.get(action="chart.viewed")
    assert seen.detail["part"] == Treatment._meta.model_name
    assert seen.at <= timezone.now() + timedelta(seconds=1)


def test_the_cases_timeline_says_who_took_it(
    client_of, dr_cho, lead_a, numb_cheek, sends, words_of
):
    sends(client_of(dr_cho), numb_cheek.treatment, "front_rest")

    page = words_of(client_of(lead_a).get(f"/clinic/cases/{numb_cheek.pk}"))

    assert re.search(r"Photo taken at the clinic: Front, at rest.{0,40}Dr Cho", page)
    assert "Photo received: Front, at rest" not in page


def test_the_key_that_hides_names_works_on_the_record_its_correction_and_here(
    client_of, dr_cho, treated_today
):
    client = client_of(dr_cho)
    pages = (
        page_of(treated_today),
        f"/clinic/patients/{treated_today.patient_id}",
        f"/clinic/treatments/{treated_today.pk}/correct",
    )

    for page in pages:
        assert "js/names-key.js" in client.get(page).content.decode(), page

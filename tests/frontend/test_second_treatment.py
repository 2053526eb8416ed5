"""A patient who was treated again: what was about the treatment before is not lost to her."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import treat
from tracker.models import Message, Photo, Treatment
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
NUMB = {"touch_felt": False}


@pytest.fixture
def numb(ana, her_toxin, a_report):
    """An urgent case about her toxin of three days ago, and its check-in."""
    return submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("cheek", "left", numbness=4, answers=NUMB)
    )


@pytest.fixture
def filler(numb, ana_patient):
    """Given just now, while the case of the toxin is open: at any hour on this very day."""
    return treat(ana_patient, "dermal_filler", ["cheek"], hours_ago=0)


@pytest.fixture
def hers(ana, filler, client_of):
    return client_of(ana)


def written(by, treatment, text, **more):
    said = {"by": by, "treatment": treatment, "client_id": uuid4(), "text": text}
    return send_message(**said, **more)[0]


def test_words_about_the_treatment_before_stand_on_today_and_in_messages_until_read(
    hers, her_toxin, dr_cho, words_of
):
    written(dr_cho, her_toxin, "Please phone us today.")

    today = hers.get("/")
    assert "Day 0 of recovery" in words_of(today)
    assert "Dr Cho wrote to you" in words_of(today)
    assert "Please phone us today." in words_of(hers.get("/messages"))

    hers.post("/messages", {"seen": "1"})
    assert Message.objects.get().seen_at is not None
    assert "wrote to you" not in words_of(hers.get("/"))


def test_her_answer_reaches_the_case_that_is_open(hers, numb, her_toxin):
    page = hers.get("/messages").content.decode()
    assert f'name="treatment" value="{her_toxin.pk}"' in page

    said = {"client_id": str(uuid4()), "text": "Still numb", "treatment": str(her_toxin.pk)}
    hers.post("/messages", said)

    numb.case.refresh_from_db()
    assert Message.objects.get().treatment == her_toxin
    assert numb.case.events.last().action == "patient_wrote"


def test_without_an_open_case_her_words_are_about_the_newest(hers, numb, filler, dr_cho):
    told = {"at": timezone.now(), "how": "phone", "outcome": "Well"}
    case = numb.case
    reviews.decide(by=dr_cho, case=case, version=case.version, reason="treated", contact=told)

    assert f'name="treatment" value="{filler.pk}"' in hers.get("/messages").content.decode()


def test_an_urgent_answer_stays_on_top_of_today_until_it_was_opened(hers, numb, words_of):
    result = f"/check-ins/{numb.check_in.pk}"
    today = hers.get("/").content.decode()

    assert result in today and "Urgent" in words_of(hers.get("/"))
    assert "Sent" in words_of(hers.get("/")), "what became of her last report"
    assert "Start check-in" in words_of(hers.get("/")), "and the new treatment is asked about"


def test_a_photo_that_was_asked_for_goes_to_the_treatment_it_was_asked_about(
    hers, ana, numb, her_toxin, dr_cho, a_jpeg
):
    case = numb.case
    wanted = timezone.now() + timedelta(days=1)
    reviews.request_photo(
        by=dr_cho, case=case, version=case.version, view="front_rest", wanted_by=wanted
    )
    asked = case.photo_requests.get()
    assert f"/photo-requests/{asked.pk}" in hers.get("/").content.decode()

    file = SimpleUploadedFile("p.jpg", a_jpeg, "image/jpeg")
    hers.post(f"/photo-requests/{asked.pk}", {"photo": file, "photo_id": str(uuid4())})

    asked.refresh_from_db()
    assert Photo.objects.get().treatment == her_toxin
    assert asked.answered_at is not None


def test_her_history_is_of_the_treatment_that_she_chooses(hers, her_toxin, filler, words_of):
    page = hers.get("/history")
    assert f"treatment={her_toxin.pk}" in page.content.decode()
    assert "Numbness" not in words_of(page)

    older = words_of(hers.get(f"/history?treatment={her_toxin.pk}"))
    assert "Numbness" in older and "Day 3" in older
    for view in ("photos", "chart"):
        assert hers.get(f"/history?view={view}&treatment={her_toxin.pk}").status_code == 200


def test_who_was_treated_once_chooses_nothing(ana, her_toxin, client_of):
    assert "treatment=" not in client_of(ana).get("/history").content.decode()


def test_another_s_treatment_is_nobody_s(hers, ben, his_toxin, dr_cho, client_of, words_of):
    for asked in (his_toxin.pk, "x", ""):
        assert hers.get(f"/history?treatment={asked}").status_code == 404
    written(dr_cho, his_toxin, "For Ben only")
    for page in ("/", "/messages", "/history"):
        assert "For Ben only" not in words_of(hers.get(page))
        assert "wrote to you" not in words_of(hers.get(page))
    hers.post("/messages", {"seen": "1"})
    assert Message.objects.get().seen_at is None
    assert Treatment.objects.count() == 3

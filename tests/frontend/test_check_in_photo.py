"""Without script the photo comes with the words, and never holds them back; nor does its lack."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.frontend.whole_form import whole_check_in
from tracker.models import CheckIn, NoPhoto, Patient, Photo

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
Form = Callable[..., dict[str, Any]]


def test_a_photo_may_come_with_the_words(hers: Client, a_form: Form, a_jpeg: bytes) -> None:
    from_her = file_of("face.jpg", a_jpeg)

    hers.post("/check-in", a_form() | {"photo": from_her})

    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_a_bad_photo_never_holds_the_words_back(
    hers: Client, a_form: Form, words_of: Words
) -> None:
    form = a_form() | {"photo": file_of("face.jpg", b"not a picture at all")}

    page = words_of(hers.post("/check-in", form, follow=True))

    assert CheckIn.objects.count() == 1
    assert "Your photo was not sent." in page


def test_without_consent_no_photo_is_asked_for(hers: Client, ana_patient: Patient) -> None:
    ana_patient.consents.create(kind="photos", given=False, text_version="test", language="en")

    assert 'type="file"' not in whole_check_in(hers)
    assert "data-shots" not in hers.get("/check-in").content.decode()


def file_of(name: str, data: bytes) -> Any:
    return SimpleUploadedFile(name, data, "image/jpeg")


REASON = re.compile(r'<input type="radio" name="no_photo_because" value="(\w*)"( checked)?>')


def test_a_reason_is_offered_and_none_is_chosen_for_her(hers: Client) -> None:
    offered = REASON.findall(whole_check_in(hers))

    assert [code for code, _checked in offered] == [*NoPhoto.values, ""]
    assert not any(checked for _code, checked in offered)


def test_her_reason_stands_in_her_history_until_a_photo_is_there(
    hers: Client, a_form: Form, a_jpeg: bytes, words_of: Words
) -> None:
    hers.post("/check-in", a_form(no_photo_because="not_private"))
    assert "No symptom. No photo: I am not alone here" in words_of(hers.get("/history"))

    hers.post(
        "/check-in", a_form(no_photo_because="no_camera") | {"photo": file_of("a.jpg", a_jpeg)}
    )
    assert "My camera does not work" not in words_of(hers.get("/history"))


@pytest.mark.parametrize("said", ["", "my hair", "NO_CAMERA", "x" * 4000])
def test_a_reason_that_is_none_of_ours_never_holds_the_rest_back(
    hers: Client, a_form: Form, said: str
) -> None:
    hers.post("/check-in", a_form(no_photo_because=said))

    assert CheckIn.objects.get().no_photo_because is None


def test_a_form_that_comes_back_still_has_her_reason(hers: Client, a_form: Form) -> None:
    page = hers.post("/check-in", a_form(no_photo_because="no_change", danger="")).content.decode()

    assert dict(REASON.findall(page))["no_change"] == " checked"

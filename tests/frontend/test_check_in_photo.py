"""Without script the photo comes with the words, and never holds them back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.frontend.whole_form import whole_check_in
from tracker.models import CheckIn, Patient, Photo

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

"""Which photos a day asks for, how each is explained, and what the page says about them."""

import io
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageFilter

from frontend.check_in.photo_views import BASELINE, is_for_a_side, views_of
from frontend.shots import shot_of
from frontend.vocabulary import Vocabulary
from tests import cast
from tests.frontend.whole_form import whole_check_in
from tracker.models import CheckIn, Patient, Photo, Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.photos import Upload, take_photo

SIDES = ("left_45", "right_45")
ICONS = settings.ROOT / "frontend/static/frontend/icons/guides.svg"
Words = Callable[[Any], str]
Form = Callable[..., dict[str, Any]]


def test_an_ordinary_day_asks_for_one_photo() -> None:
    for day in (1, 2, 4, 6, 13, 28, 90):
        assert views_of(day, ["forehead"], []) == ("front_rest",)


@pytest.mark.parametrize(
    ("treated", "movements"),
    [
        (["forehead"], ("front_brows_up",)),
        (["glabella", "forehead"], ("front_brows_up", "front_frown")),
        (["crows_feet", "lips"], ("front_smile",)),
        (["neck_front"], ()),
    ],
)
def test_days_3_7_and_14_add_the_treated_movement_and_both_half_turns(
    treated: list[str], movements: tuple[str, ...]
) -> None:
    for day in (3, 7, 14):
        assert views_of(day, treated, []) == ("front_rest", *movements, *SIDES)
        assert [view for view in BASELINE if is_for_a_side(view, day)] == list(SIDES)


def test_the_day_of_treatment_asks_for_what_the_baseline_still_lacks() -> None:
    assert views_of(0, ["forehead"], []) == BASELINE
    assert views_of(0, ["forehead"], BASELINE) == ("front_rest",)
    assert views_of(0, ["forehead"], ["left_90", "front_rest"]) == tuple(
        view for view in BASELINE if view != "left_90"
    )
    assert not is_for_a_side("left_45", 0)


def test_every_view_of_the_protocol_is_drawn_and_said(the_protocol: Any) -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', ICONS.read_text(encoding="utf-8")))
    words = Vocabulary(the_protocol, "en")

    shots = [shot_of(view, words) for view in the_protocol.views]

    assert {shot.view for shot in shots} >= set(BASELINE)
    assert [shot.view for shot in shots if not shot.how or shot.drawing not in drawn] == []
    assert {f"outline-{shot.outline}" for shot in shots if shot.outline} <= drawn
    assert [shot.view for shot in shots if not shot.outline] == ["other"]


pages = pytest.mark.django_db


@pages
def test_a_page_that_takes_photos_may_ask_for_the_camera_and_no_other_may(hers: Client) -> None:
    for path in ("/", "/history", "/messages", "/settings", "/help", "/api/v1/protocol/"):
        assert hers.get(path)["Permissions-Policy"].startswith("camera=(),"), path
    assert hers.get("/check-in")["Permissions-Policy"].startswith("camera=(self),")
    assert Client().get("/check-in")["Permissions-Policy"].startswith("camera=(),")


@pages
def test_side_views_wait_until_a_symptom_sits_on_one_side(
    hers: Client, ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> None:
    assert "data-for-a-side hidden" in shots_in(hers)["left_45"]

    submit_check_in(by=ana, treatment=her_toxin, report=a_report("cheek", "left", bruise=2))

    assert "hidden" not in shots_in(hers)["left_45"]


@pages
def test_her_last_photo_of_a_view_and_nobody_elses_is_named_for_the_ghost(
    hers: Client, ana: User, her_toxin: Treatment, ben: User, his_toxin: Treatment, a_jpeg: bytes
) -> None:
    a_photo(ana, her_toxin, "front_rest", a_jpeg)
    newest = a_photo(ana, her_toxin, "front_rest", a_jpeg)
    a_photo(ben, his_toxin, "front_frown", a_jpeg)

    shots = shots_in(hers)

    assert f'data-earlier="/api/v1/photos/{newest.pk}/display/"' in shots["front_rest"]
    assert 'data-earlier=""' in shots["front_frown"]
    assert "<img" not in whole_check_in(hers)


@pages
def test_without_script_each_view_has_a_field_of_its_own(
    hers: Client, a_form: Form, a_jpeg: bytes
) -> None:
    form = a_form(photo=a_file(a_jpeg), photo__front_frown=a_file(a_jpeg))

    hers.post("/check-in", form)

    check_in = CheckIn.objects.get()
    assert set(check_in.photos.values_list("view", flat=True)) == {"front_rest", "front_frown"}


@pages
def test_a_photo_of_no_known_view_is_refused_and_the_words_are_kept(
    hers: Client, a_form: Form, a_jpeg: bytes, words_of: Words
) -> None:
    page = hers.post("/check-in", a_form(photo__back=a_file(a_jpeg)), follow=True)

    assert "Your photo was not sent. Your words were." in words_of(page)
    assert CheckIn.objects.count() == 1
    assert not Photo.objects.exists()


@pages
def test_the_result_tells_what_the_server_saw_in_a_photo(
    hers: Client, a_form: Form, a_jpeg: bytes, words_of: Words
) -> None:
    clear = words_of(hers.post("/check-in", a_form(photo=a_file(a_jpeg)), follow=True))
    blurry = words_of(hers.post("/check-in", a_form(photo=a_file(soft(a_jpeg))), follow=True))

    assert "Could be clearer" not in clear
    assert "Your photo has arrived (From the front, face at rest). Could be clearer" in blurry
    assert Photo.objects.order_by("received_at").last().quality["advice"] == "blurred"


@pages
def test_an_emergency_says_nothing_about_photos(
    hers: Client, a_form: Form, a_jpeg: bytes, words_of: Words
) -> None:
    form = a_form(danger="yes", photo=a_file(soft(a_jpeg)))

    page = words_of(hers.post("/check-in", form, follow=True))

    assert "or go to hospital now" in page
    assert "Could be clearer" not in page
    assert Photo.objects.get().quality["advice"] == "blurred"


@pages
def test_the_first_day_asks_for_the_baseline(
    ana: User, ana_patient: Patient, client_of: Callable[[User], Client]
) -> None:
    cast.treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=0)

    assert tuple(shots_in(client_of(ana))) == BASELINE


def shots_in(client: Client) -> dict[str, str]:
    """View -> the tag that opens its part of the page."""
    page = whole_check_in(client)
    return {
        tag[1]: tag[0] for tag in re.finditer(r'<div class="shot[^>]*data-shot="(\w+)"[^>]*>', page)
    }


def a_photo(by: User, treatment: Treatment, view: str, data: bytes) -> Photo:
    upload = Upload(uuid4(), view, timezone.now(), data)
    return take_photo(by=by, treatment=treatment, check_in=None, upload=upload)[0]


def a_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("face.jpg", data, "image/jpeg")


def soft(data: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).filter(ImageFilter.GaussianBlur(9)).save(out, "JPEG", quality=90)
    return out.getvalue()

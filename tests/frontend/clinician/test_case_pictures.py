"""C2: the treated places under the reported ones, and photos that stay blurred until asked for."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.conftest import VERSION
from tracker.models import InjectionSite
from tracker.services.check_ins import submit_check_in
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(client_of):
    def get(user, case):
        return client_of(user).get(f"/clinic/cases/{case.pk}")

    return get


@pytest.fixture
def two_photos(ben, his_toxin, a_jpeg):
    hours = (60, 12)
    return [
        take_photo(
            by=ben,
            treatment=his_toxin,
            check_in=None,
            upload=Upload(uuid4(), "front_rest", timezone.now() - timedelta(hours=h), a_jpeg),
        )[0]
        for h in hours
    ]


def test_the_list_beside_the_map_says_how_near_the_report_is(
    page_of, dr_cho, numb_cheek, his_toxin, words_of
):
    InjectionSite.objects.filter(treatment=his_toxin).update(amount="12.50", unit="U")

    page = words_of(page_of(dr_cho, numb_cheek))

    assert "Left cheek Numbness, moderate Not treated. Away from treated area" in page
    assert "Treated: 12.5 U for both sides" in page  # one amount for both, not so much on each


def test_the_patients_left_is_drawn_at_the_right_of_the_screen(page_of, dr_cho, numb_cheek):
    page = page_of(dr_cho, numb_cheek).content.decode()

    place = re.search(r'<li class="place ([^"]*)"><span class="place__full">Left cheek', page)
    column = re.search(r"c(\d+)", place[1]) if place else None

    assert column and int(column[1]) > 6
    assert page.index("<span>R</span>") < page.index("<span>L</span>")


def test_photos_stand_blurred_by_view_and_the_sharp_one_waits_for_a_click(
    page_of, dr_cho, numb_cheek, two_photos, words_of
):
    response = page_of(dr_cho, numb_cheek)
    page = response.content.decode()

    assert "Front, at rest" in words_of(response)
    for photo in two_photos:
        assert f'src="/api/v1/photos/{photo.pk}/blurred/"' in page
        assert f'src="/api/v1/photos/{photo.pk}/display/"' not in page
        assert f'data-photo="/api/v1/photos/{photo.pk}/display/"' in page
    assert "Compare two days" in page


def test_a_coordinator_gets_no_address_of_a_sharp_photo(
    page_of, coordinator_a, numb_cheek, two_photos
):
    page = page_of(coordinator_a, numb_cheek).content.decode()

    assert "/blurred/" in page
    assert "/display/" not in page
    assert "/thumb/" not in page


def test_the_two_days_to_compare_stand_in_the_address(client_of, dr_cho, numb_cheek, two_photos):
    client, url = client_of(dr_cho), f"/clinic/cases/{numb_cheek.pk}"
    first, last = (str(photo.pk) for photo in two_photos)

    def pair_at(url):
        return client.get(url).context["compare"]["pair"]

    usual = pair_at(url)
    turned = pair_at(f"{url}?before={last}&after={first}")
    foreign = pair_at(f"{url}?before={uuid4()}&after={first}")

    assert [tile.id for tile in usual] == [first, last]
    assert [tile.id for tile in turned] == [last, first]
    assert [tile.id for tile in foreign] == [first, last]


def test_the_earliest_photo_of_a_view_is_its_baseline_and_one_side_of_the_comparison(
    page_of, dr_cho, numb_cheek, two_photos, words_of, client_of
):
    first, later = two_photos
    page = page_of(dr_cho, numb_cheek)

    text = page.content.decode()
    assert text.count("photo__badge") == 1
    assert text.index(f"photos/{first.pk}/") < text.index("photo__badge")
    link = f"?before={first.pk}&amp;after={later.pk}#compare"
    assert f'href="{link}"' in text
    pair = client_of(dr_cho).get(
        f"/clinic/cases/{numb_cheek.pk}?before={first.pk}&after={later.pk}"
    )
    assert [tile.id for tile in pair.context["compare"]["pair"]] == [str(first.pk), str(later.pk)]


def test_a_later_days_photo_is_called_the_earliest_and_no_baseline(
    page_of, dr_cho, ben, numb_cheek, his_toxin, a_jpeg, words_of
):
    for view, days in (("front_rest", 0), ("left_45", 2), ("left_45", 3)):
        at = his_toxin.performed_at + timedelta(days=days, minutes=5)
        upload = Upload(uuid4(), view, min(at, timezone.now()), a_jpeg)
        take_photo(by=ben, treatment=his_toxin, check_in=None, upload=upload)

    page = words_of(page_of(dr_cho, numb_cheek))

    assert page.count("Earliest, no baseline Day 2") == 1
    assert page.count("Baseline Day 0") == 1
    assert "Beside the earliest" in page
    assert "Beside the baseline" not in page


def test_asking_for_a_view_again_opens_the_form_with_that_view_chosen(
    page_of, client_of, dr_cho, dr_dia, numb_cheek, two_photos
):
    page = page_of(dr_cho, numb_cheek).content.decode()
    asked = "?do=request-photo&amp;view=front_rest#move-request-photo"
    assert f'href="{asked}"' in page

    url = f"/clinic/cases/{numb_cheek.pk}?do=request-photo&view=front_rest"
    form = client_of(dr_cho).get(url).content.decode()

    assert '<option value="front_rest" selected>' in form
    assert re.search(r'id="move-request-photo"[^>]* open', form)
    assert re.search(r'name="by"[^>]*value="20', form), "the usual time stands beside it"
    assert client_of(dr_dia).get(url).status_code == 404


def test_a_view_that_is_none_chooses_nothing(client_of, dr_cho, numb_cheek):
    url = f"/clinic/cases/{numb_cheek.pk}?do=request-photo&view=%22%3E%3Cb%3E"

    page = client_of(dr_cho).get(url).content.decode()

    form = page[page.index('id="request-photo-view"') :]
    assert "selected" not in form[: form.index("</select>")]
    assert "<b>" not in page.split('id="move-request-photo"')[1][:4000]


def test_where_nothing_can_be_asked_no_link_offers_it(page_of, lead_a, numb_cheek, two_photos):
    numb_cheek.status, numb_cheek.closed_at = "closed", timezone.now()
    numb_cheek.decision = {"reason": "treated"}
    numb_cheek.save()

    assert "Ask for this view again" not in page_of(lead_a, numb_cheek).content.decode()


def test_the_map_says_units_on_the_drawing_and_product_and_lot_beside_it(
    page_of, dr_cho, numb_cheek, his_toxin, words_of
):
    his_toxin.product, his_toxin.lot = "xeomin", "C7431"
    his_toxin.save()
    InjectionSite.objects.filter(treatment=his_toxin).update(amount="12.50", unit="U")
    InjectionSite.objects.create(
        treatment=his_toxin, region="glabella", side="", amount="20", unit="U"
    )

    page = page_of(dr_cho, numb_cheek).content.decode()

    assert "<i>both: 12.5 U</i>" in page, "one amount for both sides is not so much on each"
    assert "<i>20 U</i>" in page
    assert "Xeomin, lot C7431" in page[page.index("map-title") :]


def test_the_drawing_says_the_strongest_of_what_is_reported_in_one_place(
    page_of, dr_cho, ben, his_toxin, a_report
):
    report = a_report("cheek", "left", numbness=8, bruise=2, answers={"touch_felt": False})
    case = submit_check_in(by=ben, treatment=his_toxin, report=report).case

    page = page_of(dr_cho, case).content.decode()

    assert "<b>severe</b>" in page
    assert "<b>mild</b>" not in page


def test_two_needles_in_one_place_are_told_in_the_list_alone(
    page_of, dr_cho, numb_cheek, his_toxin
):
    for amount in ("4", "6"):
        InjectionSite.objects.create(
            treatment=his_toxin, region="glabella", side="", amount=amount, unit="U"
        )

    page = page_of(dr_cho, numb_cheek)

    assert "Treated: 4 U, 6 U" in page.content.decode()
    assert "<i>4 U</i>" not in page.content.decode()
    assert "no lot recorded" in page.content.decode()


def test_a_day_without_a_photo_says_why_until_one_is_there(
    page_of, dr_cho, dr_dia, ben, his_toxin, numb_cheek, a_report, a_jpeg, words_of
):
    reports = [a_report(no_photo_because="no_camera"), a_report(no_photo_because="bad_light")]
    dark = [submit_check_in(by=ben, treatment=his_toxin, report=each).check_in for each in reports]
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    take_photo(by=ben, treatment=his_toxin, check_in=dark[1], upload=upload)

    page = words_of(page_of(dr_cho, numb_cheek))

    assert f"Day {dark[0].day}: no photo, the camera did not work" in page
    assert "the light or the place was not good" not in page
    assert page_of(dr_dia, numb_cheek).status_code == 404


def test_the_timeline_names_the_protocol_that_judged_and_the_photos_that_came(
    page_of, dr_cho, ben, numb_cheek, his_toxin, a_jpeg, words_of
):
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    check_in = his_toxin.check_ins.get()
    take_photo(by=ben, treatment=his_toxin, check_in=check_in, upload=upload)

    page = words_of(page_of(dr_cho, numb_cheek))

    assert re.search(rf"Check-in, day 3 .{{0,60}}1 photo · protocol {VERSION}", page)

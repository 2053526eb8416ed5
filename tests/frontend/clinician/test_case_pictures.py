"""C2: the treated places under the reported ones, and photos that stay blurred until asked for."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tracker.models import InjectionSite
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

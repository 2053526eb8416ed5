"""C5: figures with numerators, each number opens its list, and nobody sees another clinic's."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
from random import Random
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from tests.cast import person, record_of, treat
from tests.records.invented_caseload import NOW, invent
from tracker.models import Clinic, Membership, Patient, Role, Treatment
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db
PAGE = "/clinic/caseload"
LISTS = ("cases", "check-ins", "treatments")
CALLED = {"how": "phone", "outcome": "Comes in at four"}


def decided(case, by, reason="treated", **more):
    case.refresh_from_db()
    contact = {"at": timezone.now(), **CALLED}
    reviews.decide(by=by, case=case, version=case.version, reason=reason, contact=contact, **more)


def events_in(clinic: Clinic, number: int, of: int, dr: Any, a_report: Any, **facts: Any) -> None:
    """So many treatments two days ago, of the first `number` of which a case was treated."""
    for each in range(of):
        patient = record_of(person(f"{facts['lot']}-{each}"), clinic)
        treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=48)
        Treatment.objects.filter(pk=treatment.pk).update(**facts)
        if each < number:
            report = a_report("cheek", "left", numbness=4, answers={"touch_felt": False})
            sent = submit_check_in(by=patient.user, treatment=treatment, report=report)
            decided(sent.case, dr)


def numbers_with_lists(page: str) -> list[tuple[str, int]]:
    """Address and number of every linked figure that opens one of the lists."""
    found = re.findall(r'<td><a href="(/clinic/caseload/[^"]+)">([\d,]+)(?: of [\d,]+)?</a>', page)
    top = re.findall(r'<a href="(/clinic/caseload/[^"]+)">([\d,]+) of', page)
    return [(unescape(url), int(number.replace(",", ""))) for url, number in found + top]


def test_an_empty_clinic_reads_that_there_is_not_enough_yet(client_of, dr_cho, words_of):
    page = words_of(client_of(dr_cho).get(PAGE))

    assert "Not enough data yet" in page
    assert "Check-ins that came" not in page


def test_every_number_opens_its_list_and_the_list_is_as_long(
    client_of, dr_cho, numb_cheek, headache, clinic_a, a_report, words_of
):
    decided(headache, dr_cho, "false_alarm", false_alarm_because="wrong_tap")
    events_in(clinic_a, 5, 6, dr_cho, a_report, lot="L1", product="dysport")
    client = client_of(dr_cho)
    page = client.get(PAGE).content.decode()
    numbers = numbers_with_lists(page)

    assert len(numbers) > 25
    for url, number in numbers:
        assert f" {number} found." in words_of(client.get(url)), url


@pytest.mark.full
def test_in_a_busy_clinic_too_every_list_is_as_long_as_its_number(
    client_of, dr_cho, clinic_a, clinic_b, words_of
):
    with time_machine.travel(NOW, tick=False):
        invent(Random(4), clinic_a, dr_cho, people=60)
        invent(Random(5), clinic_b, dr_cho, people=5)
        client = client_of(dr_cho)
        numbers = set(numbers_with_lists(client.get(f"{PAGE}?days=90").content.decode()))

        assert len(numbers) > 80
        for url, number in numbers:
            assert f" {number} found." in words_of(client.get(url)), url


def test_numerators_are_shown(client_of, dr_cho, numb_cheek, headache, words_of):
    page = words_of(client_of(dr_cho).get(PAGE))

    assert "Flagged check-ins 50 % 1 of 2" in page
    assert "Check-ins that came" in page
    assert "By skin tone" in page


def with_photos(
    clinic: Clinic, counts: list[int | None], a_report: Any, a_jpeg: bytes, **facts: str
):
    """One person a count, each with a check-in and its photo."""
    for number, count in enumerate(counts):
        patient = record_of(person(f"photo-{number}-{len(facts)}"), clinic)
        Patient.objects.filter(pk=patient.pk).update(**facts)
        treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=48)
        sent = submit_check_in(by=patient.user, treatment=treatment, report=a_report())
        upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg, taken_again=count)
        take_photo(by=patient.user, treatment=treatment, check_in=sent.check_in, upload=upload)


def test_the_share_of_photos_taken_again_leaves_out_those_that_nothing_counted(
    fresh_client_of, lead_a, clinic_a, a_report, a_jpeg, words_of
):
    with_photos(clinic_a, [1, 2, 0, 1, 99, 1, 0, None, None], a_report, a_jpeg)
    client = fresh_client_of(lead_a)
    page = client.get(PAGE)

    assert "with a photo taken again 5 of 7 71 (36 to 92)" in words_of(page)
    again = dict(numbers_with_lists(page.content.decode()))
    whole = (each for each in again if not re.search("(language|age|skin)=", each))
    (url,) = (each for each in whole if "photo=again" in each)
    assert "With a photo taken again 5 found." in words_of(client.get(url))
    sheet = client.get(f"{PAGE}/sheet?table=photos&kind=csv").content.decode("utf-8-sig")
    assert 'with a photo taken again",5,7,71.43,35.89,91.78' in sheet
    assert client.get(f"{PAGE}/sheet?table=photos&kind=xlsx").status_code == 200


def test_fewer_than_five_taken_again_are_hidden_and_open_all_that_were_counted(
    client_of, dr_cho, clinic_a, a_report, a_jpeg, words_of
):
    with_photos(clinic_a, [1, 2, 0, 0, 0, 0, None], a_report, a_jpeg)
    client = client_of(dr_cho)
    page = client.get(PAGE)

    assert "with a photo taken again fewer than 5 of 6 –" in words_of(page)
    (url,) = re.findall(r'<td><a href="([^"]+)">fewer than 5 of 6</a>', page.content.decode())
    assert "whose tries were counted 6 found." in words_of(client.get(unescape(url)))


def test_photos_taken_again_are_compared_by_group(
    fresh_client_of, lead_a, clinic_a, a_report, a_jpeg, words_of
):
    with_photos(clinic_a, [0] * 20, a_report, a_jpeg, skin_type="I")
    with_photos(clinic_a, [1] * 20, a_report, a_jpeg, skin_type="VI", language="es")
    page = words_of(fresh_client_of(lead_a).get(PAGE))

    assert (
        "Gap: Photos are taken again less often: Skin types I and II (0.0 %) than "
        "Skin types V and VI (100 %). Look why." in page
    )
    assert "Photos are taken again less often: English (0.0 %) than Spanish (100 %)." in page


def test_fewer_than_five_events_or_treatments_hide_the_rate(
    client_of, dr_cho, clinic_a, a_report, words_of
):
    events_in(clinic_a, 4, 7, dr_cho, a_report, lot="FOUR", product="dysport")
    events_in(clinic_a, 5, 8, dr_cho, a_report, lot="FIVE", product="xeomin")
    events_in(clinic_a, 3, 3, dr_cho, a_report, lot="TINY", product="daxxify")
    page = words_of(client_of(dr_cho).get(PAGE))

    assert "Xeomin 5 of 8 63 (31 to 86)" in page
    assert "Dysport fewer than 5 of 7 –" in page
    assert "Daxxify group of fewer than 5 –" in page
    assert "FIVE 5 of 8" in page
    assert "TINY" not in page
    assert "1 lot with fewer than 5 treatments is not shown." in page


def test_what_is_hidden_opens_the_whole_group(client_of, dr_cho, clinic_a, a_report, words_of):
    events_in(clinic_a, 4, 7, dr_cho, a_report, lot="FOUR", product="dysport")
    client = client_of(dr_cho)
    page = client.get(PAGE).content.decode()
    hidden = re.findall(r'<td><a href="([^"]+)">fewer than 5 of 7</a>', page)

    assert len(hidden) == 4  # type, product, area, lot
    for url in hidden:
        assert "event=" not in url
        assert " 7 found." in words_of(client.get(unescape(url)))


def test_the_days_and_the_clinic_are_chosen_in_the_address(
    client_of, both_clinics_doctor, clinic_a, clinic_b, numb_cheek, pale_skin, words_of
):
    client = client_of(both_clinics_doctor)

    assert "Clinic A" in words_of(client.get(PAGE))
    other = words_of(client.get(f"{PAGE}?clinic={clinic_b.pk}&days=30"))
    assert "Dermal filler" in other and "Clinic B" in other
    long_ago = client.get(f"{PAGE}?from=2020-01-01&to=2020-01-31")
    assert "1 Jan 2020 to 31 Jan 2020" in words_of(long_ago)
    cases = f"{PAGE}/cases?clinic={clinic_b.pk}"
    assert "Cleo" in words_of(client.get(cases))
    assert "Ben" not in words_of(client.get(cases))


@pytest.mark.parametrize(
    "asked",
    [
        "from=yesterday&to=never",
        "from=0001-01-01&to=9999-12-31",
        "days=12",
        "from=2026-01-01",
        "to=\0&from=\0",
    ],
)
def test_days_that_nobody_can_mean_are_as_if_not_asked(client_of, dr_cho, headache, asked):
    answer = client_of(dr_cho).get(f"{PAGE}?{asked}")

    assert answer.status_code == 200
    assert 'aria-current="true">Last 30 days' in answer.content.decode()


def test_days_in_the_wrong_order_are_turned_and_none_lie_ahead(client_of, dr_cho, words_of):
    today = timezone.localdate()
    asked = f"from={today + timedelta(days=9)}&to={today - timedelta(days=3)}"
    page = client_of(dr_cho).get(f"{PAGE}?{asked}").content.decode()

    assert f'name="from" value="{today - timedelta(days=3)}"' in page
    assert f'name="to" value="{today}"' in page


@pytest.mark.parametrize("asked", ["{clinic}", "not-an-id", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("place", ["", *(f"/{name}" for name in LISTS)])
def test_another_clinic_is_as_good_as_not_there(
    client_of, dr_dia, clinic_a, numb_cheek, place, asked
):
    answer = client_of(dr_dia).get(f"{PAGE}{place}?clinic={asked.format(clinic=clinic_a.pk)}")

    assert answer.status_code == 404
    assert b"Ben" not in answer.content


@pytest.mark.parametrize("who", ["ana", "admin_a", "removed_doctor", "nobody"])
@pytest.mark.parametrize("place", ["", *(f"/{name}" for name in LISTS)])
def test_nobody_else_reads_it(request, client_of, numb_cheek, who, place):
    stranger = request.getfixturevalue(who)

    assert client_of(stranger).get(f"{PAGE}{place}").status_code == 403


def test_a_coordinator_reads_the_figures_and_the_lists_behind_them(
    client_of, coordinator_a, numb_cheek, words_of
):
    client = client_of(coordinator_a)
    page = client.get(PAGE)

    assert "Loss of feeling" in words_of(page)
    assert "/clinic/protocol/" not in page.content.decode()
    assert page.context["again_url"] == "", "a sheet is not hers, signed in anew or not"
    assert "Ben" in words_of(client.get(f"{PAGE}/cases"))


def test_a_list_that_nothing_knows_how_to_narrow_is_the_whole_list(
    client_of, dr_cho, numb_cheek, words_of
):
    client = client_of(dr_cho)
    for asked in (
        "level=odd&hour=99&open=odd",
        "skin=odd",
        "age=odd&hour=-1&after=made-up",
        "after=x~y",
    ):
        assert "1 found." in words_of(client.get(f"{PAGE}/cases?{asked}"))
    assert "0 found." in words_of(client.get(f"{PAGE}/check-ins?rule=%22%25"))


def test_a_long_list_goes_on_page_by_page(client_of, dr_cho, some_cases, clinic_a):
    some_cases(clinic_a, 55)
    client, seen, url = client_of(dr_cho), [], f"{PAGE}/cases"
    for _ in range(2):
        page = client.get(url).content.decode()
        seen += re.findall(r'data-case="([^"]+)"', page)
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        url = f"{PAGE}/cases{unescape(following[1])}" if following else ""

    assert (len(seen), len(set(seen)), url) == (55, 55, "")


def test_who_missed_check_ins_is_named_with_a_way_to_her_record(
    client_of, dr_cho, ana_patient, her_toxin, words_of
):
    page = client_of(dr_cho).get(PAGE)

    assert re.search(r"Ana Botulinum toxin: .*? 1, 2 Never", words_of(page))
    assert f"/clinic/patients/{ana_patient.pk}" in page.content.decode()


def half_silent(clinic: Clinic, a_report: Any, silent: dict[str, str], heard: dict[str, str]):
    """Forty people treated two days ago; twenty of them were silent, the others told once."""
    for number in range(40):
        patient = record_of(person(f"p{number}"), clinic)
        treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=48)
        facts = silent if number < 20 else heard
        Patient.objects.filter(pk=patient.pk).update(**facts)
        if number >= 20:
            at = treatment.performed_at + timedelta(hours=24)
            report = a_report("forehead", bruise=1, reported_at=at)
            submit_check_in(by=patient.user, treatment=treatment, report=report)


@pytest.mark.parametrize(
    ("silent", "heard", "said"),
    [
        ({"language": "es"}, {}, "Spanish (0.0 %) than English (50 %)"),
        (
            {"skin_type": "VI"},
            {"skin_type": "II"},
            "Skin types V and VI (0.0 %) than Skin types I and II (50 %)",
        ),
    ],
)
def test_a_gap_between_groups_is_told_in_words(
    client_of, dr_cho, clinic_a, a_report, words_of, silent, heard, said
):
    half_silent(clinic_a, a_report, silent, heard)
    page = words_of(client_of(dr_cho).get(PAGE))

    assert f"Gap: Check-ins come less often: {said}. Look why." in page


@pytest.mark.parametrize(
    ("silent", "heard"),
    [
        ({}, {"skin_type": "II"}),  # nobody was asked of the silent ones
        ({"skin_type": "III"}, {"skin_type": "IV"}),  # one group
    ],
)
def test_no_gap_of_skin_tone_is_told_where_tones_were_not_compared(
    client_of, dr_cho, clinic_a, a_report, words_of, silent, heard
):
    half_silent(clinic_a, a_report, silent, heard)

    assert "Gap:" not in words_of(client_of(dr_cho).get(PAGE))


def test_who_was_not_asked_is_a_group_with_a_list_of_its_own(
    fresh_client_of, lead_a, numb_cheek, headache, words_of
):
    Patient.objects.filter(pk=headache.patient_id).update(skin_type="V")
    client = fresh_client_of(lead_a)
    text = client.get(f"{PAGE}/sheet?table=skins&kind=csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))

    assert head[0] == "Skin tone"
    assert [row[0] for row in rows] == ["Skin types V and VI", "Not asked"]
    for skin, name, said in (
        ("V_VI", headache.patient.name, "Skin types V and VI"),
        ("not_asked", numb_cheek.patient.name, "Skin type not asked"),
    ):
        listed = words_of(client.get(f"{PAGE}/cases?skin={skin}"))
        assert f"{said} 1 found." in listed
        assert name in listed
    assert client.get(f"{PAGE}/sheet?table=skins&kind=xlsx").status_code == 200


def test_the_rail_leads_there_from_every_clinic_page(client_of, dr_cho):
    page = client_of(dr_cho).get("/clinic/").content.decode()
    rail = re.findall(r'<li><a href="([^"]+)"', page.split('class="rail"')[1].split("</nav>")[0])

    assert rail == ["/clinic/", "/clinic/patients", "/clinic/caseload", "/clinic/protocol"]


def test_a_lead_of_one_clinic_sees_no_sheet_of_another(client_of, lead_a, clinic_b, pale_skin):
    Membership.objects.create(user=lead_a, clinic=clinic_b, role=Role.DERMATOLOGIST)
    client = client_of(lead_a)
    asked = f"clinic={clinic_b.pk}"

    assert b"caseload/sheet" not in client.get(f"{PAGE}?{asked}").content
    assert client.get(f"{PAGE}/sheet?table=areas&kind=csv&{asked}").status_code == 403

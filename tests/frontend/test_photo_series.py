"""Pages of a photo series: what is shown to whom, without script, and what a wrong form gets."""

from uuid import uuid4

import pytest

from tests.services.photo_days import take
from tests.skin import EYES, THREE, circle, skin
from tracker.models import AuditEvent, BruiseMeasurement, Landmarks, Photo
from tracker.services.check_ins import submit_check_in
from tracker.services.landmarks import mark_landmarks
from tracker.services.measuring import measure_bruise
from tracker.services.photos import Upload, read_variant, take_photo
from tracker.services.withdrawals import withdraw_photo

pytestmark = pytest.mark.django_db
RING = {"x": "62", "y": "55", "wide": "22", "high": "22", "turn": "0", "scale": "none"}


@pytest.fixture
def days(ana, her_toxin):
    """Day 1 and day 2 of the front, day 2 of the left side."""
    front = [take(ana, her_toxin, skin(0.06, seed=n), 72 - 24 * n, "front_rest") for n in (1, 2)]
    return [*front, take(ana, her_toxin, skin(0.05), 24, "left_45")]


def pages_of(photo, treatment):
    own = [f"/photos/{photo.pk}{rest}" for rest in ("", "/file", "/withdraw")]
    both = [f"/photos/{photo.pk}{rest}" for rest in ("", "/landmarks", "/ring")]
    both += [f"/treatments/{treatment.pk}/{rest}" for rest in ("compare", "days")]
    return [*own, *both], [f"/clinic{path}" for path in both]


def test_she_opens_all_of_her_own_and_nobody_else_does(
    client_of, ana, ben, cleo, dr_dia, coordinator_a, dr_cho, admin_a, days, her_toxin
):
    hers, clinics = pages_of(days[0], her_toxin)

    assert {client_of(ana).get(url).status_code for url in hers} == {200}
    assert {client_of(dr_cho).get(url).status_code for url in clinics} == {200}
    for stranger in (ben, cleo):
        assert {client_of(stranger).get(url).status_code for url in hers} == {404}
        assert {client_of(stranger).get(url).status_code for url in clinics} == {403}
    assert {client_of(dr_dia).get(url).status_code for url in clinics} == {404}
    for shut_out in (coordinator_a, admin_a):
        assert {client_of(shut_out).get(url).status_code for url in clinics} == {403}
    assert {client_of(dr_cho).get(url).status_code for url in hers} == {403}  # no copies for staff


def test_only_days_of_one_view_are_compared(client_of, ana, days, her_toxin):
    client, url = client_of(ana), f"/treatments/{her_toxin.pk}/compare"
    front, later, side = (str(photo.pk) for photo in days)

    usual = client.get(url).context["compare"]
    mixed = client.get(f"{url}?before={front}&after={side}").context["compare"]

    assert [tile.id for tile in usual["pair"]] == [front, later]
    assert [tile.id for tile in mixed["pair"]] == [front, later]
    assert {tile.id for tile in usual["days"]} == {front, later}


def test_under_each_picture_stand_its_day_and_quality_and_in_its_words_the_view_and_note(
    client_of, ana, her_toxin, a_report, words_of
):
    report = a_report(bruise=3, region="cheek", side="left", note="It throbs a little")
    check_in = submit_check_in(by=ana, treatment=her_toxin, report=report).check_in
    upload = Upload(uuid4(), "front_rest", check_in.judged_at, skin())
    take_photo(by=ana, treatment=her_toxin, check_in=check_in, upload=upload)
    take(ana, her_toxin, skin(0), 48, "front_rest")

    response = client_of(ana).get(f"/treatments/{her_toxin.pk}/compare")

    assert 'alt="From the front, face at rest, day 3. It throbs a little"' in (
        response.content.decode()
    )
    assert "Day 1 · " in words_of(response)
    assert "clear" in words_of(response)


def test_how_well_two_days_lie_over_one_another_is_said_in_words(
    client_of, ana, days, her_toxin, words_of
):
    client, url = client_of(ana), f"/treatments/{her_toxin.pk}/compare"
    assert "Mark the same places on both photos once." in words_of(client.get(url))

    for photo in days[:2]:
        mark_landmarks(by=ana, photo=photo, points=EYES)
    assert "With two points the fit cannot be checked." in words_of(client.get(url))

    for photo in days[:2]:
        mark_landmarks(by=ana, photo=photo, points=THREE)
    assert "the marks lie within 1 pixel" in words_of(client.get(url))


def test_opening_pages_fetches_nothing_sharp_and_changes_nothing(
    client_of, ana, dr_cho, days, her_toxin
):
    for url in pages_of(days[0], her_toxin)[1]:
        page = client_of(dr_cho).get(url).content.decode()
        assert f'src="/api/v1/photos/{days[0].pk}/display/"' not in page

    assert not AuditEvent.objects.filter(action__in=("photo.viewed", "photo.measured")).exists()
    assert not BruiseMeasurement.objects.exists()


def test_marks_are_kept_by_a_plain_form(client_of, ana, days):
    form = {"x-eye_outer_right": "25", "y-eye_outer_right": "30,5", "after": "photo-ring"}
    form |= {"x-eye_outer_left": "75", "y-eye_outer_left": "30"}

    answer = client_of(ana).post(f"/photos/{days[0].pk}/landmarks", form)

    assert answer.url == f"/photos/{days[0].pk}/ring"
    assert Landmarks.objects.get().points["eye_outer_right"] == [0.25, 0.305]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Mark at least 2 places on the face."),
        ({"x-eye_outer_right": "25"}, "give both numbers, from 0 to 100"),
        ({"x-eye_outer_right": "nan", "y-eye_outer_right": "3"}, "give both numbers"),
        ({"x-eye_outer_right": "250", "y-eye_outer_right": "3"}, "give both numbers"),
    ],
)
def test_a_mark_that_is_none_is_told_and_what_was_written_stays(
    client_of, ana, days, words_of, form, said
):
    answer = client_of(ana).post(f"/photos/{days[0].pk}/landmarks", form)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert all(f'value="{value}"' in answer.content.decode() for value in form.values())
    assert not Landmarks.objects.exists()


@pytest.mark.parametrize("after", ["https://example.org/", "//example.org", "compare"])
def test_after_marking_she_never_leaves_these_pages(client_of, ana, days, after):
    form = {f"{axis}-{name}": "30" for name in EYES for axis in "xy"} | {"after": after}
    form["x-eye_outer_left"] = "70"

    answer = client_of(ana).post(f"/photos/{days[0].pk}/landmarks", form)

    assert answer.url.startswith(("/photos/", "/treatments/"))


@pytest.mark.parametrize(
    "wrong",
    [{"x": ""}, {"x": "nan"}, {"wide": "0"}, {"high": "many"}, {"scale": "eyes"}, {"scale": ""}],
)
def test_a_ring_that_cannot_be_is_told_and_nothing_is_measured(client_of, ana, days, wrong):
    answer = client_of(ana).post(f"/photos/{days[0].pk}/ring", RING | wrong)

    assert answer.status_code == 422
    assert not BruiseMeasurement.objects.exists()


def test_a_bruise_that_cannot_be_measured_is_told_with_the_reason(
    client_of, ana, her_toxin, words_of
):
    photo = take(ana, her_toxin, skin(0), 24, "front_rest")

    answer = client_of(ana).post(f"/photos/{photo.pk}/ring", RING, follow=True)

    assert "On day 2: Cannot be measured here: " in words_of(answer)


def test_the_case_shows_how_a_bruise_went_with_a_table_behind_it(
    client_of, ana, dr_cho, coordinator_a, days, her_toxin, urgent_case, words_of
):
    for photo in days[:2]:
        mark_landmarks(by=ana, photo=photo, points=THREE)
    first = measure_bruise(by=dr_cho, photo=days[0], bruise=None, ring=circle(), scale="eyes")
    measure_bruise(by=dr_cho, photo=days[1], bruise=first.bruise, ring=circle(), scale="eyes")
    url = f"/clinic/cases/{urgent_case.pk}"

    page = client_of(dr_cho).get(url)

    assert "No change from day 1 that can be measured." in words_of(page)
    assert page.content.decode().count('class="error"') == 4  # two days, two drawings
    assert "mm²" in words_of(page)
    assert "Bruise 1" not in words_of(client_of(coordinator_a).get(url))


def test_a_photo_taken_back_shows_no_picture_in_any_page(
    client_of, ana, dr_cho, days, her_toxin, urgent_case, words_of
):
    withdraw_photo(by=ana, photo=days[0])
    erased = str(days[0].pk)

    photos = client_of(ana).get("/history?view=photos")
    case = client_of(dr_cho).get(f"/clinic/cases/{urgent_case.pk}")

    assert "Taken back by you, and erased." in words_of(photos)
    assert "Withdrawn by the patient, and erased." in words_of(case)
    assert "Photo withdrawn by the patient" in words_of(case)
    for page in (photos, case):
        assert f"/photos/{erased}" not in page.content.decode()
    assert client_of(ana).get(f"/treatments/{her_toxin.pk}/compare").context["compare"] is None


def test_what_was_measured_on_an_erased_photo_stays_as_numbers(
    client_of, ana, days, her_toxin, words_of
):
    measure_bruise(by=ana, photo=days[0], bruise=None, ring=circle(), scale="none")
    withdraw_photo(by=ana, photo=days[0])

    page = client_of(ana).get(f"/treatments/{her_toxin.pk}/days")

    assert "The photo was taken back." in words_of(page)
    assert f"/photos/{days[0].pk}" not in page.content.decode()


def test_a_kept_photo_is_marked_as_withdrawn_for_clinicians_and_hidden_from_the_desk(
    client_of, ana, dr_cho, coordinator_a, days, urgent_case, words_of
):
    photo = Photo.objects.select_related("patient", "key").get(pk=days[0].pk)
    read_variant(by=dr_cho, photo=photo, variant="display", image_format="jpeg")
    url = f"/clinic/cases/{urgent_case.pk}"
    asked = client_of(ana).get(f"/photos/{photo.pk}/withdraw")
    assert "the clinic keeps it" in words_of(asked)

    client_of(ana).post(f"/photos/{photo.pk}/withdraw")

    assert client_of(ana).get(f"/photos/{photo.pk}").status_code == 404
    assert client_of(dr_cho).get(f"/clinic/photos/{photo.pk}").status_code == 200
    assert f"/photos/{photo.pk}/display/" in client_of(dr_cho).get(url).content.decode()
    assert "Withdrawn by the patient" in words_of(client_of(dr_cho).get(url))
    assert f"/photos/{photo.pk}" not in client_of(coordinator_a).get(url).content.decode()


def test_a_saved_copy_is_a_jpeg_under_a_name_that_says_nothing(client_of, ana, days):
    answer = client_of(ana).get(f"/photos/{days[0].pk}/file")

    assert answer.content.startswith(b"\xff\xd8")
    assert answer["Content-Disposition"].startswith('attachment; filename="photo-20')
    assert answer["Cache-Control"] == "private, no-store"
    assert not AuditEvent.objects.filter(action="photo.viewed").exists()

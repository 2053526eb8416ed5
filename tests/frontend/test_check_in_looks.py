"""How a bruise looks, as she may tell it: beside a coin and in words of colour (UX.md P9)."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.frontend.test_check_in_page import bruise
from tests.frontend.whole_form import whole_check_in
from tracker.models import CheckIn, ReviewCase, SymptomReport, Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
Form = Callable[..., dict[str, Any]]

TOLD = {"bruise_size": "under_30_mm", "bruise_colour": "blue_or_purple"}
ROW = "carried.bruise.cheek.left"
AGAIN = 3_900  # bytes of the document, gzip: what a repeat visit may weigh (docs/benchmarks.md)


@pytest.fixture
def before(ana: User, her_toxin: Treatment, a_report: Callable[..., Report]) -> str:
    """The id of the report in which she told of a bruise and how it looked."""
    report = a_report("cheek", "left", bruise=5, answers={**TOLD, "cleared_and_returned": False})
    return str(submit_check_in(by=ana, treatment=her_toxin, report=report).check_in.pk)


def newest() -> SymptomReport:
    return CheckIn.objects.order_by("-received_at")[0].symptoms.get()


def test_a_bruise_is_asked_for_its_size_and_colour_and_nothing_is_chosen(
    hers: Client, a_form: Form, words_of: Words
) -> None:
    asked = hers.post("/check-in", {"danger": "none", "tick": "bruise"})

    page, words = asked.content.decode(), words_of(asked)
    assert "How big is it, next to a coin? You can leave this out." in words
    assert "About as big as the coin: 20 to 30 millimetres" in words
    assert "Darker than my skin around it" in words
    assert page.count('class="beside-coin"') == 5
    assert 'id="bruise-size" aria-describedby="bruise-size-hint"' in page
    for line in page.splitlines():
        assert " checked" not in line.partition('name="bruise.size"')[2]


def test_other_symptoms_are_not_asked_for_a_coin(hers: Client) -> None:
    asked = hers.post("/check-in", {"danger": "none", "tick": "lump"}).content.decode()

    assert 'name="lump.growing"' in asked
    assert "beside-coin" not in asked


def test_what_she_chose_is_stored_with_the_bruise_and_opens_no_case(
    hers: Client, a_form: Form
) -> None:
    hers.post("/check-in", a_form(**bruise(bruise__size="over_50_mm", bruise__colour="not_sure")))

    assert newest().answers == {"bruise_size": "over_50_mm", "bruise_colour": "not_sure"}
    assert not ReviewCase.objects.exists()


def test_left_alone_it_keeps_nobody_from_sending(hers: Client, a_form: Form) -> None:
    hers.post("/check-in", a_form(**bruise()))

    assert newest().answers == {}


@pytest.mark.parametrize("size", ["enormous", "yes", "", "over_50_mm_label"])
def test_a_size_that_the_form_does_not_offer_is_left_out(
    hers: Client, a_form: Form, size: str
) -> None:
    response = hers.post("/check-in", a_form(**bruise(bruise__size=size)))

    assert response.status_code == 302
    assert newest().answers == {}


def test_a_form_that_comes_back_keeps_what_was_chosen(hers: Client, a_form: Form) -> None:
    form = a_form(**bruise(bruise__strength=None, bruise__size="under_10_mm"))

    page = hers.post("/check-in", form).content.decode()

    assert 'name="bruise.size" value="under_10_mm" checked' in page


def test_the_next_day_shows_what_was_told_of_it(hers: Client, before: str, words_of: Words) -> None:
    page = words_of(hers.get("/check-in"))

    assert "It was: moderate, 20 to 30 mm across, mostly blue to black" in page


@pytest.mark.parametrize(
    ("course", "kept"),
    [
        ("same", {**TOLD, "cleared_and_returned": False}),
        ("better", {"cleared_and_returned": False}),
        ("gone", {"cleared_and_returned": False}),
        ("worse", {}),
    ],
)
def test_looks_hold_only_while_the_bruise_is_the_same(
    hers: Client, before: str, a_form: Form, course: str, kept: dict[str, Any]
) -> None:
    hers.post("/check-in", a_form(carried_from=before) | {ROW: course, f"{ROW}.strength": "8"})

    assert newest().answers == kept


def test_a_bruise_that_is_worse_may_say_how_it_looks_now(
    hers: Client, before: str, a_form: Form
) -> None:
    said = {ROW: "worse", f"{ROW}.strength": "5", f"{ROW}.bruise_size": "under_50_mm"}
    strange = {f"{ROW}.bruise_colour": "mauve"}

    hers.post("/check-in", a_form(carried_from=before) | said | strange)

    assert newest().answers == {"bruise_size": "under_50_mm"}


def test_looks_of_a_worse_bruise_come_back_with_the_form_and_count_only_there(
    hers: Client, before: str, a_form: Form
) -> None:
    size = {f"{ROW}.bruise_size": "under_50_mm"}
    page = hers.post("/check-in", a_form(carried_from=before) | {ROW: "worse"} | size)
    hers.post("/check-in", a_form(carried_from=before) | {ROW: "better"} | size)

    assert f'name="{ROW}.bruise_size" value="under_50_mm" checked' in page.content.decode()
    assert newest().answers == {"cleared_and_returned": False}


def test_her_history_and_her_result_say_how_it_looked(
    hers: Client, before: str, words_of: Words
) -> None:
    line = "Bruise, left cheek: moderate, 20 to 30 mm across, mostly blue to black"

    assert line in words_of(hers.get("/history"))
    assert line in words_of(hers.get(f"/check-ins/{before}"))


def test_in_spanish_it_is_asked_and_told_in_spanish(
    hers: Client, ana: User, before: str, words_of: Words
) -> None:
    ana.language = "es"
    ana.save()

    said = {"danger": "none", "client_id": "", "carried_from": before}

    page = words_of(hers.post("/check-in", said))

    assert "¿Qué tamaño tiene, junto a una moneda?" in page
    assert "de 20 a 30 mm de ancho, sobre todo de azul a negro" in page


def test_the_questions_that_the_phone_keeps_hold_them_too(hers: Client) -> None:
    address = hers.get("/check-in").content.decode().partition('data-questions="')[2].split('"')[0]

    assert 'name="bruise.colour" value="darker_than_around"' in hers.get(address).content.decode()


def test_what_is_asked_of_a_worse_bruise_is_kept_with_the_questions_and_not_brought_each_day(
    hers: Client, before: str
) -> None:
    page = hers.get("/check-in").content.decode()
    asked = re.search(r'data-questions="([^"]+)"', page)
    assert asked

    kept = Client().get(asked[1]).content.decode()

    assert f'name="{ROW}.strength"' in page
    assert "next to a coin" not in page
    assert kept.count('data-looks="bruise"') == 1
    assert 'name="bruise.bruise_size" value="under_30_mm"' in kept
    assert ROW not in kept


def test_without_script_a_worse_bruise_leads_to_its_questions_on_the_next_page(
    hers: Client, before: str
) -> None:
    said = {"danger": "none", "client_id": "", "carried_from": before, ROW: "worse"}

    page = hers.post("/check-in", said).content.decode()

    field = f"{ROW}.bruise_size".replace(".", "-")
    assert f'<a class="link" href="#{field}">Bruise, left cheek</a>' in page
    assert f'id="{field}"' in page
    assert f'name="{ROW}.bruise_size" value="under_30_mm"' in page
    assert "data-looks" not in page


@pytest.mark.parametrize("course", ["same", "better", "gone", ""])
def test_without_script_one_that_is_not_worse_has_no_next_question(
    hers: Client, before: str, course: str
) -> None:
    said = {"danger": "none", "client_id": "", "carried_from": before, ROW: course}

    page = hers.post("/check-in", said).content.decode()

    assert "The next questions" in page
    assert ">Bruise, left cheek</a>" not in page


def test_a_repeat_visit_with_bruises_told_before_stays_light(
    hers: Client, ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> None:
    at = timezone.now() - timedelta(hours=1)
    report = a_report("forehead", "left", bruise=5, answers=TOLD, reported_at=at)
    submit_check_in(by=ana, treatment=her_toxin, report=report)

    assert len(gzip.compress(hers.get("/check-in").content)) <= AGAIN


def test_the_whole_form_without_script_draws_no_coin_before_a_bruise_is_ticked(
    hers: Client,
) -> None:
    assert "beside-coin" not in whole_check_in(hers)

"""A photo's address opens for a person, never by itself: guessed, shared, signed out, removed."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from api import throttling
from tests.services.stored_photos import store_in
from tracker.imaging.intake import take_in
from tracker.models import AuditEvent, Membership, Photo, Treatment, User
from tracker.records import access
from tracker.services import photos
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db
VARIANTS = ("blurred", "thumb", "display")
RANDOM_BITS = 122


@pytest.fixture
def photo(
    settings: Any,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    ana: User,
    her_toxin: Treatment,
    a_jpeg: bytes,
) -> Photo:
    store_in(settings, tmp_path)
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]


def address(pk: UUID, variant: str = "display") -> str:
    return f"/api/v1/photos/{pk}/{variant}/"


def neighbours(known: UUID) -> Iterator[UUID]:
    """What somebody tries who holds one address: each bit flipped, and the numbers around it."""
    yield from (UUID(int=known.int ^ (1 << bit)) for bit in range(128))
    yield from (UUID(int=(known.int + step) % 2**128) for step in range(-50, 51) if step)


def test_the_address_of_one_photo_says_nothing_of_the_next(photo: Photo) -> None:
    ids = [photo.pk, *(Photo().pk for _photo in range(2000))]

    assert {(pk.version, pk.variant) for pk in ids} == {(4, "specified in RFC 4122")}
    ones = [sum(pk.int >> bit & 1 for pk in ids) for bit in range(128)]
    varied = [bit for bit, count in enumerate(ones) if 800 < count < 1200]
    assert len(varied) == RANDOM_BITS


def test_guesses_around_a_known_address_find_nothing(
    photo: Photo, ana: User, dr_dia: User, ben: User, client_of: Callable[[User], Client]
) -> None:
    chance = random.Random(8)
    tries = [*neighbours(photo.pk), *(UUID(int=chance.getrandbits(128)) for _try in range(500))]
    hers, strangers = client_of(ana), [client_of(dr_dia), client_of(ben)]
    nobodys = hers.get(address(uuid4())).content

    assert hers.get(address(photo.pk)).status_code == 200
    for guess in tries:
        answer = hers.get(address(guess))
        assert (answer.status_code, answer.content) == (404, nobodys)
    for stranger in strangers:
        for variant in VARIANTS:
            answer = stranger.get(address(photo.pk, variant))
            assert (answer.status_code, answer.content) == (404, nobodys)


def test_guesses_are_counted_like_looks_and_then_nothing_is_looked_for(
    photo: Photo,
    ana: User,
    ben: User,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    time_stands: Any,
) -> None:
    monkeypatch.setattr(throttling, "READS", 5)
    bens = client_of(ben)

    guessed = [bens.get(address(uuid4())).status_code for _guess in range(6)]

    assert guessed == [404] * 5 + [429]
    assert bens.get(address(photo.pk)).status_code == 429
    assert client_of(ana).get(address(photo.pk)).status_code == 200


def test_who_guesses_as_fast_as_she_may_has_no_chance_in_a_thousand_years() -> None:
    """Whatever she is told: a clinic of ten million photos, tried from a whole crowd's address."""
    a_minute = throttling.READS * throttling.CROWD
    tries = a_minute * 60 * 24 * 365 * 1000
    photos_there = 10_000_000

    assert tries > 1_000_000
    assert tries * photos_there / 2**RANDOM_BITS < 1e-12


@pytest.mark.full
def test_of_a_million_guesses_none_finds_a_photo(photo: Photo, ana: User, dr_dia: User) -> None:
    """Asked of the very rows that an address is looked up in, without a request for each."""
    chance = random.Random(7)
    hers, strangers = access.photos_of(ana), access.photos_of(dr_dia)
    assert hers.filter(pk__in=[uuid4(), photo.pk]).exists()
    assert not strangers.filter(pk__in=[uuid4(), photo.pk]).exists()

    for _thousand in range(1000):
        guesses = [UUID(int=chance.getrandbits(128), version=4) for _guess in range(1000)]
        assert not hers.filter(pk__in=guesses).exists()


def test_an_address_that_was_passed_on_opens_for_nobody_who_is_not_signed_in(photo: Photo) -> None:
    for variant in VARIANTS:
        path = address(photo.pk, variant)
        for more in ("", "?token=1", f"?signature={uuid4()}&expires=9999999999", "?user=ana"):
            assert Client().get(path + more).status_code == 401


def test_it_dies_with_the_session(
    photo: Photo, ana: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(ana)
    copied = Client()
    copied.cookies = client.cookies.copy()
    assert [c.get(address(photo.pk)).status_code for c in (client, copied)] == [200, 200]

    client.post("/sign-out")

    assert [c.get(address(photo.pk)).status_code for c in (client, copied)] == [401, 401]


def test_it_dies_with_the_role(
    photo: Photo, dr_cho: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(dr_cho)
    assert client.get(address(photo.pk)).status_code == 200

    Membership.objects.filter(user=dr_cho).update(ended_at=timezone.now())

    assert client.get(address(photo.pk)).status_code in (401, 403, 404)


def test_no_answer_that_names_a_photo_carries_what_opens_it(
    photo: Photo, ana: User, dr_cho: User, client_of: Callable[[User], Client]
) -> None:
    """No signed link, no stored name: an address is an id and nothing else."""
    for user in (ana, dr_cho):
        for path in (f"/api/v1/treatments/{photo.treatment_id}/", "/api/v1/check-ins/", "/history"):
            body = client_of(user).get(path).content.decode()
            assert photo.stored_name not in body
            assert "signature=" not in body and "X-Amz" not in body


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"range": "bytes=0-9"},
        {"range": "bytes=5-"},
        {"if-none-match": "*"},
        {"if-modified-since": "Wed, 01 Jan 2098 00:00:00 GMT"},
    ],
    ids=lambda asked: next(iter(asked), "plain"),
)
def test_each_look_at_a_sharp_one_is_one_row_however_it_is_asked_for(
    asked: dict[str, str], photo: Photo, dr_cho: User, client_of: Callable[[User], Client]
) -> None:
    """SAFETY abuse 29: no 304 and no part of the bytes without its row."""
    answer = client_of(dr_cho).get(address(photo.pk), headers=asked)

    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert AuditEvent.objects.filter(action="photo.viewed", actor=dr_cho.pk).count() == 1

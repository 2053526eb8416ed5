"""New passwords: long where they stand alone, never one that others try first, no rule of kinds."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tracker.models import User

pytestmark = pytest.mark.django_db


def is_taken(password: str, user: User | None) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "good",
    [
        "a quiet lake at dawn",
        "сложная фраза из слов",
        "x7#kQ9!mZr2@pLw",
        "🐢🦉🌊 walk slowly home",
        "w" * 3 + "heelbarrow rain " * 4,
    ],
)
def test_length_and_any_letters_are_enough(good: str, ana: User) -> None:
    assert is_taken(good, ana)


@pytest.mark.parametrize(
    "weak",
    [
        "a quiet lake",
        "fourteen chars",
        "passwordpassword",
        "password12345678",
        "iloveyouiloveyouiloveyou",
        "aaaaaaaaaaaaaaaaaa",
        "abcdefghijklmnopq",
        "987654321098765432",
        "fadewellfadewell1",
        "fadewell recovery 1",
        "ana@example.org ana@example.org",
    ],
)
def test_short_known_repeated_and_our_own_words_are_refused(weak: str, ana: User) -> None:
    assert not is_taken(weak, ana)


@pytest.mark.parametrize("text", ["1", "ab", "w ", "ﷺ", "ß"])
@pytest.mark.parametrize("length", [250, 100_000, 500_000])
def test_one_that_is_very_long_is_refused_without_a_look(text: str, length: int, ana: User) -> None:
    """While one is looked into no other thread of the process answers."""
    begun = time.process_time()
    with pytest.raises(ValidationError, match="at most 200 characters"):
        validate_password(text * (length // len(text)) + "q", ana)

    assert time.process_time() - begun < 2


def test_two_hundred_characters_may_be_used(ana: User) -> None:
    words = [f"{chr(97 + number % 26)}{number * 7919:x}" for number in range(60)]
    assert is_taken(" ".join(words)[:200], ana)
    assert not is_taken(" ".join(words)[:201], ana)


def test_eight_are_enough_only_beside_a_second_factor_that_is_required(
    dr_cho: User, ana: User
) -> None:
    eight = "kx lamp7"
    assert not is_taken(eight, dr_cho)
    for user in (dr_cho, ana):
        Authenticator.objects.create(user=user, type="totp", data={"secret": "-"})

    assert is_taken(eight, dr_cho)
    assert not is_taken("kx lamp", dr_cho)
    assert not is_taken(eight, ana), "she may give her second factor up"
    assert not is_taken(eight, None)

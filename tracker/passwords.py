"""What a new password must be: long, and not one that others try first; never a mixture of kinds.

Source: NIST SP 800-63B-4, section 3.1.1.2: at least 15 characters where it is the only factor and 8
beside a second one, a blocklist with words of the service and the person, no rules of composition.
"""

import re
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from tracker import second_factor, wording
from tracker.models import User
from tracker.models.people import as_typed_anywhere

ALONE, BESIDE_ANOTHER = 15, 8
OURS = ("fadewell", "password", "recovery", "clinic", "botox", "filler")
MOST_STEPS = 0.8  # of all pairs of neighbours
LONGEST = 200  # characters; a longer one is not looked into, so that it costs nobody a moment


def shortest(user: User | None) -> int:
    """8 only for staff with a second factor: they can never sign in with a password alone."""
    if user is None or user.pk is None:
        return ALONE
    has_both = second_factor.is_required_of(user) and second_factor.is_set_up(user)
    return BESIDE_ANOTHER if has_both else ALONE


class LongEnough:
    def validate(self, password: str, user: User | None = None) -> None:
        least, length = shortest(user), len(as_typed_anywhere(password))
        if length < least:
            raise ValidationError(wording.PASSWORD_SHORT % {"least": least})
        if length > LONGEST:
            raise ValidationError(wording.PASSWORD_LONG % {"most": LONGEST})

    def get_help_text(self) -> str:
        return str(wording.PASSWORD_SHORT % {"least": ALONE})


class NotOnABlocklist:
    """Known words made longer: repeated, counted up, or with a name of ours or hers around them."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: User | None = None) -> None:
        plain = as_typed_anywhere(password).casefold()
        if len(plain) > 2 * LONGEST:  # refused as too long; casefold may lengthen what is not
            return
        bare = re.sub(r"(?<![\d\W_])[\d\W_]+$", "", plain) or plain
        core = _without(plain, [*OURS, *_hers(user)])
        is_known = bare in self.common or _unit(bare) in self.common
        if is_known or _is_repeated(plain) or _is_a_row(plain) or len(core) < BESIDE_ANOTHER:
            raise ValidationError(wording.PASSWORD_KNOWN)

    def get_help_text(self) -> str:
        return str(wording.PASSWORD_KNOWN)


def _hers(user: User | None) -> list[str]:
    """Her address, and words of four letters and more from it and from her name."""
    said = f"{user.name} {user.email}".casefold() if user else ""
    address = [user.email.casefold()] if user and user.email else []
    return [*address, *(word for word in re.split(r"\W+", said) if len(word) > 3)]


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _unit(text: str) -> str:
    """The shortest beginning that, repeated, makes the text: "abab" is made of "ab"."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * len(text))[: len(text)] == text:
            return text[:length]
    return text


def _is_repeated(text: str) -> bool:
    return len(_unit(text)) <= len(text) // 3


def _is_a_row(text: str) -> bool:
    """Up or down by one, or the same again: "abcdefgh", "87654321"."""
    steps = [abs(ord(b) - ord(a)) <= 1 for a, b in pairwise(text)]
    return bool(steps) and sum(steps) / len(steps) >= MOST_STEPS

"""The words of what is chosen from a list, as pages and copies say them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

SKIN_TYPES: Mapping[str, Words] = {
    "I": _("I: always burns, never tans"),
    "II": _("II: burns easily, tans a little"),
    "III": _("III: burns sometimes, tans slowly"),
    "IV": _("IV: seldom burns, tans well"),
    "V": _("V: brown skin, very seldom burns"),
    "VI": _("VI: dark brown or black skin, almost never burns"),
}
YES_OR_NO: Mapping[bool, Words] = {True: _("Yes"), False: _("No")}
STRENGTHS: tuple[tuple[int, Words, Words], ...] = (
    (2, _("Mild"), _("I notice it")),
    (5, _("Moderate"), _("It bothers me")),
    (8, _("Severe"), _("It stops me doing things")),
)


def strength(severity: int | None) -> str:
    """The word nearest to a severity of 0 to 10; "" where the strength is not known."""
    if not severity:
        return ""
    return str(next(word for most, word, _hint in _bands() if severity <= most))


def _bands() -> list[tuple[int, Words, Words]]:
    return [(most, *words[1:]) for most, words in zip((3, 6, 10), STRENGTHS, strict=True)]

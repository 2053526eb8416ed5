"""The page between: what is unusual about a treatment, in words, and the reasons to go on."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.vocabulary import Vocabulary
from tracker.services.concerns import Concern
from tracker.services.usual_totals import UnusualTotal

LEAD_AGREED = ("lead_agreed", _("The clinical lead agreed to it"))
REASONS: Mapping[str, tuple[tuple[str, Any], ...]] = {
    "known_patient": (
        ("another_person", _("This is another person")),
        ("new_record", _("The same person, and a new record is right")),
    ),
    "recorded_already": (("another_session", _("Another session of that day: both were given")),),
    "expired_lot": (
        ("was_used", _("I checked the label: this lot was used")),
        LEAD_AGREED,
    ),
    "unusual_total": (
        ("was_given", _("I checked each amount: this was given")),
        LEAD_AGREED,
    ),
}


def reasons_given(concerns: Iterable[Concern], post: QueryDict) -> dict[str, str]:
    """Concern -> the code of the reason to go on; "" where none, or an unknown one, was given."""
    passed = {}
    for each in concerns:
        given = post.get(f"passed.{each.code}", "")
        passed[each.code] = given if given in dict(REASONS[each.code]) else ""
    return passed


def asked(
    concerns: Iterable[Concern], words: Vocabulary, shown: Callable[[str], str]
) -> list[dict[str, Any]]:
    """shown: how a patient's name is shown at this desk."""
    return [
        {
            "code": each.code,
            "patients": [(known.pk, shown(known.name)) for known in each.patients],
            "treatments": [words.treated(known) for known in each.treatments],
            "reasons": REASONS[each.code],
            **(total_words(each.total, words) if each.total else {}),
        }
        for each in concerns
    ]


def total_words(found: UnusualTotal, words: Vocabulary) -> dict[str, str]:
    product = words.label("products", found.product)
    facts = {"total": amount(found.total, found.unit), "product": product}
    heading = gettext("The total is unusual: %(total)s of %(product)s") % facts
    if found.limit is not None:
        most = {"limit": amount(found.limit, found.unit)}
        return {"heading": heading, "because": gettext("More than %(limit)s is rare.") % most}
    usual = {"own": amount(found.own or Decimal(0), found.unit)}
    because = gettext("About %(own)s is usual at this clinic.") % usual
    return {"heading": heading, "because": because}


def amount(number: Decimal, unit: str) -> str:
    """ "5,000 U" """
    return f"{number.normalize():,f} {unit}".strip()


def travelling(post: QueryDict) -> list[tuple[str, str]]:
    """What was typed travels along as it was, besides the reasons."""
    return [
        (name, value)
        for name, values in post.lists()
        if not name.startswith("passed.") and name != "csrfmiddlewaretoken"
        for value in values
    ]

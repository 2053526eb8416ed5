"""What a flag made of its case, from one level to another."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from frontend.clinic.wording import LEVELS


def levels(detail: Mapping[str, Any]) -> str:
    """ "Review to Urgent"; "" where the event does not say: the one that opened a case."""
    before, after = detail.get("level_before"), detail.get("level_after")
    if not before or not after:
        return ""
    if before == after:
        return gettext("Stays at %(level)s") % {"level": LEVELS[after]}
    return gettext("%(before)s to %(after)s") % {"before": LEVELS[before], "after": LEVELS[after]}

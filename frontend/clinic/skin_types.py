"""The skin types as a clinician chooses one: at the enrolment and on the record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from frontend.accounts.wording import SKIN_TYPE
from frontend.wording import SKIN_TYPES
from tracker.models import Patient

NOT_ASKED = _("Not asked")
CHOOSE = _("Choose a skin type from the list, or leave it at “Not asked”.")


def skin_type_choices(chosen: str) -> list[dict[str, Any]]:
    """ "Not asked" first, so that it holds where nobody touches the list."""
    known = ({"value": code, "label": words} for code, words in SKIN_TYPES.items())
    return [
        {"value": "", "label": NOT_ASKED, "on": False},
        *({**each, "on": each["value"] == chosen} for each in known),
    ]


def skin_type_fact(patient: Patient) -> tuple[str, str]:
    return str(SKIN_TYPE), str(SKIN_TYPES.get(patient.skin_type, NOT_ASKED))

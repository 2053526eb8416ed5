"""A photo that a clinician asked her for, as Today and Messages say it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend import wording
from frontend.vocabulary import Vocabulary
from tracker.models import PhotoRequest


def request_news(asked: PhotoRequest, words: Vocabulary) -> dict[str, Any]:
    view = words.label("views", asked.view)
    return {
        "text": _("%(name)s asks for a photo: %(view)s, %(when)s")
        % {
            "name": asked.requested_by.name,
            "view": view.lower(),
            "when": wording.by_when(asked.wanted_by),
        },
        "url": reverse("photo-request", args=[asked.pk]),
        "action": _("Take photo"),
    }

"""Hidden fields of a form that may have waited on a phone for days."""

from uuid import UUID

from frontend.pages.doors import HerRequest
from tracker.models import Treatment
from tracker.records import queries


def meant(request: HerRequest, current: Treatment) -> Treatment:
    """What the form was made for, which days ago may have been another; an older form is silent.

    Raises NotFound where it is not hers.
    """
    if "treatment" not in request.POST:
        return current
    return queries.own_treatment(request.user, known_id(request.POST["treatment"]))


def known_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

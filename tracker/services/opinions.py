"""A second opinion: asked of a named colleague, given beside the first view; nothing moves."""

from datetime import datetime

from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotAllowed
from tracker.models import ReviewCase, User
from tracker.services.moving import may_take, moving
from tracker.services.staff_notices import tell_colleague


def ask_opinion(
    *, by: User, case: ReviewCase, version: int, to: User, question: str, wanted_by: datetime
) -> ReviewCase:
    """Ask a named colleague of this clinic; the case stays where it is, and so does its clock.

    Raises Invalid where `to` may not decide here, is she who asks, or the time is past.
    """
    if wanted_by <= timezone.now():
        raise Invalid({"by": [wording.TIME_IS_PAST]})
    with moving("second-opinion", by=by, case=case, version=version) as step:
        if to.pk == by.pk or not may_take(to, step.case.clinic_id):
            raise Invalid({"to": [wording.NOBODY_TO_ESCALATE_TO]})
        asked = {"to": str(to.pk), "from": str(by.pk), "by": wanted_by.isoformat()}
        step.case.opinion = {**asked, "question": question}
        step.detail, step.note = {"to": asked["to"], "by": asked["by"]}, question
        tell_colleague(step.case, "opinion", to)
    return step.case


def give_opinion(*, by: User, case: ReviewCase, version: int, text: str) -> ReviewCase:
    """What she thinks, beside the first view; only she who was asked may, and who asked is told."""
    with moving("give-opinion", by=by, case=case, version=version) as step:
        asked = step.case.opinion or {}
        if asked.get("to") != str(by.pk):
            raise NotAllowed
        step.case.opinion, step.note = None, text
        tell_colleague(step.case, "opinion_given", User.objects.get(pk=asked["from"]))
    return step.case

"""P13, later: whether a remedy that she was shown helped."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend import wording
from frontend.pages.doors import HerRequest, patient_required
from tracker.models import CheckIn, RemedyFeedback
from tracker.records.access import own_check_ins_of
from tracker.records.recovery import newest_outcomes
from tracker.services.recovery_feedback import tell_outcome

LATER = timedelta(hours=6)  # sooner nobody can say whether it helped


@require_POST
@patient_required
def tell(request: HerRequest, pk: UUID) -> HttpResponse:
    check_in = get_object_or_404(own_check_ins_of(request.user).select_related("patient"), pk=pk)
    remedy = request.POST.get("remedy", "")
    outcome = request.POST.get("outcome", "")
    tell_outcome(by=request.user, check_in=check_in, remedy=remedy, outcome=outcome)
    return redirect(f"{reverse('result', args=[pk])}#remedy-{remedy}")


def is_later(check_in: CheckIn) -> bool:
    return timezone.now() - check_in.received_at >= LATER


def outcomes_of(check_in: CheckIn) -> dict[str, dict[str, Any]]:
    """Remedy -> what is asked of it, and what she said; empty until it is later."""
    if not is_later(check_in):
        return {}
    told = newest_outcomes(check_in)
    shown = check_in.assessments.all()[0].said["remedies"]
    return {each["id"]: asked(each["id"], told) for each in shown}


def asked(remedy: str, told: Mapping[str, RemedyFeedback]) -> dict[str, Any]:
    said = told.get(remedy)
    outcome = said.outcome if said else ""
    return {
        "choices": [
            {"value": value, "label": label, "is_said": value == outcome}
            for value, label in wording.OUTCOMES.items()
        ],
        "noted": _("You told us %(when)s.") % {"when": wording.moment(said.told_at)}
        if said
        else "",
        "is_worse": outcome == "worse",
    }

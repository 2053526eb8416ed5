"""What the rules found in the check-ins of a case, newest first, and where it lies on the face."""

from typing import Any

from django.utils.translation import gettext

from frontend.clinic.case_levels import levels
from frontend.clinic.labels import product_name
from frontend.clinic.places import treatment_map
from frontend.clinic.timeline import check_in_summary
from frontend.clinic.trace import device_time, why
from frontend.clinic.wording import day
from tracker.models import CheckIn, ReviewCase, Treatment
from tracker.triage.explain import Voice


def findings_of(case: ReviewCase, voice: Voice) -> dict[str, Any]:
    """reasons: one a flagged check-in; map: the newest of them, else the newest check-in."""
    check_ins = {check_in.pk: check_in for check_in in case.treatment.check_ins.all()}
    flagged: dict[Any, Any] = {}
    for event in case.events.all():
        if event.assessment is not None:
            flagged[event.assessment.check_in_id] = event
    reasons = [
        why(event.assessment, check_ins[pk], voice.language, levels(event.detail))
        for pk, event in flagged.items()
        if pk in check_ins
    ]
    reasons.sort(key=lambda each: each.check_in.judged_at, reverse=True)
    shown = reasons[0].check_in if reasons else next(iter(check_ins.values()), None)
    return {
        "reasons": reasons,
        "reported": _reported(shown, voice) if shown else None,
        "map": treatment_map(case.treatment.sites.all(), shown, voice),
        "injected": _injected(case.treatment, voice),
    }


def _injected(treatment: Treatment, voice: Voice) -> str:
    """ "Xeomin, lot C7431", as it is written beside the map."""
    lot = gettext("lot %(lot)s") % {"lot": treatment.lot} if treatment.lot else ""
    return ", ".join(
        filter(None, [product_name(treatment, voice), lot or gettext("no lot recorded")])
    )


def _reported(check_in: CheckIn, voice: Voice) -> dict[str, str]:
    return {
        "day": day(check_in.day),
        "said_at": device_time(check_in),
        "summary": check_in_summary(check_in, voice),
    }

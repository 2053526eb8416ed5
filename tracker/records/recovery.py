"""What she told between check-ins, and which remedies she was shown."""

from collections.abc import Mapping

from django.db.models import Max, QuerySet

from tracker.models import AftercareSlip, CheckIn, Patient, RemedyFeedback, Treatment


def slips_to_tell(treatment: Treatment) -> QuerySet[AftercareSlip]:
    """Slips noted since her last check-in, oldest first: the next one has them ticked."""
    last = CheckIn.objects.filter(treatment=treatment).aggregate(at=Max("judged_at"))["at"]
    slips = AftercareSlip.objects.filter(treatment=treatment).order_by("told_at")
    return slips.filter(told_at__gt=last) if last else slips


def remedies_shown(check_in: CheckIn) -> dict[str, str]:
    """Code -> label as she read it, over every assessment of this check-in."""
    return {
        remedy["id"]: remedy["label"]
        for assessment in check_in.assessments.order_by("number")
        for remedy in assessment.said["remedies"]
    }


def newest_outcomes(check_in: CheckIn) -> Mapping[str, RemedyFeedback]:
    """Remedy -> what she said of it last."""
    return {told.remedy: told for told in check_in.remedy_feedback.order_by("told_at", "pk")}


def outcomes_of(patient: Patient) -> QuerySet[RemedyFeedback]:
    """All that she said of remedies, oldest first."""
    return RemedyFeedback.objects.filter(treatment__patient=patient).order_by("told_at", "pk")


def slips_of(patient: Patient) -> QuerySet[AftercareSlip]:
    """All slips that she told, oldest first."""
    return AftercareSlip.objects.filter(treatment__patient=patient).order_by("told_at", "pk")

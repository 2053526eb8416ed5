"""What she tells between two check-ins: whether a remedy helped, a slip in the aftercare."""

from django.db import transaction

from tracker.errors import Invalid, NotFound
from tracker.models import (
    AftercareSlip,
    CheckIn,
    RemedyFeedback,
    RemedyOutcome,
    Treatment,
    User,
)
from tracker.records import audit, protocol, recovery
from tracker.services.consents import require_care
from tracker.wording import NOT_SHOWN, UNKNOWN_OUTCOME


@transaction.atomic
def tell_outcome(*, by: User, check_in: CheckIn, remedy: str, outcome: str) -> RemedyFeedback:
    """Keep what she says of a remedy that this check-in showed her; an older opinion stays.

    Saying the same once more stores nothing. Raises Invalid for a remedy that was not shown and
    for an outcome we do not know, ConsentRequired. The caller has scoped `check_in` to `by`.
    """
    require_care(check_in.patient)
    if remedy not in recovery.remedies_shown(check_in):
        raise Invalid({"remedy": [NOT_SHOWN]})
    if outcome not in RemedyOutcome.values:
        raise Invalid({"outcome": [UNKNOWN_OUTCOME]})
    known = recovery.newest_outcomes(check_in).get(remedy)
    if known is not None and known.outcome == outcome:
        return known
    told = RemedyFeedback.objects.create(
        check_in=check_in, treatment_id=check_in.treatment_id, remedy=remedy, outcome=outcome
    )
    audit.record("remedy.outcome", by=by, clinic_id=check_in.patient.clinic_id, about=told)
    return told


@transaction.atomic
def tell_slip(*, by: User, treatment: Treatment, timer: str) -> AftercareSlip:
    """Note that an aftercare rule was broken by accident; once between two check-ins.

    Raises NotFound for a timer that the protocol does not have for this treatment, or that names
    no slip; ConsentRequired. The caller has scoped `treatment` to `by`.
    """
    require_care(treatment.patient)
    item = protocol.in_force().aftercare.get(timer)
    is_hers = item and (not item.procedures or treatment.procedure in item.procedures)
    if item is None or not is_hers or not item.slip:
        raise NotFound
    Treatment.objects.select_for_update().get(pk=treatment.pk)  # two taps at once are one slip
    known = recovery.slips_to_tell(treatment).filter(behaviour=item.slip).first()
    if known is not None:
        return known
    slip = AftercareSlip.objects.create(treatment=treatment, behaviour=item.slip)
    audit.record("aftercare.slip", by=by, clinic_id=treatment.patient.clinic_id, about=slip)
    return slip

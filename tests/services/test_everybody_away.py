"""Where every clinician is away somebody has to hear of an urgent case all the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tracker.models import Absence, Notification
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db
NUMB = {"numbness": 4, "answers": {"touch_felt": False, "movement_normal": True}}


def test_all_clinicians_hear_of_it_then_and_nobody_who_may_not_decide(
    clinic_a, dr_cho, lead_a, dr_dia, coordinator_a, admin_a, ana, her_toxin, a_report
):
    now, days = timezone.now(), timedelta(days=3)
    for user in (dr_cho, lead_a):
        away = {"starts_at": now - days, "ends_at": now + days}
        Absence.objects.create(user=user, clinic=clinic_a, **away)

    sent = submit_check_in(by=ana, treatment=her_toxin, report=a_report("cheek", "left", **NUMB))

    told = Notification.objects.filter(dedupe_key__contains=str(sent.case.pk))
    assert set(told.values_list("address", flat=True)) == {dr_cho.email, lead_a.email}

"""The history that matters is answered by those who work with her, and by nobody else."""

import pytest
from django.utils import timezone

from tracker.errors import NotAllowed
from tracker.services.asked_history import ANSWERED, answer_history, history_mark
from tracker.services.enrolment import details_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["dr_dia", "removed_doctor", "admin_a", "ana", "cleo", "nobody"])
def test_nobody_else_learns_even_whether_an_answer_is_the_one_that_stands(
    who, request, ana_patient
):
    held = details_of(ana_patient)

    with pytest.raises(NotAllowed):
        answer_history(
            by=request.getfixturevalue(who),
            patient=ana_patient,
            answers={name: getattr(held, name) for name in ANSWERED},
            mark=history_mark(ana_patient),
            today=timezone.localdate(),
        )

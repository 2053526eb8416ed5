"""replay_assessments: every stored judgement comes out byte-equal, or is named."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from tracker.models import Assessment, ReviewCase, Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db


def copy_of(stored: Assessment, **changes: str) -> Assessment:
    """Another assessment of the same check-in, as if it had been stored so."""
    stored.pk, stored.number, stored._state.adding = None, stored.number + 1, True
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.save()
    return stored


def test_stored_assessments_are_judged_again_to_the_byte(
    urgent_case: ReviewCase,
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    capsys: pytest.CaptureFixture[str],
) -> None:
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", None, bruise=2))

    call_command("replay_assessments")
    assert capsys.readouterr().out == "2 byte-equal, 0 differ, 0 without their protocol\n"


def test_a_receipt_that_says_something_else_is_named(
    urgent_case: ReviewCase, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = Assessment.objects.get()
    other = copy_of(
        stored, receipt=stored.receipt.replace('"urgency":"urgent"', '"urgency":"none"')
    )

    with pytest.raises(SystemExit, match="1"):
        call_command("replay_assessments")
    told = capsys.readouterr().out
    assert f"{other.pk}: differs in fired, flags, unknown, urgency" in told
    assert "1 byte-equal, 1 differ, 0 without their protocol" in told


def test_an_assessment_whose_protocol_is_gone_is_named(
    urgent_case: ReviewCase, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = copy_of(Assessment.objects.get(), digest="sha256:gone", protocol_version="2019-01")

    with pytest.raises(SystemExit, match="1"):
        call_command("replay_assessments")
    assert f"{lost.pk}: 2019-01 is gone or was changed" in capsys.readouterr().out

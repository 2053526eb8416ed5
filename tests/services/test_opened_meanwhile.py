"""Two things at once that each open a patient's case: there is one, and neither is lost."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError

from tracker.errors import NotAllowed
from tracker.models import CheckIn, ReviewCase, Treatment, User
from tracker.services import case_opening, colleague_cases, messages
from tracker.services.case_opening import newest_case
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.colleague_cases import raise_as_colleague
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def too_early(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[bool]]:
    """too_early(2): the first two looks come before the case of somebody else can be seen."""

    def begin(count: int) -> list[bool]:
        looks: list[bool] = []

        def look(treatment: Treatment) -> ReviewCase | None:
            looks.append(True)
            return None if len(looks) <= count else newest_case(treatment)

        for room in (case_opening, colleague_cases, messages):
            monkeypatch.setattr(room, "newest_case", look)
        return looks

    return begin


def test_a_report_joins_the_case_that_was_opened_meanwhile(
    review_case: ReviewCase,
    ana: User,
    ben: User,
    her_toxin: Treatment,
    his_toxin: Treatment,
    a_report: Callable[..., Report],
    too_early: Callable[[int], list[bool]],
) -> None:
    numb_cheek = a_report("cheek", "left", numbness=4)
    submit_check_in(by=ben, treatment=his_toxin, report=numb_cheek)  # the same id is no answer
    looks = too_early(1)

    sent = submit_check_in(by=ana, treatment=her_toxin, report=numb_cheek)

    assert len(looks) == 2
    assert sent.is_new and sent.case == review_case
    assert her_toxin.check_ins.filter(client_id=numb_cheek.client_id).count() == 1


def test_a_worried_message_joins_it(
    review_case: ReviewCase,
    ana: User,
    ben: User,
    her_toxin: Treatment,
    his_toxin: Treatment,
    too_early: Callable[[int], list[bool]],
) -> None:
    number = uuid4()
    send_message(by=ben, treatment=his_toxin, client_id=number, text="Thank you")
    too_early(2)

    sent, is_new = send_message(
        by=ana, treatment=her_toxin, client_id=number, text="Is this all right?", worried=True
    )

    assert is_new and sent.case == review_case
    assert her_toxin.messages.get() == sent


@pytest.mark.parametrize("who", ["dr_dia", "admin_a", "removed_doctor", "ben", "nobody"])
def test_nobody_else_opens_a_case(
    request: pytest.FixtureRequest, who: str, her_toxin: Treatment
) -> None:
    stranger = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        raise_as_colleague(by=stranger, treatment=her_toxin, urgency="urgent", reason="Weak")

    assert not ReviewCase.objects.exists()


def test_a_colleagues_word_joins_it(
    review_case: ReviewCase,
    dr_cho: User,
    her_toxin: Treatment,
    too_early: Callable[[int], list[bool]],
) -> None:
    too_early(2)

    case = raise_as_colleague(
        by=dr_cho, treatment=her_toxin, urgency="urgent", reason="Weak, she said by phone"
    )

    assert case == review_case


def test_what_fails_twice_is_not_hidden_and_nothing_of_it_is_kept(
    review_case: ReviewCase,
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    too_early: Callable[[int], list[bool]],
) -> None:
    numb_cheek = a_report("cheek", "left", numbness=4)
    too_early(9)

    with pytest.raises(IntegrityError):
        submit_check_in(by=ana, treatment=her_toxin, report=numb_cheek)
    assert not CheckIn.objects.filter(client_id=numb_cheek.client_id).exists()

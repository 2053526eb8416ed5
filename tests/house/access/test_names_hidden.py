"""While a colleague hides the names, no page of the clinic says who a patient is (UX section 8).

Generated from the URL configuration, as the matrix is: a new page is looked at too.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.frontend.enrolling import LISTS, QUESTIONS
from tests.house.access.actors import FORM, Actor, undone
from tests.house.access.addresses import looks
from tests.house.access.world import LOT, OF_A, World
from tracker.models import DeskHabits, Patient, ReviewCase, User
from tracker.services.message_templates import save_template

pytestmark = pytest.mark.django_db
SAID = "+44 20 7946 4477"
DAY = "1977-03-09"
TOLD = ("Quillfeather", "7946 4477", "7946\u00a04477", "hidden.name@", DAY, "9 Mar 1977")
ENROLLING = {
    "form_id": str(uuid4()),
    "name": "B",
    "date_of_birth": DAY,
    "phone": SAID,
    "language": "en",
    "time_zone": "Europe/London",
    "product": "xeomin",
    "performed_at": "2026-01-05T10:30",
    "site": "glabella",
    **dict.fromkeys([f"{each}.asked" for each in QUESTIONS], "no"),
    **dict.fromkeys([f"{each}.others" for each in LISTS], "no"),
    "action": "enrol",
}
FILES = ("lot-list", "caseload-sheet", "case-paper")  # taken along, not shown on a screen


@pytest.fixture
def at_the_desk(world: World) -> Iterator[Actor]:
    """Lead A, who hides the names, and two patients who can be told by every fact of theirs."""
    with undone():
        Patient.objects.filter(pk__in=[world.ids[name]["patient"] for name in OF_A]).update(
            name="Ana Quillfeather", phone=SAID, email="hidden.name@example.org", date_of_birth=DAY
        )
        User.objects.filter(pk__in=[world.ids[name]["user"] for name in OF_A]).update(
            name="Ana Quillfeather"
        )
        DeskHabits.objects.create(user=world.people["lead"], hides_names=True)
        yield Actor("lead", world, Counter())


def told(outcome: Any) -> list[str]:
    page = outcome.body.decode(errors="replace")
    return [each for each in TOLD if each in page]


def test_no_page_that_can_be_opened_says_who_a_patient_is(at_the_desk: Actor) -> None:
    found, pages = {}, 0
    for owner in sorted(OF_A):
        for route, path in looks("lead", at_the_desk.world.ids[owner] | {"lot": LOT}):
            if route.is_api or route.name in FILES:
                continue
            outcome = at_the_desk.sends(False, "GET", path, at_the_desk.world.ids[owner])
            pages += outcome.status == 200
            found |= {path: told(outcome)} if told(outcome) else {}

    assert found == {}
    assert pages > 60


def test_no_step_answers_with_who_a_patient_is(at_the_desk: Actor) -> None:
    ids, bens = at_the_desk.world.ids["ana"], at_the_desk.world.ids["ben"]["patient"]
    Patient.objects.filter(pk=bens).update(user=None)
    ReviewCase.objects.filter(pk=ids["case"]).update(urgency="review")
    lead, clinic = at_the_desk.world.people["lead"], at_the_desk.world.a
    template = save_template(by=lead, clinic=clinic, title="Come", texts={"en": "Day {day}."})
    chosen = f"case={ids['case']}~{ids['version']}"
    for path, body in {
        f"patients/{ids['patient']}/skin-type": "skin_type=9",
        f"patients/{ids['patient']}/history": "mark=",
        f"patients/{ids['patient']}/treatment": "action=amounts",
        f"patients/{bens}/invite": "",
        "lots/message": f"lot={LOT}&text=Please+call",
        "several/message": f"{chosen}&template={template.pk}",
        f"cases/{ids['case']}/message": "version=1&text=Please+call&step=preview",
        f"cases/{ids['case']}/acknowledge": "version=99",
        "enrol": urlencode(ENROLLING),
    }.items():
        sent = {"data": body, "content_type": FORM}
        outcome = at_the_desk.sends(False, "POST", f"/clinic/{path}", ids, **sent)

        assert "Quillfeather" not in outcome.body.decode(), path
        assert "A. Q." in outcome.body.decode(), (path, outcome.status)


def test_with_the_names_shown_the_same_page_says_them(at_the_desk: Actor) -> None:
    DeskHabits.objects.update(hides_names=False)
    ids = at_the_desk.world.ids["ana"]

    page = at_the_desk.sends(False, "GET", f"/clinic/patients/{ids['patient']}", ids)

    assert set(told(page)) >= {"Quillfeather", "hidden.name@", "9 Mar 1977"}

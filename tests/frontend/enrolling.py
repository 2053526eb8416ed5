"""The enrolment form as it leaves the page."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

TREATED = f"{timezone.now().date() - timedelta(days=2)}T10:30"  # on the clinic's clock
QUESTIONS = ("allergies", "nerve", "pregnancy", "thinners", "reaction", "toxin")
LISTS = ("conditions", "medicines", "circumstances")


def a_form(clinic):
    return {
        "form_id": str(uuid4()),
        "clinic": str(clinic.pk),
        "name": "Eve Example",
        "date_of_birth": "1990-02-28",
        "phone": "+44 7700 900123",
        "email": "eve@example.org",
        "language": "en",
        "time_zone": "Europe/London",
        "product": "xeomin",
        "amounts_for": "xeomin",
        "lot": "L-1",
        "lot_expires_on": "",
        "performed_at": TREATED,
        "site": ["forehead:left", "forehead:right", "glabella"],
        "amount.forehead:left": "6",
        "amount.forehead:right": "6,5",
        "amount.glabella": "",
        **{f"{name}.asked": "no" for name in QUESTIONS},
        **{f"{name}.others": "no" for name in LISTS},
        "action": "enrol",
    }


def send(desk, filled, **changes):
    return desk.post("/clinic/enrol", filled | changes)

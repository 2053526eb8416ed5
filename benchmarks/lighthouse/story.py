"""A patient with some days behind her, and the pages that are looked at."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from benchmarks import stage
from tracker.models import Clinic, User
from tracker.services.check_ins import Report, ReportedSymptom, submit_check_in
from tracker.services.messages import send_message

NO_DANGER = {"asked": True, "any": False, "signs": []}


@dataclass(frozen=True)
class Visit:
    """path on our origin; session is "" for somebody who is not signed in."""

    path: str
    session: str = ""

    @property
    def cookie(self) -> dict[str, str] | None:
        if not self.session:
            return None
        return {"name": settings.SESSION_COOKIE_NAME, "value": self.session}


def visits(clinic: Clinic, doctor: User) -> dict[str, Visit]:
    """Sign-in, and the pages of a patient who told of a bruise on each of three days."""
    person = stage.a_patient(clinic)
    for days_ago, severity in ((2, 5), (1, 5), (0, 2)):
        last = submit_check_in(
            by=person.user, treatment=person.treatment, report=bruised(days_ago, severity)
        )
    words = "Thank you. This looks as we expect it today."
    send_message(by=doctor, treatment=person.treatment, client_id=uuid4(), text=words)
    session = stage.session_of(person.user)
    return {
        "sign-in": Visit("/sign-in"),
        "today": Visit("/", session),
        "check-in": Visit("/check-in", session),
        "result": Visit(f"/check-ins/{last.check_in.pk}", session),
        "history": Visit("/history", session),
        "chart": Visit("/history?view=chart", session),
    }


def bruised(days_ago: int, severity: int) -> Report:
    said = ReportedSymptom("bruise", "forehead", "left", severity, course="same")
    at = timezone.now() - timedelta(days=days_ago, minutes=1)
    return Report(client_id=uuid4(), reported_at=at, danger_signs=NO_DANGER, symptoms=(said,))

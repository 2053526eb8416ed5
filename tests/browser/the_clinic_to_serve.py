"""Rows for test_served_by_gunicorn.py, in a process of its own; prints the sessions."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from tests import cast  # noqa: E402
from tracker.models import Clinic, Role  # noqa: E402
from tracker.services.check_ins import submit_check_in  # noqa: E402
from tracker.services.releases import release  # noqa: E402
from tracker.triage.load import newest_version  # noqa: E402

for command in ("migrate", "createcachetable"):
    call_command(command, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
release(version=newest_version(), author="Dr. Author", approver="Dr. Approver")
clinic = Clinic.objects.create(name="Clinic A", phone="+44 20 7946 0101")
doctor = cast.member("dr.cho", clinic, Role.DERMATOLOGIST)
patient = cast.record_of(cast.person("ana"), clinic)
treatment = cast.treat(patient, "botulinum_toxin", ["forehead", "glabella"], 72)
submitted = submit_check_in(
    by=patient.user, treatment=treatment, report=cast.report("cheek", "left", numbness=4)
)


def session_of(user: object) -> str:
    client = Client()
    client.force_login(user)
    cast.show_second_factor(client)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


print(
    json.dumps(
        {
            "patient": session_of(patient.user),
            "doctor": session_of(doctor),
            "case": str(submitted.case.pk),
            "check_in": str(submitted.check_in.pk),
        }
    )
)

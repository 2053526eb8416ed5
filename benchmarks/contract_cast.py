"""Who calls in benchmarks/contract_fuzz.py, and what is there to be called for: ids and codes."""

import json
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from benchmarks import stage
from benchmarks.check_in import report
from tracker.models import CheckIn, Clinic, Membership, Photo, ReviewCase, Role, User
from tracker.records import protocol
from tracker.services.check_ins import Report, ReportedSymptom, submit_check_in
from tracker.services.photos import Upload, take_photo
from tracker.services.tokens import make_token

PATIENTS, REPORTS, PHOTOS = 4, 3, 3
LIKELY = 0.7  # of a value: one that is there; else whatever fits, or misses, the description
TABLES = {  # field of a body -> table of the protocol
    "symptoms[*].symptom": "symptoms",
    "symptoms[*].region": "regions",
    "symptoms[*].course": "courses",
    "danger_signs.signs[*]": "danger_signs",
    "behaviours[*]": "behaviours",
    "conditions[*]": "conditions",
    "allergies[*]": "allergies",
    "medicines[*]": "medicines",
    "procedure": "procedures",
    "product": "products",
    "circumstances[*]": "circumstances",
    "sites[*].region": "regions",
    "view": "views",
}
IDS = {  # end of an address, as a pattern -> its field, and what is there
    "/patients/[{]id": ("path.id", "patients"),
    "/treatments/[{]id": ("path.id", "treatments"),
    "/check-ins/[{]id": ("path.id", "check-ins"),
    "/check-ins/[{]client_id": ("path.client_id", "client-ids"),
    "/photos/[{]id": ("path.id", "photos"),
    "/review-cases/[{]id": ("path.id", "cases"),
}
FIELDS = {
    "body.patient": "patients",
    "body.treatment": "treatments",
    "query.treatment": "treatments",
    "body.photos[*]": "photos",
    "body.to": "colleagues",
    "query.assigned": "colleagues",
    "body.version": "versions",
    "body.language": "languages",
    "body.time_zone": "time-zones",
}


def people() -> tuple[dict[str, str], str]:
    """Role -> a token; and what is there, as schemathesis reads it."""
    clinic = stage.build()
    patients = [stage.a_patient(clinic, number) for number in range(PATIENTS)]
    colleagues = {role: _colleague(clinic, role) for role in Role.values}
    for patient in patients:
        for number in range(REPORTS):
            a_report(patient, is_numb=number == 0)
        for number in range(PHOTOS):
            _photo(patient, number)
    tokens = {role: str(make_token(user)) for role, user in colleagues.items()}
    there = _there(patients, list(colleagues.values()))
    return {"patient": patients[0].token} | tokens, settings(there)


def a_report(patient: stage.Person, *, is_numb: bool) -> None:
    said = report(patient, 2, flagged=is_numb)
    symptoms = tuple(ReportedSymptom(**_known(each)) for each in said["symptoms"])
    kept = {name: said[name] for name in ("client_id", "danger_signs", "behaviours")}
    whole = Report(**kept, reported_at=timezone.now(), symptoms=symptoms)
    submit_check_in(by=patient.user, treatment=patient.treatment, report=whole)


def _known(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "course"}


def _photo(patient: stage.Person, number: int) -> None:
    data = picture(64 + number)
    sent = Upload(client_id=uuid4(), view="front_rest", taken_at=timezone.now(), data=data)
    take_photo(by=patient.user, treatment=patient.treatment, check_in=None, upload=sent)


def picture(side: int, kind: str = "JPEG") -> bytes:
    held = BytesIO()
    Image.new("RGB", (side, side), (180, 140, 120)).save(held, kind)
    return held.getvalue()


def _colleague(clinic: Clinic, role: str) -> User:
    user = User.objects.create_user(f"{role}@benchmark.example", name=role.title())
    Membership.objects.create(user=user, clinic=clinic, role=role)
    return user


def _there(patients: list[stage.Person], colleagues: list[User]) -> dict[str, list[Any]]:
    in_force = protocol.in_force()
    ids: dict[str, list[Any]] = {
        "patients": [each.patient.pk for each in patients],
        "treatments": [each.treatment.pk for each in patients],
        "check-ins": list(CheckIn.objects.values_list("pk", flat=True)),
        "client-ids": list(CheckIn.objects.values_list("client_id", flat=True)),
        "photos": list(Photo.objects.values_list("pk", flat=True)),
        "cases": list(ReviewCase.objects.values_list("pk", flat=True)),
        "colleagues": [*(user.pk for user in colleagues), "lead"],
    }
    codes = {table: list(getattr(in_force, table)) for table in TABLES.values()}
    told = {"languages": ["en", "es"], "time-zones": ["UTC", "Europe/Madrid"]}
    return {
        **{name: [str(each) for each in found] for name, found in ids.items()},
        **{name: [str(each) for each in found] for name, found in codes.items()},
        **told,
        "versions": list(range(1, 13)),
    }


def settings(there: dict[str, list[Any]]) -> str:
    """TOML: dictionaries of what is there, and which field draws from which."""
    lines = []
    for name, values in there.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}"]
    lines.append("[parameters]")
    fields = {**FIELDS, **{f"body.{field}": table for field, table in TABLES.items()}}
    lines += [_drawn(field, name) for field, name in fields.items()]
    for end, (field, name) in IDS.items():
        lines += ["[[operations]]", f"include-path-regex = {json.dumps(end)}"]
        lines += ["[operations.parameters]", _drawn(field, name)]
    return "\n".join(lines)


def _drawn(field: str, name: str) -> str:
    return f'"{field}" = {{ dictionary = "{name}", probability = {LIKELY} }}'

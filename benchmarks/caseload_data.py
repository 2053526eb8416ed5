"""Fill a PostgreSQL for benchmarks/caseload.py: `python -m benchmarks.caseload_data 1000000`.

One clinic over 400 days: a treatment a patient, a check-in on each day that the protocol asks for
(nine of ten come), one in fifteen flagged, each flag with its case, a photo with every third. Each
row is a copy of a real one: two check-ins, a case that was seen and decided, a photo; SQL gives the
copies their ids, people, places and times. Prints a session for the page and its statements.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import flat_pictures, rows, stage, worklist_data
from benchmarks.check_in import URL, report
from tracker.models import Assessment, CheckIn, Clinic, Photo, ReviewCase, Treatment, User
from tracker.records import protocol
from tracker.services import reviews
from tracker.services.photos import Upload, take_photo

PAGES = ("/clinic/caseload", "/clinic/caseload?days=90", "/clinic/caseload?days=365")
DAYS_BACK, FLAGGED_EACH, PHOTO_EACH, MISSED_EACH = 400, 15, 3, 10
PRODUCTS = "ARRAY['dysport', 'xeomin', 'daxxify', 'jeuveau', 'letybo']"
REGIONS = (
    "ARRAY['forehead', 'glabella', 'crows_feet', 'brow', 'nose', 'chin', 'jaw', 'cheek', 'lips']"
)
REASONS = "ARRAY['treated', 'expected_course', 'referred', 'false_alarm', 'duplicate']"
RECEIPT = 300  # characters kept of a receipt: a longer one lies outside its row
TOLD = """
    CREATE UNLOGGED TABLE told AS SELECT n, day, at, n * 100 + day AS key FROM (
        SELECT n, day, now() - n %% %s * interval '1 day' - n %% 1000 * interval '1 minute'
            + day * interval '1 day' AS at
        FROM generate_series(1, %s) AS n, unnest(%s) AS day
    ) due WHERE at <= now() AND (n * 7 + day) %% %s > 0 ORDER BY at DESC LIMIT %s
"""
DROPPABLE = """
    SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', t.relname, c.conname),
        format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', t.relname, c.conname,
            pg_get_constraintdef(c.oid))
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype = 'u' AND t.relname = ANY(%s)
    UNION ALL
    SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes i
    WHERE tablename = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname AND c.contype IN ('p', 'u'))
"""
PEOPLE = "SELECT DISTINCT n FROM told"
FLAG = f"SELECT * FROM told WHERE key % {FLAGGED_EACH} = 0"  # noqa: S608
QUIET = f"SELECT * FROM told WHERE key % {FLAGGED_EACH} > 0"  # noqa: S608
SHOWN = f"SELECT * FROM told WHERE key % {PHOTO_EACH} = 0"  # noqa: S608


def made(kind: str, key: str = "n") -> str:
    """The id of a copy, from its number."""
    return f"md5('{kind}' || {key})::uuid"


TREATED = "now() - n % {back} * interval '1 day' - n % 1000 * interval '1 minute'"
PERSON = {"id": made("u"), "email": "'p' || n || '@bench.example'"}
PATIENT = {
    "id": made("p"),
    "user_id": made("u"),
    "name": "'Pat ' || n",
    "language": "CASE WHEN n % 2 = 0 THEN 'en' ELSE 'es' END",
    "date_of_birth": "DATE '1950-01-01' + n * 37 % 18000",
    "skin_type": "(ARRAY['', 'I', 'II', 'III', 'IV', 'V', 'VI'])[1 + n / 2 % 7]",
}
TREATMENT = {
    "id": made("t"),
    "patient_id": made("p"),
    "performed_at": TREATED.format(back=DAYS_BACK),
    "product": f"({PRODUCTS})[1 + n % 5]",
    "lot": "'L' || n % 300",
}
SITE = {"treatment_id": made("t"), "region": f"({REGIONS})[1 + n % 9]"}
CHECK_IN = {
    "id": made("c", "key"),
    "patient_id": made("p"),
    "treatment_id": made("t"),
    "client_id": made("k", "key"),
    "day": "told.day",
    **dict.fromkeys(("reported_at", "received_at", "judged_at"), "at"),
}
ASSESSMENT = {
    "id": made("a", "key"),
    "check_in_id": made("c", "key"),
    "created_at": "at",
    "receipt": f"left(model.receipt, {RECEIPT})",
}
PHOTO = {
    "id": made("f", "key"),
    "patient_id": made("p"),
    "treatment_id": made("t"),
    "check_in_id": made("c", "key"),
    "client_id": made("f", "key"),
    "stored_name": "md5('f' || key)",
    **dict.fromkeys(("taken_at", "received_at"), "at"),
}
CASE = {
    "id": made("r", "key"),
    "patient_id": made("p"),
    "treatment_id": made("t"),
    "opened_at": "at",
    "closed_at": "at + interval '3 hours'",
    "acknowledged_at": "at + n % 90 * interval '1 minute'",
    "due_at": "at + interval '2 hours'",
    "decision": f"jsonb_set(model.decision, '{{reason}}', to_jsonb(({REASONS})[1 + n % 5]))",
}
EVENT = {
    "id": made("e", "key || '-' || model.number"),
    "case_id": made("r", "key"),
    "at": "told.at + (model.number - 1) * (1 + n % 90) * interval '1 minute'",
    "assessment_id": f"CASE WHEN model.assessment_id IS NULL THEN NULL ELSE {made('a', 'key')} END",
}


def fill(number: int) -> dict[str, Any]:
    stage.collect_files()
    clinic = stage.build()
    doctor, quiet, numb = models(clinic)
    days = list(protocol.in_force().procedures["botulinum_toxin"].check_in_days)
    people = number * 5 // (len(days) * 4)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the copies' keys are right
        cursor.execute(TOLD, [DAYS_BACK, people, days, MISSED_EACH, number])
    with without_indexes(("checkin", "assessment", "photo", "reviewcase", "reviewevent")):
        copy_all(quiet, numb)
    worklist_data.cases(clinic, list(Treatment.objects.order_by("pk")[: worklist_data.OPEN * 2]), 0)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    print(f"{CheckIn.objects.count():,} check-ins", file=sys.stderr)
    return seen_by(doctor)


def models(clinic: Clinic) -> tuple[User, stage.Person, stage.Person]:
    """The doctor, who tells nothing special and sends a photo, and whose case was decided."""
    doctor, quiet, numb = (
        stage.a_dermatologist(clinic),
        stage.a_patient(clinic),
        stage.a_patient(clinic, 1),
    )
    rows.send(URL, quiet, report(quiet, 2))
    rows.send(URL, numb, report(numb, 2, flagged=True))
    upload = Upload(uuid4(), "front_rest", timezone.now(), flat_pictures.jpeg("red"))
    take_photo(
        by=quiet.user, treatment=quiet.treatment, check_in=CheckIn.objects.first(), upload=upload
    )
    case = ReviewCase.objects.get()
    reviews.acknowledge(by=doctor, case=case, version=1)
    contact = {"at": timezone.now(), "how": "phone", "outcome": "Well"}
    reviews.decide(by=doctor, case=case, version=2, reason="treated", contact=contact)
    return doctor, quiet, numb


def copy_all(quiet: stage.Person, numb: stage.Person) -> None:
    told, flagged = (Assessment.objects.get(check_in__patient=who.patient) for who in (quiet, numb))
    case = ReviewCase.objects.get()
    copy("tracker_user", PEOPLE, PERSON, id=quiet.user.pk)
    copy("tracker_patient", PEOPLE, PATIENT, id=quiet.patient.pk)
    copy("tracker_treatment", PEOPLE, TREATMENT, id=quiet.treatment.pk)
    copy("tracker_injectionsite", PEOPLE, SITE, treatment_id=quiet.treatment.pk)
    copy("tracker_checkin", QUIET, CHECK_IN, id=told.check_in_id)
    copy("tracker_checkin", FLAG, CHECK_IN, id=flagged.check_in_id)
    copy("tracker_assessment", QUIET, ASSESSMENT, id=told.pk)
    copy("tracker_assessment", FLAG, ASSESSMENT, id=flagged.pk)
    copy("tracker_photo", SHOWN, PHOTO, id=Photo.objects.get().pk)
    copy("tracker_reviewcase", FLAG, CASE, id=case.pk)
    copy("tracker_reviewevent", FLAG, EVENT, case_id=case.pk)


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Built once at the end, all but the primary keys: far quicker than row by row."""
    with connection.cursor() as cursor:
        cursor.execute(DROPPABLE, [[f"tracker_{each}" for each in tables]] * 2)
        found = cursor.fetchall()
        for drop, _make in found:
            cursor.execute(drop)
    yield
    with connection.cursor() as cursor:
        for _drop, make in found:
            cursor.execute(make)


def copy(table: str, source: str, changes: Mapping[str, str], **model: Any) -> None:
    """The model's rows once for each row of the source, with these columns changed."""
    with connection.cursor() as cursor:
        about = connection.introspection.get_table_description(cursor, table)
        names = [each.name for each in about if each.name != "id" or "id" in changes]
        taken = ", ".join(changes.get(name, f'model."{name}"') for name in names)
        listed = ", ".join(f'"{name}"' for name in names)
        ((key, value),) = model.items()
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {taken} FROM ({source}) AS told"  # noqa: S608
            f" CROSS JOIN (SELECT * FROM {table} WHERE {key} = %s) AS model".replace(" % ", " %% "),
            [value],
        )


def seen_by(doctor: User) -> dict[str, Any]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(doctor)
    stage.show_second_factor(client)
    counts = {}
    for path in PAGES:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        counts[path] = len(seen)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", "statements": counts}


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))

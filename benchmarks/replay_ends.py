"""What must hold after replays: of each id one answer and one row, each act once, nothing else."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings

from benchmarks.replay_bodies import Entry
from tracker.models import AuditEvent, CheckIn, Message, Notification, Photo, ReviewCase
from tracker.records.queries import case_about
from tracker.services.photo_store import read as read_photo

ROWS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "check-in": (CheckIn, lambda row: row.note),
    "photo": (Photo, lambda row: f"{row.view} {row.fingerprint}"),
    "message": (Message, lambda row: row.text),
}
ACTS = {
    "check-in": "check_in.submitted",
    "photo": "photo.taken",
    "message": "message.sent",
    "answers": "check_in.answered",
}


def heard_alike(entry: Entry) -> Iterator[str]:
    """Of what was answered: one body was taken, first as new, then always with the same answer."""
    name = f"{entry.kind} {entry.client_id}"
    if len(entry.taken) != 1 or entry.taken & entry.refused:
        yield f"{name}: bodies {entry.taken} were taken, {entry.refused} refused"
    if entry.firsts != (entry.kind != "answers"):
        yield f"{name}: answered as new {entry.firsts} times"
    if len(entry.answers) != 1:
        yield f"{name}: {len(entry.answers)} different answers: {sorted(entry.answers)[:2]}"


def kept_once(entries: Iterable[Entry], treatment: object) -> Iterator[str]:
    """All that was sent of one treatment; nobody is sending."""
    told = list(entries)
    for kind, (model, says) in ROWS.items():
        rows = model.objects.filter(treatment=treatment)
        there = Counter((row.client_id, says(row)) for row in rows)
        sent = Counter((each.client_id, each.kept.told) for each in told if each.kind == kind)
        if there != sent:
            yield f"{kind}: lost {sent - there}, too many {there - sent}"
        yield from _acted_once(ACTS[kind], [str(row.pk) for row in rows])
    yield from _judged_once(told, treatment)
    yield from _in_cases(treatment)
    for photo in Photo.objects.filter(treatment=treatment):
        if not all(read_photo(photo, variant, "jpeg") for variant in ("blurred", "display")):
            yield f"photo {photo.client_id} has an empty file"


def _acted_once(action: str, subjects: list[str]) -> Iterator[str]:
    acts = AuditEvent.objects.filter(action=action, subject_id__in=subjects)
    if Counter(acts.values_list("subject_id", flat=True)) != Counter(subjects):
        yield f"{len(acts)} acts {action} of {len(subjects)}"


def _judged_once(told: Iterable[Entry], treatment: object) -> Iterator[str]:
    """And once more where she answered a question."""
    answered = {each.client_id for each in told if each.kind == "answers"}
    rows = CheckIn.objects.filter(treatment=treatment).prefetch_related(
        "assessments", "safety_answers"
    )
    for row in rows:
        more = row.client_id in answered
        counts = len(row.assessments.all()), len(row.safety_answers.all())
        if counts != (1 + more, more):
            yield f"check-in {row.client_id}: {counts} judgements and answers"
    yield from _acted_once(
        ACTS["answers"], [str(row.pk) for row in rows if row.client_id in answered]
    )


def _in_cases(treatment: object) -> Iterator[str]:
    """What is flagged is in a case, whose history holds it once; one case at most is open."""
    cases = ReviewCase.objects.filter(treatment=treatment).prefetch_related("events")
    if sum(case.is_open for case in cases) > 1:
        yield f"{len(cases)} cases are open at once"
    told = Counter(
        event.assessment_id for case in cases for event in case.events.all() if event.assessment_id
    )
    yield from (f"assessment {one} stands {n} times" for one, n in told.items() if n > 1)
    for row in CheckIn.objects.filter(treatment=treatment).prefetch_related("assessments"):
        for each in row.assessments.all():
            if each.needs_review and (each.pk not in told or case_about(row) is None):
                yield f"check-in {row.client_id} is flagged and in no case"


def rows_now() -> Counter[tuple[str, ...]]:
    """How many rows every table has, and how each case stands: late replays change none of it."""
    counts = Counter(
        {
            (model.__name__,): model._default_manager.count()
            for model in apps.get_app_config("tracker").get_models()
        }
    )
    cases = ReviewCase.objects.values_list("pk", "status", "version", "due_at", "news_at")
    counts.update(tuple(map(str, case)) for case in cases)
    return counts


def files_and_letters() -> Iterator[str]:
    """No file without a row, no row without a file; no notice twice."""
    on_disk = {path.name for path in settings.FADEWELL_PHOTOS.rglob("*") if path.is_file()}
    named = set(Photo.objects.values_list("stored_name", flat=True))
    if on_disk != named:
        yield f"{len(on_disk - named)} files without a row, {len(named - on_disk)} rows without one"
    keys = Counter(Notification.objects.values_list("dedupe_key", flat=True))
    yield from (f"notice {key} stands {count} times" for key, count in keys.items() if count > 1)

"""Scoped reads for pages and API: each begins with what the person may see."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from tracker.errors import NotFound
from tracker.models import (
    CheckIn,
    Message,
    Patient,
    Photo,
    PhotoRequest,
    ReviewCase,
    ReviewEvent,
    Status,
    Treatment,
    User,
)
from tracker.records.access import (
    CLINICIANS,
    Person,
    cases_of,
    check_ins_of,
    messages_of,
    own_treatments_of,
    patients_of,
    photos_of,
    treatments_of,
)
from tracker.records.attendance import current_absences, members_with
from tracker.records.care import care_agreed_to, care_in_use, records_agreed_to
from tracker.records.worklist import with_results, worklist_rows

LOOK_BACK_PHOTOS = 60
ASKS = frozenset({"assign", "escalate", "second-opinion"})  # steps that turn to somebody
TOLD = ("acknowledge", "request-photo", "book", "decide", "reopen")  # steps that she reads of


def case_in_full(user: Person, pk: UUID | str) -> ReviewCase:
    """One case with all that its page shows; raises NotFound, for another clinic's as well."""
    case = (
        worklist_rows(cases_of(user))
        .select_related("previous", "acknowledged_by", "patient__clinic", "patient__user")
        .prefetch_related(
            Prefetch("events", ReviewEvent.objects.select_related("by", "assessment")),
            Prefetch("treatment__check_ins", with_results(CheckIn.objects.order_by("-judged_at"))),
            Prefetch("treatment__photos", _with_check_in()),
            Prefetch("treatment__messages", thread_rows().order_by("sent_at")),
            "treatment__remedy_feedback",
            "treatment__slips",
            Prefetch("photo_requests", PhotoRequest.objects.select_related("requested_by")),
        )
        .filter(pk=pk)
        .first()
    )
    if case is None:
        raise NotFound
    return case


def _with_check_in() -> QuerySet[Photo]:
    """A photo's words hold the note of its day, and who took it where she did not."""
    return Photo.objects.select_related("check_in", "patient", "sent_by").order_by("-taken_at")


def her_newest(user: Person, patient: Patient, most: int) -> list[CheckIn]:
    """Her last check-ins with their results, after whichever treatment."""
    return list(check_ins_with_results(user).filter(patient=patient)[:most])


def check_ins_with_results(user: Person, treatment: Treatment | None = None) -> QuerySet[CheckIn]:
    """Newest first."""
    rows = check_ins_of(user).select_related("treatment", "patient")
    if treatment is not None:
        rows = rows.filter(treatment=treatment)
    return with_results(rows).order_by("-judged_at", "-pk")


def current_treatment(user: Person) -> Treatment | None:
    """The patient's own newest, of those whose clinic may use her check-ins where one may."""
    mine = own_treatments_of(user).select_related("patient__clinic").prefetch_related("sites")
    known = mine.annotate(in_use=care_in_use("patient"), agreed=care_agreed_to("patient"))
    return known.order_by("-in_use", "-agreed", "-performed_at").first()


def newest_treatment(patient: Patient) -> Treatment | None:
    """Of one record, which the caller has scoped."""
    rows = Treatment.objects.filter(patient=patient).select_related("patient__clinic")
    return rows.prefetch_related("sites").order_by("-performed_at").first()


def own_treatment(user: Person, pk: UUID | None) -> Treatment:
    """One of the patient's own; raises NotFound."""
    mine = own_treatments_of(user).select_related("patient__clinic").prefetch_related("sites")
    treatment = None if pk is None else mine.filter(pk=pk).first()
    if treatment is None:
        raise NotFound
    return treatment


def own_treatments(user: Person) -> QuerySet[Treatment]:
    """The patient's own, newest first; none of a clinic to which she has not agreed yet."""
    mine = own_treatments_of(user).filter(care_agreed_to("patient"))
    return mine.prefetch_related("sites").order_by("-performed_at", "-pk")


def treatments_newest(user: Person) -> QuerySet[Treatment]:
    rows = treatments_of(user).prefetch_related("sites")
    return rows.order_by("-performed_at", "-pk")


def last_check_in(treatment: Treatment) -> CheckIn | None:
    rows = CheckIn.objects.filter(treatment=treatment).select_related("patient", "treatment")
    return with_results(rows).order_by("-judged_at", "-received_at").first()


def thread_rows() -> QuerySet[Message]:
    return _with_photos(Message.objects.select_related("sender", "seen_by"))


def _with_photos(messages: QuerySet[Message]) -> QuerySet[Message]:
    """As tiles show them."""
    pictures = _with_check_in().select_related("treatment__patient")
    return messages.prefetch_related(Prefetch("photos", pictures))


def thread(treatment: Treatment) -> QuerySet[Message]:
    """What was written about one treatment, oldest first."""
    return thread_rows().filter(treatment=treatment).order_by("sent_at", "pk")


def written_with(patient: Patient) -> QuerySet[Message]:
    """Between her and her clinic, about whichever treatment, oldest first."""
    return thread_rows().filter(treatment__patient=patient).order_by("sent_at", "pk")


def spoken_of(current: Treatment) -> Treatment:
    """What her next word is about: the newest, unless an older one alone has a case open."""
    cases = ReviewCase.objects.filter(patient=current.patient_id).exclude(status=Status.CLOSED)
    treated = list(cases.order_by("-opened_at").values_list("treatment", flat=True))
    if not treated or current.pk in treated:
        return current
    return Treatment.objects.select_related("patient__clinic").get(pk=treated[0])


def has_unread(user: Person) -> bool:
    """Whether a clinic of hers wrote something that she has not read, about any treatment."""
    return unread_of(records_agreed_to(user)).exists()


def unread_of(patients: Iterable[Patient]) -> QuerySet[Message]:
    """What their clinics wrote to these records and nobody has read, newest first."""
    written = Message.objects.filter(treatment__patient__in=patients, seen_at=None)
    theirs = written.exclude(sender_role="patient").order_by("-sent_at", "-pk")
    return theirs.select_related("sender", "treatment__patient")


def threads_of(user: Person, patient: Patient) -> dict[UUID, list[Message]]:
    """Treatment -> all that was written about it, oldest first; one without words is absent."""
    rows = messages_of(user).filter(treatment__patient=patient).select_related("seen_by")
    found: dict[UUID, list[Message]] = {}
    for message in _with_photos(rows).order_by("sent_at", "pk"):
        found.setdefault(message.treatment_id, []).append(message)
    return found


def open_photo_requests(patients: Iterable[Patient]) -> QuerySet[PhotoRequest]:
    """About whichever treatment: what was asked of her waits though there is a newer one."""
    asked = PhotoRequest.objects.filter(treatment__patient__in=patients, answered_at=None)
    return asked.select_related("requested_by").order_by("created_at")


def case_about(check_in: CheckIn) -> ReviewCase | None:
    """The case that holds this check-in, if any."""
    events = ReviewEvent.objects.filter(
        case__treatment=check_in.treatment_id, detail__check_in=str(check_in.pk)
    )
    event = events.select_related("case__acknowledged_by").order_by("-at").first()
    return event.case if event else None


def cases_about(patient: UUID, check_ins: Iterable[CheckIn]) -> dict[str, ReviewCase]:
    """The id of each of these check-ins of one patient that a case holds -> that case."""
    ids = [str(each.pk) for each in check_ins]
    events = ReviewEvent.objects.filter(case__patient=patient, detail__check_in__in=ids)
    rows = events.select_related("case__acknowledged_by").order_by("at", "number")
    return {event.detail["check_in"]: event.case for event in rows}


def steps_told(treatment: Treatment) -> list[ReviewEvent]:
    """What its clinic did in its cases and she may read (UX.md P14), nothing taken back."""
    rows = ReviewEvent.objects.filter(case__treatment=treatment, by__isnull=False)
    kept: list[ReviewEvent] = []
    for event in rows.select_related("by").order_by("at", "number"):
        if event.action == "undo":
            undone = (event.case_id, event.detail["undid"])
            kept.remove(next(e for e in reversed(kept) if (e.case_id, e.action) == undone))
        else:
            kept.append(event)
    return [event for event in kept if event.action in TOLD]


def seen_by(check_in: CheckIn) -> tuple[str, datetime] | None:
    """Who opened and acknowledged the case of this check-in, and when."""
    case = case_about(check_in)
    if case is None or case.acknowledged_at is None or case.acknowledged_by is None:
        return None
    return case.acknowledged_by.name, case.acknowledged_at


def patients_by(user: Person, *, search: str = "", lot: str = "") -> QuerySet[Patient]:
    """The clinic's patients by name; search looks at name, date of birth and the phone's end."""
    rows = patients_of(user)
    if search:
        found = Q(name__icontains=search) | Q(phone__endswith=search)
        rows = rows.filter(found | _born(search))
    if lot:
        rows = rows.filter(treatments__lot__iexact=lot).distinct()
    return rows.prefetch_related("treatments").order_by("name", "pk")


def _born(search: str) -> Q:
    try:
        return Q(date_of_birth=datetime.fromisoformat(search).date())
    except ValueError:
        return Q()


def colleagues_who_decide(case: ReviewCase) -> QuerySet[User]:
    """Who a case may be given to: clinicians at its clinic who are there today, by name."""
    away = current_absences(case.clinic_id, timezone.now()).values("user")
    return members_with(case.clinic_id, CLINICIANS).exclude(pk__in=away)


def names_in(case: ReviewCase) -> dict[str, str]:
    """Of the colleagues to whom a step of the case was turned, by id; they may be gone since."""
    told = {str(each.detail.get("to", "")) for each in case.events.all() if each.action in ASKS}
    people = User.objects.filter(pk__in=told - {"", "lead"}) if told else User.objects.none()
    return {str(pk): name for pk, name in people.values_list("pk", "name")}


def last_photo_of_each_view(user: Person, treatment: Treatment) -> dict[str, UUID]:
    """View -> the newest photo of it, among the last LOOK_BACK_PHOTOS of this treatment."""
    newest = photos_of(user).filter(treatment=treatment).order_by("-taken_at", "-pk")
    rows = newest.values_list("view", "pk")[:LOOK_BACK_PHOTOS]
    return dict(reversed(rows))  # the newest comes last and stays

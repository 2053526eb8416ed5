"""The worklist: which cases stand in it, in which order, and how many in each view."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.utils import timezone

from tracker.models import (
    URGENCIES,
    Assessment,
    CheckIn,
    NoteMark,
    Photo,
    ReviewCase,
    Role,
    Status,
    User,
)
from tracker.records.access import STAFF, cases_of, memberships
from tracker.records.case_filters import CaseFilters
from tracker.records.counting import Besides, CountOf, CountUpToMost
from tracker.records.unseen_messages import threads_waiting, unseen_messages
from tracker.records.unseen_notes import nobody_else_holds

LEAD = "lead"  # an escalation's "to" that is every clinical lead
RECENTLY = timedelta(days=14)
MOST = 100  # counting stops there: what was closed and what carries a note grows for ever
VIEWS = ("mine", "unassigned", "team", "over_time", "waiting", "closed", "notes")
BY_URGENCY = ("-rank", "due_at", "opened_at", "pk")  # UX.md C1; out of hours many fall due at once
ORDERS: Mapping[str, tuple[str, ...]] = {
    "urgency": BY_URGENCY,
    "due": ("due_at", "opened_at", "pk"),
    "oldest": ("opened_at", "pk"),
    "newest": ("-opened_at", "pk"),
}
_IS_CALLING = Q(rank=URGENCIES.index("emergency"), acknowledged_at=None)
_EMERGENCIES = {
    "emergencies": Count("pk", filter=_IS_CALLING),
    "latest": Max("news_at", filter=_IS_CALLING),
}
NEWEST_CLOSED = ("-closed_at", "pk")


def is_overdue(now: datetime) -> Q:
    return ~Q(status=Status.CLOSED) & Q(acknowledged_at=None, due_at__lt=now)


def open_cases(
    user: User,
    *,
    status: str | None = None,
    urgency: str | None = None,
    assigned: str | None = None,
    view: str | None = None,
    filters: CaseFilters | None = None,
) -> QuerySet[ReviewCase]:
    """Cases of the person's clinics, as rows: most urgent first, then least time left, then by id.

    status None or "open": every case that is not closed. assigned: "me", "none" or a user's id
    (ValueError where it is none).
    view: one of VIEWS; "notes" (check-ins, not cases) is notes_to_read.
    """
    cases = cases_in(user, view=view, status=status)
    return worklist_rows(cases.filter(narrowed(user, urgency, assigned, filters)))


def cases_in(
    user: User, *, view: str | None = None, status: str | None = None
) -> QuerySet[ReviewCase]:
    """The bare cases of a view, in the worklist's order."""
    cases = cases_of(user).filter(_with_status(view, status), _in_view(user, view))
    return cases.order_by(*BY_URGENCY)


def narrowed(
    user: User,
    urgency: str | None = None,
    assigned: str | None = None,
    filters: CaseFilters | None = None,
) -> Q:
    """All of it has to hold; raises ValueError where assigned is no id."""
    found = Q(urgency=urgency) if urgency else Q()
    if assigned:
        found &= _assigned_to(user, assigned)
    return found & filters.condition() if filters else found


def _assigned_to(user: User, assigned: str) -> Q:
    if assigned == "none":
        return Q(assigned_to=None)
    return Q(assigned_to=user.pk if assigned == "me" else UUID(assigned))


def worklist_rows(cases: QuerySet[ReviewCase]) -> QuerySet[ReviewCase]:
    """Each with its patient, treatment and sites, assignee and photos_count."""
    related = cases.select_related("patient", "treatment", "assigned_to", "clinic")
    # Counted of each row that is shown, by the photos' own index: grouping the joined rows would
    # name every column of five tables twice, which takes longer to write than to answer.
    photos = Photo.objects.filter(treatment=OuterRef("treatment"), withdrawn_at=None)
    counted = related.annotate(photos_count=CountOf(photos.order_by().values("pk")))
    return counted.prefetch_related("treatment__sites")


def _with_status(view: str | None, status: str | None) -> Q:
    if view == "closed" or status == Status.CLOSED:
        return Q(status=Status.CLOSED)
    if status in (None, Status.OPEN):
        return ~Q(status=Status.CLOSED)
    return Q(status=status)


def _in_view(user: User, view: str | None) -> Q:
    now = timezone.now()
    awake = ~Q(status=Status.SNOOZED, snoozed_until__gt=now)
    views = {
        "mine": Q(assigned_to=user.pk) & awake | _asked_of(user),
        "unassigned": Q(assigned_to=None) & awake,
        "team": Q(pk__isnull=False),
        "over_time": is_overdue(now) | Q(late_since__isnull=False),
        "waiting": Q(status=Status.WAITING_PATIENT),
        "closed": Q(closed_at__gte=now - RECENTLY),
    }
    return views.get(view or "team", Q())


def _asked_of(user: User) -> Q:
    """Escalated to her, or to the lead where she is one, and not taken yet; or her opinion is open.

    Put aside or not: who asked has put it aside, and she has not seen it.
    """
    leads = memberships(user, (Role.CLINICAL_LEAD,)).values("clinic")
    to_her = Q(escalation__to=str(user.pk)) | Q(escalation__to=LEAD, clinic__in=leads)
    return to_her | Q(opinion__to=str(user.pk))


def view_counts(
    user: User, only: Q | None = None, also: Mapping[str, Q] | None = None
) -> Mapping[str, Any]:
    """What waiting_counts says, and how many were closed, up to MOST; three statements."""
    closed = cases_of(user).filter(only or Q(), status=Status.CLOSED, closed_at__gte=_recently())
    return {**waiting_counts(user, only, also), "closed": closed[:MOST].count()}


def waiting_counts(
    user: User, only: Q | None = None, also: Mapping[str, Q] | None = None
) -> Mapping[str, Any]:
    """What open_counts says, and how many have a note, up to MOST; two statements.

    Notes, and threads that nobody has seen, are no cases, and are counted all; unseen: those
    threads alone.
    """
    unseen, notes = _to_read(user)
    return {
        **open_counts(user, only, also),
        "notes": min(unseen + notes, MOST),
        "unseen": unseen,
    }


def _to_read(user: User) -> tuple[int, int]:
    """Threads that nobody has seen, and notes; one statement."""
    threads, notes = (
        CountUpToMost(rows.values("pk")[:MOST]) for rows in (threads_waiting(user), _noted(user))
    )
    unseen, noted = User.objects.filter(pk=user.pk).values_list(threads, notes).get()
    return unseen, noted


def open_counts(
    user: User,
    only: Q | None = None,
    also: Mapping[str, Q] | None = None,
    since: datetime | None = None,
) -> Mapping[str, Any]:
    """How many cases stand in each view of open ones, and what emergencies_unseen says; one query.

    only: what `narrowed` says. also: further conditions, counted by their name whatever it says.
    since: then `written` is how many messages that nobody has seen came later, up to MOST.
    """
    narrow = only or Q()
    wanted = {view: _in_view(user, view) & narrow for view in VIEWS[:-2]} | dict(also or {})
    counts: dict[str, Any] = {name: Count("pk", filter=each) for name, each in wanted.items()}
    if since is not None:
        written = unseen_messages(user).filter(sent_at__gt=since).values("pk")[:MOST]
        counts["written"] = Besides(CountUpToMost(written))
    return _open(user).aggregate(**counts, **_EMERGENCIES)


def emergencies_unseen(user: User, but: UUID | None = None) -> Mapping[str, Any]:
    """emergencies: open ones that nobody has seen, in all her clinics; latest: their newest word.

    but: a case that she looks at.
    """
    found = _open(user).exclude(pk=but) if but else _open(user)
    return found.filter(_IS_CALLING).aggregate(**_EMERGENCIES)


def _open(user: User) -> QuerySet[ReviewCase]:
    # Every rank is at least 0: said so that SQLite takes the index of open ones, not of all.
    return cases_of(user).exclude(status=Status.CLOSED).filter(rank__gte=0)


def condition_of(user: User, view: str, only: Q) -> Q:
    """A view of open cases and what narrows it, as one condition."""
    return _in_view(user, view) & only


def notes_to_read(user: User) -> QuerySet[CheckIn]:
    """Check-ins with a note that no clinician has seen and no open case holds (a note opens none).

    However old: it leaves by being seen.
    """
    return with_results(_noted(user).select_related("patient", "treatment")).order_by(
        "-received_at"
    )


def _noted(user: User) -> QuerySet[CheckIn]:
    # Asked of each, not as a list of clinics: SQLite would begin at every patient of hers then.
    at_work = memberships(user, STAFF).filter(clinic=OuterRef("patient__clinic"))
    waiting = NoteMark.objects.filter(seen_at=None)  # few, and first: by their own index
    noted = CheckIn.objects.filter(pk__in=waiting.values("check_in"))
    return noted.filter(Exists(at_work), nobody_else_holds())


def _recently() -> datetime:
    return timezone.now() - RECENTLY


def with_results(check_ins: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    """Each with symptoms, assessments (the newest first), photos, and who has seen its note."""
    return check_ins.select_related("note_mark__seen_by").prefetch_related(
        "symptoms",
        Prefetch("assessments", Assessment.objects.order_by("-number")),
        Prefetch("photos", Photo.objects.order_by("-taken_at")),
    )

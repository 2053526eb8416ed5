"""What patients wrote and nobody at their clinic has opened."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet

from tracker.models import Message, Notification, NotificationState, ReviewCase, Status, Treatment
from tracker.records.access import STAFF, Person, memberships, treatments_at_work
from tracker.records.care import care_ended

UNSEEN = Q(sender_role="patient", seen_at=None)


def unseen_messages(user: Person) -> QuerySet[Message]:
    """Words of her clinics' patients that nobody saw, whether a case is open or not."""
    at_work = memberships(user, STAFF).filter(clinic=OuterRef("treatment__patient__clinic"))
    return Message.objects.filter(UNSEEN, Exists(at_work))


def threads_waiting(user: Person) -> QuerySet[Treatment]:
    """The bare threads of her clinics with words of the patient that nobody saw.

    An open case is not among them: it has news, and stands in the worklist itself. Nor is hers who
    ended the use of her check-ins.
    """
    waiting = Message.objects.filter(UNSEEN)  # few, and first: by their own index
    is_open = ReviewCase.objects.filter(treatment=OuterRef("pk")).exclude(status=Status.CLOSED)
    rows = treatments_at_work(user).filter(~Exists(is_open), pk__in=waiting.values("treatment"))
    return rows.filter(~care_ended("patient"))


def unseen_threads(user: Person) -> QuerySet[Treatment]:
    """The longest wait first. Each with waits_since, unseen_count and, oldest first, unseen."""
    theirs = Q(messages__sender_role="patient", messages__seen_at=None)
    rows = threads_waiting(user).annotate(
        waits_since=Min("messages__sent_at", filter=theirs),
        unseen_count=Count("messages", filter=theirs),
    )
    words = Prefetch(
        "messages", Message.objects.filter(UNSEEN).order_by("sent_at", "pk"), to_attr="unseen"
    )
    return rows.prefetch_related(words).order_by("waits_since", "pk")


def undelivered(messages: Iterable[Message]) -> set[UUID]:
    """Of the clinic's words: those that she has not seen, and no mail or phone has told her of."""
    keys = {
        f"new_message:{each.pk}": each.pk
        for each in messages
        if each.seen_at is None and not each.is_from_patient
    }
    failed = Notification.objects.filter(state=NotificationState.FAILED, dedupe_key__in=keys)
    return {keys[key] for key in failed.values_list("dedupe_key", flat=True)}

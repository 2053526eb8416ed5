"""What patients wrote and nobody at their clinic has opened."""

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet

from tracker.models import Message, ReviewCase, Status, Treatment
from tracker.records.access import Person, treatments_at_work

UNSEEN = Q(sender_role="patient", seen_at=None)


def unseen_threads(user: Person) -> QuerySet[Treatment]:
    """Threads of her clinics with words of the patient that nobody saw, the longest wait first.

    Each with waits_since, unseen_count and, oldest first, unseen. An open case is not among them:
    it has news, and stands in the worklist itself.
    """
    unseen = {"messages__sender_role": "patient", "messages__seen_at": None}
    is_open = ReviewCase.objects.filter(treatment=OuterRef("pk")).exclude(status=Status.CLOSED)
    rows = (
        treatments_at_work(user)
        .filter(~Exists(is_open), **unseen)
        .annotate(waits_since=Min("messages__sent_at"), unseen_count=Count("messages"))
    )
    theirs = Message.objects.filter(UNSEEN).order_by("sent_at", "pk")
    words = Prefetch("messages", theirs, to_attr="unseen")
    return rows.prefetch_related(words).order_by("waits_since", "pk")

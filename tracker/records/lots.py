"""Everything that was injected from one lot: who had it, and the clinic's last word to her."""

from django.db.models import OuterRef, QuerySet, Subquery

from tracker.models import Message, Treatment, User
from tracker.records.access import STAFF, memberships


def treatments_with_lot(user: User, lot: str) -> QuerySet[Treatment]:
    """At the clinics where she works, by patient, newest first; told_at and read_at annotated.

    told_at: when the clinic last wrote in the thread of that treatment, read_at: when the patient
    read that; both None where it never wrote. A blank lot is nobody's.
    """
    if not lot.strip():
        return Treatment.objects.none()
    clinics = memberships(user, STAFF).values("clinic")
    written = Message.objects.filter(treatment=OuterRef("pk")).exclude(sender_role="patient")
    newest = written.order_by("-sent_at", "-pk")
    rows = Treatment.objects.filter(patient__clinic__in=clinics, lot__iexact=lot.strip())
    rows = rows.select_related("patient__clinic", "patient__user").prefetch_related("sites")
    return rows.annotate(
        told_at=Subquery(newest.values("sent_at")[:1]),
        read_at=Subquery(newest.values("seen_at")[:1]),
    ).order_by("patient__name", "patient", "-performed_at")

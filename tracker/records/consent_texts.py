"""What a clinic has added to the words of each decision, version by version."""

from uuid import UUID

from django.db.models import QuerySet

from tracker.models import ConsentKind, ConsentText


def newest(clinic_id: UUID, kind: str) -> ConsentText | None:
    return versions(clinic_id, kind).first()


def newest_of(clinic_id: UUID) -> list[ConsentText]:
    """The newest of each kind that the clinic has added words to."""
    found = (newest(clinic_id, kind) for kind in ConsentKind.values)
    return [each for each in found if each is not None]


def versions(clinic_id: UUID, kind: str) -> QuerySet[ConsentText]:
    """Newest first."""
    rows = ConsentText.objects.filter(clinic=clinic_id, kind=kind)
    return rows.select_related("written_by").order_by("-number")


def words_of(clinic_id: UUID, kind: str, language: str) -> str:
    """The addition in this language, else in English; "" where there is none."""
    found = newest(clinic_id, kind)
    return (found.text.get(language) or found.text.get("en", "")) if found else ""

"""What a colleague changes about her own desk: habits, and views with a name."""

from uuid import UUID

from django.db import transaction

from tracker import wording
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import DeskHabits, Role, SavedView, User
from tracker.records.access import STAFF, require_role, roles_at

HABITS = frozenset({"has_keys", "hides_names", "has_sound"})
MOST_VIEWS = 30
LONGEST_NAME, LONGEST_QUERY = 60, 500


def keep_habit(*, by: User, habit: str, is_on: bool) -> None:
    """habit: one of HABITS; raises NotFound for any other."""
    if habit not in HABITS:
        raise NotFound
    DeskHabits.objects.update_or_create(user=by, defaults={habit: is_on})


@transaction.atomic
def save_view(*, by: User, name: str, query: str, clinic: UUID | None = None) -> SavedView:
    """Under a name that she used before: instead of it. clinic: her colleagues there see it too.

    Raises Invalid without a name, with too long a one, or beyond MOST_VIEWS; NotAllowed for a
    clinic at which she does not work.
    """
    if clinic is not None:
        require_role(by, clinic, STAFF)
    others = SavedView.objects.filter(owner=by).exclude(name=name)
    fits = 0 < len(name) <= LONGEST_NAME and len(query) <= LONGEST_QUERY
    if not fits or others.count() >= MOST_VIEWS:
        raise Invalid({"name": [wording.DETAILS["validation"]]})
    kept, _is_new = SavedView.objects.update_or_create(
        owner=by, name=name, defaults={"query": query, "clinic_id": clinic}
    )
    return kept


def forget_view(*, by: User, view: SavedView) -> None:
    """Hers, or a shared one where she is the clinical lead; raises NotAllowed."""
    leads = view.clinic_id and Role.CLINICAL_LEAD in roles_at(by, view.clinic_id)
    if view.owner_id != by.pk and not leads:
        raise NotAllowed
    view.delete()

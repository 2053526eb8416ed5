"""That a colleague has a case open now: marks that end by themselves after seconds."""

from datetime import timedelta

from django.utils import timezone

from tracker.models import CaseViewing, ReviewCase, User

KEPT_FOR = timedelta(minutes=10)


def is_looking(*, by: User, case: ReviewCase) -> None:
    """Say so once more, and sweep away what others left behind. The caller scoped the case."""
    now = timezone.now()
    CaseViewing.objects.update_or_create(case=case, user=by, defaults={"at": now})
    CaseViewing.objects.filter(at__lt=now - KEPT_FOR).delete()


def looked_away(*, by: User, case: ReviewCase) -> None:
    CaseViewing.objects.filter(case=case, user=by).delete()

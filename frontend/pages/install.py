"""P6: when the place on her home screen may be offered; the script counts her visits."""

from django.db.models import QuerySet

from tracker.models import CheckIn

OFFERED_UNTIL = 3  # finished check-ins; after that it stands in Settings alone


def offers_install(check_ins: QuerySet[CheckIn]) -> bool:
    """After the first finished check-in, and no longer than the third (docs/adr, 038)."""
    return 1 <= check_ins.order_by()[: OFFERED_UNTIL + 1].count() <= OFFERED_UNTIL

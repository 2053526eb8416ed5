"""How fresh a sign-in is: what cannot be undone is not left to a phone that lies open."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

RECENTLY = 10 * 60  # seconds


def signed_in_recently(request: HttpRequest) -> bool:
    """Within the last ten minutes, in this very session."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - float(records[-1]["at"]) < RECENTLY

"""Who asks, and from which address, for the rates that a page holds to."""

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

from tracker.services.rates import hold_to


def hold(request: HttpRequest, name: str) -> None:
    """Raises TooManyRequests: a page of ours, or an answer to the script, with a time to wait."""
    hold_to(name, person=request.user.pk, address=get_ip(request))

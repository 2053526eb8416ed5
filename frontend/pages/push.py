"""Notifications on this phone: what its browser tells when she turns them on or off."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from frontend.pages.doors import HerRequest, record_required
from tracker.records import push_key
from tracker.services import push_subscriptions
from tracker.services.push_subscriptions import Device


@require_http_methods(["GET", "POST"])
@record_required
def push(request: HerRequest) -> HttpResponse:
    """`off`, or the address and the keys of its subscription; an address stands in no URL.

    Answers the key that a subscription must have been made with, also to who only asks: where it
    is another one, the phone subscribes anew and tells that.
    """
    key = JsonResponse({"key": push_key.public_key()})
    if request.method == "GET":
        return key
    here, said = str(request.session.session_key), request.POST
    if said.get("change") == "off":
        push_subscriptions.unsubscribe(by=request.user, session_key=here)
    else:
        told = Device(*(said.get(name, "") for name in ("endpoint", "p256dh", "auth")))
        push_subscriptions.subscribe(by=request.user, session_key=here, device=told)
    return key


def push_row(request: HerRequest) -> dict[str, str | bool]:
    """What the switch in Settings needs; without a key to sign with there is no switch."""
    here = request.session.session_key
    return {
        "key": push_key.public_key(),
        "is_on_here": push_subscriptions.is_subscribed(request.user, here),
        "is_on": push_subscriptions.phones_of(request.user).exists(),
    }

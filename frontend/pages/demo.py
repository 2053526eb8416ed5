"""The demo's one-tap sign-in; its route exists in demo mode alone."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from frontend.accounts.adapter import home_of
from frontend.accounts.wording import DEMO_PEOPLE
from tracker.records.accounts import account_of

KNOWN = frozenset(person[0] for person in DEMO_PEOPLE)


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    who = request.POST.get("person", "")
    user = account_of(f"{who}@demo.fadewell.example") if who in KNOWN else None
    if user is None or not settings.FADEWELL_DEMO:
        raise Http404
    get_adapter().login(request, user)
    record_authentication(request, user, method="demo")
    return redirect(home_of(request))

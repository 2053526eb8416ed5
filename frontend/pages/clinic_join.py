"""A colleague's invitation: what she is asked, and her yes. A look alone changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from frontend.clinic import admin_wording
from frontend.pages.invitation import private, spent
from tracker.errors import NotFound
from tracker.services import staff_invitations


@require_http_methods(["GET", "POST"])
@private
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Unknown, expired, used and withdrawn links look alike."""
    found = staff_invitations.open_one(token)
    if found is None:
        return spent(request)
    context = {
        "clinic": found.clinic,
        "email": found.email,
        "roles": admin_wording.roles(found.roles),
    }
    if request.method == "POST":
        try:
            staff_invitations.accept(token=token)
        except NotFound:
            return spent(request)
        context["is_done"] = True
    return render(request, "frontend/clinician/join.html", context)

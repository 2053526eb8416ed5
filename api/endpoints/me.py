"""GET /me/: who is signed in."""

from api.contract.people import MeOut, me_out
from api.described import described
from api.endpoints.base import Endpoint, Request, Response, person
from api.permissions import SignedIn
from tracker.models import Role
from tracker.records import access


class Me(Endpoint):
    may = {"GET": SignedIn}

    @described("me", {200: MeOut})
    def get(self, request: Request) -> Response:
        """Who I am, and my roles at each clinic."""
        user = person(request)
        roles = access.roles_of(user)
        clinics = list(access.clinics_where(user, Role.values))
        own = access.own_patients_of(user).order_by("-created_at").first()
        return Response(me_out(user, own, clinics, roles))

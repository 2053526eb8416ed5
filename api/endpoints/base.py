"""What every endpoint is: who may call it by method, in her language, and how it reads a body."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, cast

from django.utils import translation
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.permissions import Anyone, NobodyUnlessStated, SignedIn
from api.throttling import CallsAMinute
from tracker.models import Patient, User
from tracker.services.looks import charts_viewed

__all__ = ["Endpoint", "Request", "Response", "looked_at", "person"]


class Endpoint(APIView):
    """`may` names for each method who may ever call it; a method that is not named is 405."""

    may: ClassVar[Mapping[str, type[BasePermission]]] = {}
    http_method_names = ["get", "head", "post", "patch"]
    metadata_class = None
    throttle_classes = [CallsAMinute]

    def get_permissions(self) -> list[BasePermission]:
        method = "GET" if self.request.method == "HEAD" else str(self.request.method)
        if not self.may:
            return [NobodyUnlessStated()]
        is_public = set(self.may.values()) == {Anyone}
        return [self.may.get(method, Anyone if is_public else SignedIn)()]

    def never_waits(self, request: Request) -> bool:
        """Whether no limit holds for what was sent."""
        return False

    def perform_authentication(self, request: Request) -> None:
        """A bearer's language is known only now; the middleware has seen no session."""
        if isinstance(request.user, User):
            translation.activate(request.user.language)


def person(request: Request) -> User:
    """Who is asking, where the permission has seen to it that somebody is."""
    return cast(User, request.user)


def looked_at(
    request: Request, part: str, patient_of: Callable[[Any], Patient]
) -> Callable[[Sequence[Any]], None]:
    """For a list's page: a look at each patient whose row is on it is recorded first."""

    def seen(rows: Sequence[Any]) -> None:
        charts_viewed(by=person(request), patients=map(patient_of, rows), part=part)

    return seen

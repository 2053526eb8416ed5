"""Any other address under /api/: the same answer to everybody."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound

from api.endpoints.base import Endpoint, Request, Response
from api.permissions import Anyone


@extend_schema(exclude=True)
class Nowhere(Endpoint):
    may = dict.fromkeys(("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"), Anyone)
    authentication_classes = []

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        raise NotFound

"""A program that calls the API with one person's token, and reads each answer critically."""

from typing import Any

from django.test import Client

from tests.api.description import check_described
from tracker.models import User
from tracker.services.tokens import make_token

PREFIX = "/api/v1"


class Caller:
    """`call.post("/check-ins/", body)`; nobody: without a token."""

    def __init__(self, user: User | None = None) -> None:
        headers = {} if user is None else {"Authorization": f"Bearer {make_token(user)}"}
        self.client = Client(headers=headers)

    def get(self, path: str, **more: Any) -> Any:
        return self._checked("GET", path, self.client.get(whole(path), **more))

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        more = {"data": {} if body is None else body, "content_type": "application/json"} | more
        return self._checked("POST", path, self.client.post(whole(path), **more))

    def patch(self, path: str, body: Any) -> Any:
        answer = self.client.patch(whole(path), body, content_type="application/json")
        return self._checked("PATCH", path, answer)

    def upload(self, path: str, **form: Any) -> Any:
        return self._checked("POST", path, self.client.post(whole(path), form))

    def _checked(self, method: str, path: str, response: Any) -> Any:
        check_described(method, whole(path), response)
        return response


def whole(path: str) -> str:
    return path if path.startswith(("http", PREFIX)) else f"{PREFIX}{path}"

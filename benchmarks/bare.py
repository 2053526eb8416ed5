"""The yardstick: a bare Django view that looks up the token and writes the same rows in raw SQL.

The rows to write are those that one real check-in left behind (`rows.json` in the data folder),
each time with new ids. No contract, no access check, no judge, no audit chain to follow.
"""

import hashlib
import itertools
import json
import os
from pathlib import Path
from uuid import uuid4

from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

TOKEN = (
    "SELECT u.id FROM tracker_apitoken t JOIN tracker_user u ON u.id = t.user_id"
    " WHERE t.token_hash = %s AND t.revoked_at IS NULL AND u.is_active"
)
SEQUENCE = itertools.count(1)
CHAIN = f"bare {os.getpid()}"


def same_rows() -> list[tuple[str, list[dict[str, object]]]]:
    """Table -> rows, in the order in which they may be written."""
    found = json.loads((Path(os.environ["FADEWELL_DATA"]) / "rows.json").read_text())
    return [(table, rows) for table, rows in found]


ROWS = same_rows() if "BARE" in os.environ else []


def insert(table: str, row: dict[str, object]) -> str:
    columns = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(row))})"  # noqa: S608


def submit(request: HttpRequest) -> JsonResponse:
    token = request.headers["Authorization"].removeprefix("Bearer ")
    body = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(TOKEN, [hashlib.sha256(token.encode()).hexdigest()])
        if cursor.fetchone() is None:
            return JsonResponse({}, status=401)
        check_in = write(body["client_id"].replace("-", ""))
    return JsonResponse({"id": check_in}, status=201)


def write(client_id: str) -> str:
    new = {"check_in": uuid4().hex, "client": client_id, "assessment": uuid4().hex}
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in ROWS:
            filled = [[fill(value, new) for value in row.values()] for row in rows]
            cursor.executemany(insert(table, rows[0]), filled)
    return new["check_in"]


def fill(value: object, new: dict[str, str]) -> object:
    if isinstance(value, dict):
        kind = value["new"]
        return {"sequence": lambda: next(SEQUENCE), "chain": lambda: CHAIN}.get(
            kind, lambda: new[kind]
        )()
    return value


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({})


urlpatterns = [path("healthz", alive), path("check-ins/", submit)]
application = get_wsgi_application() if "BARE" in os.environ else None

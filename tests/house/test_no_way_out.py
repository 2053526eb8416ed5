"""The server calls nobody that it is not told of here, runs nothing that was sent, and writes no
format that a program runs.

Source: SAFETY abuses 36, 37, 38 and 40. What is not there cannot be turned against anybody; who
adds one of these brings its own defence and its test, and names it here.
"""

import ast

import pytest

from tests.house.source import HOUSE, imports_of, inside, name_of, tree_of

PYTHON = inside(*HOUSE, suffix=".py")
CONNECTIONS = (
    "urllib.request",
    "http.client",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "socket",
    "pywebpush",
)
RUNNERS = ("pickle", "marshal", "shelve", "yaml", "xml", "lxml", "jinja2")
FORMATS = ("csv", "xlsxwriter", "openpyxl", "weasyprint", "reportlab")
CALLED = {"eval", "exec", "compile", "__import__"}
# Place -> why it may.
MAY: dict[str, dict[str, str]] = {
    "socket": {
        "tracker/imaging/forkserver.py": "a pair of handles to its own child",
        "tracker/imaging/decoder_process.py": "the same pair",
        "tracker/imaging/places.py": "the type of that pair",
        "tracker/demo/serving.py": "asks whether the demo's port is free",
        "tracker/management/postgresql.py": "finds a free port for the suite's database",
    },
    "http.client": {"tracker/demo/serving.py": "waits for the demo's own answer"},
    **dict.fromkeys(
        ("requests", "pywebpush"),
        {
            "tracker/services/pushes.py": "the worker calls push services of a fixed list, follows"
            " nothing: tests/services/test_pushes.py"
        },
    ),
    "csv": {
        "frontend/clinic/sheet.py": "cells are made inert: tests/frontend/clinician/test_lots.py"
    },
    "xlsxwriter": {
        "frontend/clinic/sheet.py": "text stays text: tests/frontend/clinician/test_sheets.py"
    },
    "weasyprint": {
        "tracker/papers/press.py": "a child without a network that fetches nothing but what was"
        " handed over: tests/papers/test_press.py"
    },
    "yaml": {"api/endpoints/description.py": "writes our own description, reads nothing"},
}


def users(names: tuple[str, ...]) -> list[str]:
    return [
        f"{name_of(path)}: {found}"
        for path in PYTHON
        for found in imports_of(path)
        for name in names
        if found == name or found.startswith(f"{name}.")
        if name_of(path) not in MAY.get(name, {})
    ]


def test_no_room_opens_a_connection_of_its_own() -> None:
    assert users(CONNECTIONS) == []


def test_nothing_that_was_sent_is_ever_run() -> None:
    called = [
        f"{name_of(path)}:{node.lineno}"
        for path in PYTHON
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLED
    ]
    shells = [
        f"{name_of(path)}:{node.value.lineno}"
        for path in PYTHON
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.keyword) and node.arg == "shell"
    ]

    assert called + shells == []
    assert users(RUNNERS) == []


@pytest.mark.parametrize("name", FORMATS)
def test_no_sheet_and_no_print_engine_is_fed(name: str) -> None:
    assert users((name,)) == []


def test_every_exception_is_still_needed() -> None:
    kept = {(name, place) for name, places in MAY.items() for place in places}
    used = {
        (name, name_of(path))
        for path in PYTHON
        for found in imports_of(path)
        for name in MAY
        if found == name or found.startswith(f"{name}.")
    }

    assert kept - used == set()

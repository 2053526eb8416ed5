"""Who may import whom: models <- records <- services <- api, frontend; the cores know nobody."""

import ast
import sys
from pathlib import Path

import pytest

from tests.house.source import (
    HOUSE,
    ROOT,
    functions_of,
    imports_of,
    inside,
    module_of,
    name_of,
    tree_of,
)

GROUND = {"tracker.models", "tracker.errors", "tracker.wording", "tracker.settings"}
CORES = {"tracker.triage", "tracker.imaging", "tracker.figures", "tracker.papers"}
DOMAIN = GROUND | CORES | {"tracker.records", "tracker.services"}
PORCH = DOMAIN | {"tracker"}
# Room -> what it may import of the project, besides itself. The longest name that fits counts.
MAY_IMPORT = {
    "tracker.triage": set(),
    "tracker.imaging": set(),
    "tracker.figures": set(),
    "tracker.papers": {"tracker.imaging"},
    "tracker.wording": set(),
    "tracker.errors": {"tracker.wording"},
    "tracker.settings": {"tracker.settings"},
    "tracker.models": set(),
    "tracker.records": GROUND | {"tracker.triage", "tracker.figures"},
    "tracker.services": DOMAIN,
    "tracker": PORCH,
    "api.wording": set(),
    "api.contract": GROUND | {"api.wording", "tracker.triage", "tracker.records"},
    "api": PORCH,
    "frontend": PORCH | {"api.contract", "api.wording"},
}
FOREIGN: dict[str, set[str]] = {  # pure core -> what it takes besides the standard library
    "tracker.triage": {"tomli"},  # docs/adr/060
    "tracker.imaging": {"PIL", "numpy", "pi_heif"},
    "tracker.papers": {"weasyprint"},
    "tracker.figures": set(),
}
ONLY_THERE = {
    "tracker.triage.judge": {"tracker.services.assessments", "tracker.triage"},
    "tracker.imaging.intake": {"tracker.services.photos", "tracker.imaging", "tracker.checks"},
}
PYTHON = inside(*HOUSE, suffix=".py")


def room_of(module: str) -> str:
    return max((room for room in MAY_IMPORT if within(module, room)), key=len)


def within(module: str, room: str) -> bool:
    return module == room or module.startswith((f"{room}.", f"{room}_"))


def upward(path: Path) -> list[str]:
    room = room_of(module_of(path))
    allowed = MAY_IMPORT[room] | {room}
    return [
        f"{name_of(path)}: {name}"
        for name in imports_of(path)
        if name.split(".")[0] in HOUSE
        and not any(within(name, floor) for floor in allowed)
        and not (room == "api.contract" and is_what_a_service_takes(name))
    ]


def is_what_a_service_takes(name: str) -> bool:
    """A dataclass of a service: the shape that a contract fills; never its verbs."""
    return within(name, "tracker.services") and name.rpartition(".")[2][0].isupper()


def test_a_file_imports_only_its_own_floor_and_those_below() -> None:
    assert [name for path in PYTHON for name in upward(path)] == []


@pytest.mark.parametrize("room", FOREIGN)
def test_the_pure_cores_know_no_framework(room: str) -> None:
    known = sys.stdlib_module_names | {"tracker"}
    known |= FOREIGN[room]

    foreign = [
        f"{name_of(path)}: {name}"
        for path in PYTHON
        if within(module_of(path), room)
        for name in imports_of(path)
        if name.split(".")[0] not in known
    ]

    assert foreign == []


@pytest.mark.parametrize("core", ONLY_THERE)
def test_one_service_alone_stands_before_each_core(core: str) -> None:
    users = {module_of(path) for path in PYTHON if any(within(n, core) for n in imports_of(path))}

    assert users
    assert [u for u in users if not any(within(u, may) for may in ONLY_THERE[core])] == []


def test_nothing_is_imported_inside_a_function() -> None:
    hidden = [
        f"{name_of(path)}:{node.lineno}"
        for path in PYTHON
        for function in functions_of(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_no_signal_carries_a_domain_event() -> None:
    signals = ("django.dispatch", "django.db.models.signals", "django.core.signals")

    users = [
        name_of(path)
        for path in PYTHON
        if any(within(name, signal) for name in imports_of(path) for signal in signals)
    ]

    assert users == []


def test_the_walls_see_every_room() -> None:
    rooms = {room_of(module_of(path)) for path in PYTHON}

    assert rooms >= {"tracker.triage", "tracker.models", "tracker.services", "api", "frontend"}
    assert (ROOT / "manage.py").is_file()

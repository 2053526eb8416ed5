"""Each permission check and each scope filter removed in turn: does a test notice?

    python -m benchmarks.access_mutants [--only TEXT] [--minutes N] [--matrix]

Three kinds: what an endpoint says of who may call it, by method; the guard around a page; and each
check or filter inside a function (benchmarks/access_sites.py). Each is tried against the part of
the access matrix that its routes touch, then against the foreign ids; what is left is tried by the
tests that name it (not with --matrix). Bar: 100 % are noticed.
"""

import argparse
import logging
import os
import subprocess
import sys
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from benchmarks import folder
from benchmarks.access_trials import Trial, of_endpoints, of_functions, of_pages
from tests.house.access import test_access_matrix as matrix
from tests.house.access.actors import Actor
from tests.house.access.routes import Route, routes
from tests.house.access.test_foreign_ids import API, tries_of
from tests.house.access.world import ACTORS, NOBODYS, OWNERS, SEES, World, rows
from tests.house.source import ROOT
from tracker.triage.load import load_protocol, newest_version

EAGER = ("anonymous", "nobody", "removed", "cleo", "ben", "coordinator", "administrator", "dr_dia")
FEW = ("anonymous", "ana", "coordinator", "dr_cho", "administrator")
ORDER = [*EAGER, *(each for each in ACTORS if each not in EAGER)]


def main() -> int:
    told = asked()
    logging.disable(logging.CRITICAL)
    settings.FADEWELL_DEMO = False
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    (folder.DATA / "static").mkdir(exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    digest = load_protocol(settings.FADEWELL_PROTOCOLS / newest_version()).digest
    with transaction.atomic():
        world = World(digest)
        actors = [Actor(name, world, Counter()) for name in ORDER]
        world.before = rows()
        alive = run(actors, told.only, told.minutes)
        transaction.set_rollback(True)
    left = alive if told.matrix else [each for each in alive if not noticed_elsewhere(each)]
    for each in left:
        print(f"  SURVIVED  {each.name}")
    print(f"{len(left)} survivors")
    return 1 if left else 0


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="mutants whose name holds this text")
    parser.add_argument("--minutes", type=float, default=600, help="stop trying after so many")
    parser.add_argument("--matrix", action="store_true", help="the matrix and foreign ids alone")
    return parser.parse_args()


def run(actors: list[Actor], only: str, minutes: float) -> list[Trial]:
    known = [each for each in routes() if each.may and each.name not in matrix.NOWHERE]
    touched = touches(actors, known)
    unmutated = [each for each in actors if each.name in FEW]
    assert not noticed(unmutated, known), "without a mutant the matrix finds nothing"
    found = [*of_endpoints(known), *of_pages(known), *of_functions(known, touched)]
    tried = [each for each in found if only in each.name]
    alive, counts, began = [], Counter[str](), time.monotonic()
    for trial in tried:
        if time.monotonic() - began > minutes * 60:
            break
        with trial.change():
            is_noticed = noticed(actors, trial.routes)
        counts[trial.kind] += 1
        counts[f"{trial.kind}, noticed"] += is_noticed
        if not is_noticed:
            alive.append(trial)
            print(f"  not noticed by the matrix: {trial.name}", flush=True)
    for kind, count in sorted(counts.items()):
        print(f"  {kind:<28}{count:>5}")
    done = sum(count for kind, count in counts.items() if "," not in kind)
    took = time.monotonic() - began
    print(f"{done} of {len(tried)} mutants tried, {len(alive)} left over, {took:.0f} s", flush=True)
    return alive


def noticed(actors: list[Actor], known: list[Route]) -> bool:
    doctor = next(each for each in actors if each.name == "dr_cho")
    if any(comes_in_by_one_factor(doctor, route) for route in known):
        return True
    for actor in actors:
        for route in known:
            if any(faults(actor, route, method) for method in methods(route)):
                return True
    return any(foreign(actor) for actor in actors)


def comes_in_by_one_factor(doctor: Actor, route: Route) -> bool:
    """A clinic's page, in a session of hers in which no second factor was shown."""
    if route.is_api or route.may["GET"] not in ("Staff", "Clinician"):
        return False
    session = doctor.browser.session
    shown = session.pop("account_authentication_methods")
    session.save()
    try:
        answer = doctor.tries(route, "GET", doctor.own)
    except Exception:
        return True
    finally:
        session["account_authentication_methods"] = shown
        session.save()
    return answer.status not in (302, 405)


def methods(route: Route) -> list[str]:
    return sorted(route.may) if route.is_api else ["GET", "POST"]


def faults(actor: Actor, route: Route, method: str) -> bool:
    try:
        if any(matrix._faults(actor, route, method)):
            return True
        hidden = set(OWNERS) - SEES.get(actor.name, frozenset())
        if route.parameters or method != "GET" or not hidden:
            return False
        body = actor.tries(route, "GET", actor.own).body
        ids = (str(each).encode() for who in hidden for each in actor.world.ids[who].values())
        return any(each in body for each in ids if len(each) > 8)
    except Exception:
        return True


def foreign(actor: Actor) -> bool:
    nobodys = actor.world.ids[NOBODYS]
    try:
        for method, path, body in tries_of(actor):
            outcome = actor.sends(True, method, API + path, nobodys, **body)
            if outcome.changed or outcome.status not in (400, 401, 403, 404):
                return True
    except Exception:
        return True
    return False


def touches(actors: list[Actor], known: list[Route]) -> dict[tuple[str, str], set[str]]:
    """(file, function) -> the paths of the routes that call it, by anybody, at anything."""
    seen: dict[tuple[str, str], set[str]] = {}
    for route in known:
        here: set[tuple[str, str]] = set()

        def note(frame: Any, event: str, _arg: object, here: set[Any] = here) -> None:
            if event == "call":
                here.add((frame.f_code.co_filename, frame.f_code.co_qualname))

        sys.setprofile(note)
        for actor in actors:
            for method in methods(route) if actor.name in FEW else ():
                actor.tries(route, method, actor.own)
        sys.setprofile(None)
        for each in here:
            seen.setdefault(each, set()).add(route.path)
    return seen


def noticed_elsewhere(trial: Trial) -> bool:
    """By the tests that name the function, or its module, or the page."""
    mutant = trial.mutant
    if mutant is None:
        return False
    names = (
        mutant.function.rsplit(".", 1)[-1],
        f"{mutant.path.stem} import",
        f".{mutant.path.stem}",
    )
    tests = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "browser" not in path.parts and any(each in path.read_text() for each in names)
    ]
    if not tests:
        return False
    given = f"{mutant.path}|{mutant.number}"
    env = os.environ | {"ACCESS_MUTANT": given, "DJANGO_SETTINGS_MODULE": "tracker.settings.test"}
    env.pop("FADEWELL_DATA", None)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "benchmarks.access_plugin"]
    done = subprocess.run([*command, *tests], cwd=ROOT, env=env, capture_output=True, check=False)
    print(
        f"  {'noticed' if done.returncode == 1 else 'missed '} by {len(tests)} files: {trial.name}"
    )
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main())

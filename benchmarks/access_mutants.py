"""Each permission check and each scope filter removed in turn: does a test notice?

    python -m benchmarks.access_mutants [--only TEXT] [--part I/N] [--minutes N] [--matrix]

Three kinds: what an endpoint says of who may call it, by method; the guard around a page; and each
check or filter inside a function (benchmarks/access_sites.py). Each is tried against the part of
the access matrix that its routes touch, then against the foreign ids. What is left may stand
behind another lock that still holds: then that one is taken off first, and it has to make a
difference. What is left then is tried by the tests that name it (neither with --matrix). Bar: 100 %
are noticed.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from benchmarks import folder
from benchmarks.access_elsewhere import noticed_by_its_tests
from benchmarks.access_trials import Trial, of_endpoints, of_functions, of_pages
from tests.house.access.actors import Actor
from tests.house.access.faults import NOWHERE, faults, list_faults
from tests.house.access.foreign import foreign_faults
from tests.house.access.routes import Route, routes
from tests.house.access.sessions import session_faults
from tests.house.access.world import ACTORS, World, rows
from tracker.triage.load import load_protocol, newest_version

EAGER = ("anonymous", "mia", "nobody", "removed", "cleo", "coordinator", "administrator", "dr_dia")
FEW = ("anonymous", "ana", "mia", "coordinator", "dr_cho", "administrator")
ORDER = [*EAGER, *(each for each in ACTORS if each not in EAGER)]
MOST_LOCKS = 8  # of those before it that are taken off, the nearest first


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
        alive = run(actors, told)
        transaction.set_rollback(True)
    left = alive if told.matrix else [each for each in alive if not noticed_by_its_tests(each)]
    for each in left:
        print(f"  SURVIVED  {each.name}")
    print(f"{len(left)} survivors")
    return 1 if left else 0


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="mutants whose name holds this text")
    parser.add_argument("--part", default="1/1", help="2/3: the second third of them")
    parser.add_argument("--minutes", type=float, default=600, help="stop trying after so many")
    parser.add_argument("--matrix", action="store_true", help="the matrix and foreign ids alone")
    return parser.parse_args()


def run(actors: list[Actor], told: argparse.Namespace) -> list[Trial]:
    known = [each for each in routes() if each.may and each.name not in NOWHERE]
    touched = touches(actors, known)
    unmutated = [line for each in actors if each.name in FEW for line in lines(each, known)]
    assert not unmutated, unmutated
    found = [*of_endpoints(known), *of_pages(known), *of_functions(known, touched)]
    part, parts = map(int, told.part.split("/"))
    tried = [each for each in found if told.only in each.name][part - 1 :: parts]
    alive, counts, began = [], Counter[str](), time.monotonic()
    for trial in tried:
        if time.monotonic() - began > told.minutes * 60:
            break
        how = way_it_is_noticed(actors, trial, [] if told.matrix else found)
        counts[trial.kind] += 1
        counts[f"{trial.kind}, {how or 'left over'}"] += 1
        if sum(counts.values()) % 40 == 0:  # each is counted twice
            print(f"  {sum(counts.values()) // 2} of {len(tried)}", flush=True)
        if not how:
            alive.append(trial)
            print(f"  not noticed by the matrix: {trial.name}", flush=True)
    for kind, count in sorted(counts.items()):
        print(f"  {kind:<40}{count:>5}")
    done = sum(count for kind, count in counts.items() if "," not in kind)
    took = time.monotonic() - began
    print(f"{done} of {len(tried)} mutants tried, {len(alive)} left over, {took:.0f} s", flush=True)
    return alive


def way_it_is_noticed(actors: list[Actor], trial: Trial, found: list[Trial]) -> str:
    with trial.change():
        if any(True for each in actors for _line in lines(each, trial.routes)):
            return "noticed"
    locks = [each for each in found if is_before(each, trial)]
    for lock in sorted(locks, key=lambda each: distance(each, trial))[:MOST_LOCKS]:
        if makes_a_difference(actors, trial, lock):
            print(f"  noticed behind {lock.name}: {trial.name}", flush=True)
            return "noticed behind another"
    return ""


def is_before(lock: Trial, trial: Trial) -> bool:
    """Both stand on the way of one route; a guard of a page or an endpoint is a lock as well."""
    paths = {each.path for each in trial.routes}
    return lock.name != trial.name and any(each.path in paths for each in lock.routes)


def distance(lock: Trial, trial: Trial) -> tuple[bool, bool, int]:
    """The same function first, then the same file, then what fewer routes share."""
    one, other = lock.mutant, trial.mutant
    if one is None or other is None:
        return (True, True, 0)
    is_other_file = one.path != other.path
    return (is_other_file or one.function != other.function, is_other_file, len(lock.routes))


def makes_a_difference(actors: list[Actor], trial: Trial, lock: Trial) -> bool:
    """With that lock off, somebody gets more or less once this one is off too."""
    for actor in actors:
        with lock.change():
            before = list(lines(actor, trial.routes))
        with lock.change(), trial.change(lock.mutant):
            after = list(lines(actor, trial.routes))
        if before != after:
            return True
    return False


def lines(actor: Actor, known: list[Route]) -> list[str]:
    """All faults of one person; an error of ours is one as well."""
    said: list[str] = []
    try:
        for route in known:
            for method in methods(route):
                said += faults(actor, route, method)
            said += list_faults(actor, route)
            said += session_faults(actor, route)
        said += foreign_faults(actor, {each.path for each in known})
    except Exception as error:
        said.append(f"{type(error).__name__} after {len(said)}")
    return said


def methods(route: Route) -> list[str]:
    return sorted(route.may) if route.is_api else ["GET", "POST"]


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


if __name__ == "__main__":
    sys.exit(main())

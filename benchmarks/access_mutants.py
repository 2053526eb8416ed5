"""Each permission check and each scope filter removed in turn: does a test notice?

    python -m benchmarks.access_mutants [--only TEXT] [--minutes N] [--matrix]
        [--part 3/8 --tally FILE]

Three kinds: what an endpoint says of who may call it, by method; the guard around a page; and each
check or filter inside a function (what those look like: benchmarks/access_kinds.py). Each is tried
against the part of the access matrix that its routes touch, and against the foreign ids. What is
left is tried by the tests that reach its function, those that name it first
(benchmarks/access_warm.py). What is left then may stand behind another lock that still holds: that
one is taken off first, and it has to make a difference. --matrix asks the matrix and foreign ids
alone. A part takes each so-manieth mutant; parts with the same file print their sum. Bar: 100 % are
noticed, but for those that are named with their reason in access_mutants.toml.
"""

import argparse
import logging
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from benchmarks import folder, tally
from benchmarks.access_elsewhere import noticed_elsewhere
from benchmarks.access_reached import telling
from benchmarks.access_sites import mutants
from benchmarks.access_trials import Trial, of_accounts, of_endpoints, of_functions, of_pages
from tests.house.access.actors import Actor
from tests.house.access.faults import NOWHERE, faults, list_faults, stray_faults
from tests.house.access.foreign import foreign_faults
from tests.house.access.routes import Route, routes
from tests.house.access.sessions import fresh_session, session_faults
from tests.house.access.world import ACTORS, World, rows
from tracker.triage.load import load_protocol, newest_version

EAGER = ("anonymous", "mia", "nobody", "removed", "cleo", "coordinator", "administrator", "dr_dia")
ORDER = [*EAGER, *(each for each in ACTORS if each not in EAGER)]
MOST_LOCKS = 8  # of those before it that are taken off, the nearest first
REASONS = Path(__file__).with_suffix(".toml")


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
        alive, tried, chosen = run(actors, told)
        transaction.set_rollback(True)
    missed = report(alive, tried)
    counts = {"mutants": chosen, "tried": len(tried), "not noticed": len(alive)}
    tally.add(told.tally, told.part, counts | {"of these without a reason": len(strangers(alive))})
    return missed


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="mutants whose name holds this text")
    tally.options(parser)
    parser.add_argument("--minutes", type=float, default=600, help="stop trying after so many")
    parser.add_argument("--matrix", action="store_true", help="the matrix and foreign ids alone")
    return parser.parse_args()


def run(actors: list[Actor], told: argparse.Namespace) -> tuple[list[Trial], list[Trial], int]:
    """Those that nothing noticed, all that were tried, and how many there are in this part."""
    known = [each for each in routes() if each.may and each.name not in NOWHERE]
    met = meetings(actors, known)
    pages = [*of_pages(known), *of_accounts(known)]
    found = [*of_endpoints(known), *pages, *of_functions(known, met)]
    chosen = tally.sliced([each for each in found if told.only in each.name], told.part)
    tried = by_the_matrix(actors, chosen, told.minutes)
    left = [each for each in tried if not tried[each]]
    if not told.matrix:
        tests = noticed_elsewhere(left)
        tried |= {each: "by a test" for each in left if each.name in tests}
        left = [e for e in left if e.name not in tests and e.key not in named()]
        tried |= {
            each: "behind another lock" for each in left if is_locked_twice(actors, each, found)
        }
    counts = Counter(
        kind
        for each, how in tried.items()
        for kind in (each.kind, f"{each.kind}, {how or 'not noticed'}")
    )
    for kind, count in sorted(counts.items()):
        print(f"  {kind:<40}{count:>5}")
    print(f"{len(tried)} of {len(chosen)} mutants tried", flush=True)
    return [each for each in tried if not tried[each]], list(tried), len(chosen)


def by_the_matrix(actors: list[Actor], chosen: list[Trial], minutes: float) -> dict[Trial, str]:
    """How each is noticed; "" where it is not. What was not tried in time is not named."""
    tried: dict[Trial, str] = {}
    began = time.monotonic()
    for trial in chosen:
        if time.monotonic() - began > minutes * 60:
            break
        with trial.change():
            is_noticed = any(True for each in actors for _line in lines(each, trial.asks(each)))
        tried[trial] = "by the matrix" if is_noticed else ""
        if len(tried) % 20 == 0:
            print(f"  {len(tried)} of {len(chosen)}, {time.monotonic() - began:.0f} s", flush=True)
        if not is_noticed:
            print(f"  not noticed by the matrix: {trial.name}", flush=True)
    return tried


def is_locked_twice(actors: list[Actor], trial: Trial, found: list[Trial]) -> bool:
    locks = [each for each in found if is_before(each, trial)]
    for lock in sorted(locks, key=lambda each: distance(each, trial))[:MOST_LOCKS]:
        if makes_a_difference(actors, trial, lock):
            print(f"  noticed behind {lock.name}: {trial.name}", flush=True)
            return True
    return False


def report(alive: list[Trial], tried: list[Trial]) -> int:
    """1 where one lives without a reason, or is named with one and was noticed."""
    why, strange = named(), strangers(alive)
    noticed = {each.key for each in tried} - {each.key for each in alive}
    for key in sorted({each.key for each in alive} & why.keys()):
        print(f"  named: {key}: {why[key]}")
    for each in strange:
        print(f"  SURVIVED  {each.name}")
    for key in sorted(noticed & why.keys()):
        print(f"  named, and noticed: {key}")
    print(f"{len(strange)} survivors, {len(alive) - len(strange)} named with a reason")
    return 1 if strange or noticed & why.keys() else 0


def strangers(alive: list[Trial]) -> list[Trial]:
    return [each for each in alive if each.key not in named()]


def named() -> dict[str, str]:
    """Trial.key -> why it may live."""
    told = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    return {key: each["why"] for each in told for key in each["mutants"]}


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
            before = lines(actor, trial.routes)
        with lock.change(), trial.change(lock.mutant):
            after = lines(actor, trial.routes)
        if before != after:
            return True
    return False


def lines(actor: Actor, known: list[Route]) -> list[str]:
    """All faults of one person; an error of ours is one as well.

    In one moment: answers are compared letter by letter, and a page says what time it is.
    """
    said: list[str] = []
    try:
        with time_machine.travel(timezone.now(), tick=False):
            for route in known:
                said += faults_at(actor, route)
            said += foreign_faults(actor, {each.path for each in known})
    except Exception as error:
        said.append(f"{type(error).__name__} after {len(said)}")
    return said


def faults_at(actor: Actor, route: Route) -> Iterator[str]:
    for method in methods(route):
        yield from faults(actor, route, method)
    with fresh_session(actor):
        yield from list_faults(actor, route)
        yield from stray_faults(actor, route)
    yield from session_faults(actor, route)


def methods(route: Route) -> list[str]:
    return sorted(route.may) if route.is_api else ["GET", "POST"]


def meetings(actors: list[Actor], known: list[Route]) -> dict[str, set[tuple[str, str]]]:
    """Mutant.home -> (person, path) of each who reaches it there; nobody finds a fault."""
    now: set[str] = set()
    seen: dict[str, set[tuple[str, str]]] = {}
    with telling(mutants(), now.add):
        for actor in actors:
            for route in known:
                now.clear()
                found = lines(actor, [route])
                assert not found, (actor.name, found)
                for home in now:
                    seen.setdefault(home, set()).add((actor.name, route.path))
    cells = sum(actor.counts["cells"] for actor in actors)
    print(f"{len(known)} routes, {len(actors)} people, {cells} cells, none wrong", flush=True)
    return seen


if __name__ == "__main__":
    sys.exit(main())

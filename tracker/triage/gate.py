"""What a version has to pass before it may judge a patient.

Words and rules (lint.py), the whole case library, and the promises (proofs.py). It comes in
steps, so that a page can take them one by one; the longest is the library, all of it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

from tracker.triage.library import Library, is_missed_emergency
from tracker.triage.lint import complaints
from tracker.triage.proofs import SAMPLED, danger_signs
from tracker.triage.protocol import Protocol, ProtocolError
from tracker.triage.sampling import Sampler

SAMPLES = 200  # seeded facts for each promise that is not proven exhaustively
HOURS = (0.5, 25.0, 170.0, 1400.0)  # for danger signs; check_protocol takes every hour class
SHOWN = 3  # counterexamples of one step
Step = Callable[[], Iterator[str]]


def steps(
    protocol: Protocol,
    library: Library,
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    hours: tuple[float, ...] = HOURS,
) -> list[Step]:
    """Each yields the faults that it finds, in words."""
    signs = [partial(_danger_sign, protocol, sign, hours) for sign in (*protocol.danger_signs, "")]
    sampled = [partial(_sampled, protocol, name, samples, seed) for name in SAMPLED]
    return [partial(at_once, protocol, library), *signs, *sampled]


def faults(
    protocol: Protocol,
    library: Library,
    *,
    samples: int = SAMPLES,
    seed: int = 1,
    hours: tuple[float, ...] = HOURS,
) -> Iterator[str]:
    """All of it."""
    for step in steps(protocol, library, samples=samples, seed=seed, hours=hours):
        yield from step()


def at_once(protocol: Protocol, library: Library) -> Iterator[str]:
    """Words, rules and the library."""
    try:
        yield from complaints(protocol)
    except ProtocolError as error:
        yield str(error)
    yield from _library(protocol, library)


def _library(protocol: Protocol, library: Library) -> Iterator[str]:
    """Cases that are not met, emergencies named as such; and codes that the version lacks."""
    strange: list[str] = []
    for verdict in library.unmet(protocol, strange.append):
        missed = "emergency missed: " if is_missed_emergency(verdict) else ""
        yield f"case {verdict.case.id}: {missed}{'; '.join(verdict.differences)}"
    yield from (f"case library, {each}" for each in strange)


def _danger_sign(protocol: Protocol, sign: str, hours: tuple[float, ...]) -> Iterator[str]:
    return _some("promise a", danger_signs(protocol, hours, (sign,)))


def _sampled(protocol: Protocol, name: str, samples: int, seed: int) -> Iterator[str]:
    sampler = Sampler(protocol, seed)
    found = (each for _ in range(samples) for each in SAMPLED[name](sampler))
    return _some(f"promise {name}", found)


def _some(what: str, found: Iterable[str]) -> Iterator[str]:
    return (f"{what}: {each}" for each in islice(found, SHOWN))

"""The photos of the story, drawn ahead in processes of their own."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from random import Random

from tracker.demo.children import leave_signals_to_parent
from tracker.demo.faces import Bruise, Looks, Moment, portrait
from tracker.demo.plan import Part
from tracker.demo.stage import Draw

PAINTERS = 2
Shot = tuple[str, int, str]


@contextmanager
def studio(wanted: Iterable[tuple[Part, int, str]]) -> Iterator[Draw]:
    """What hands out the drawn JPEGs; each is drawn before the story asks for it, in that order."""
    context = get_context("spawn")
    with ProcessPoolExecutor(PAINTERS, context, leave_signals_to_parent) as painters:
        drawn: dict[Shot, Future[bytes]] = {
            (part.key, day, view): painters.submit(
                portrait, her_own(part.looks), view, moment_of(part, day, view)
            )
            for part, day, view in wanted
        }
        try:
            yield lambda part, day, view: drawn.pop((part.key, day, view)).result()
        finally:
            for waiting in drawn.values():
                waiting.cancel()


def her_own(looks: Looks) -> Looks:
    """A little of her own about the face, the same in every photo of her."""
    dice = Random(looks.seed)  # noqa: S311
    return replace(
        looks,
        width=looks.width * dice.uniform(0.95, 1.05),
        jaw=looks.jaw * dice.uniform(0.75, 1.2),
        nose=looks.nose * dice.uniform(0.92, 1.1),
        profile=looks.profile * dice.uniform(0.8, 1.1),
        lips=looks.lips * dice.uniform(0.9, 1.12),
        brows=looks.brows * dice.uniform(0.85, 1.2),
    )


def moment_of(part: Part, day: int, view: str) -> Moment:
    """How she looks on that day: bruises age, toxin smooths the forehead, swelling goes down."""
    age = day + (0.1 if day == 0 else -0.1)
    treated = {region for region, _side, _amount in part.session.sites}
    takes = min(day / 9, 1.0) if "forehead" in treated else 0.0
    marks = [seen for since, seen in sorted(part.skin.marks.items()) if since <= day]
    droops = [lid for since, lid in sorted(part.skin.droop_left.items()) if since <= day]
    return Moment(
        bruises=tuple(Bruise(b.x, b.y, b.radius, b.strength, age) for b in part.skin.bruises),
        marks=marks[-1] if marks else (),
        forehead_lines=1 - 0.85 * takes,
        lift=1 - 0.6 * takes,
        droop_left=droops[-1] if droops else 0.0,
        swollen_lips=max(part.skin.swollen * (1 - day / 5), 0.0),
        seed=part.looks.seed * 31 + day * 7 + len(view),
    )

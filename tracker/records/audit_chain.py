"""Whether the audit trail is whole; names each row that was changed, dropped, swapped or cut."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max

from tracker.models import AuditEvent, Clinic
from tracker.records.audit import FIRST, KEYS, link

# A row's number -> every hash that was kept for it: a later one hides no earlier one.
Anchored = dict[int, set[str]]


@dataclass(frozen=True)
class Fault:
    """what: changed, missing, doubled, out of line, cut, or not as anchored."""

    chain: str
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"chain {self.chain}, row {self.sequence}: {self.what}"


@dataclass(frozen=True)
class Head:
    """The newest row of a chain, as somebody outside the database keeps it."""

    chain: str
    sequence: int
    hash: str


def heads() -> list[Head]:
    """Of every chain, by its name."""
    ends = AuditEvent.objects.values_list("chain").annotate(last=Max("sequence")).order_by("chain")
    return [Head(chain, last, _row(chain, last).hash) for chain, last in ends]


def faults(anchored: Iterable[Head] = ()) -> Iterator[Fault]:
    """All of them, chain by chain; rows after the newest anchored head can be cut unseen.

    The row's own number in the table is no fact of it and is not sealed.
    """
    kept = _by_chain(anchored)
    clinics = {str(pk) for pk in Clinic.objects.values_list("pk", flat=True)}
    chains = set(AuditEvent.objects.values_list("chain", flat=True).distinct())
    for chain in sorted(chains | clinics | kept.keys()):
        yield from _Walk(chain, kept.get(chain, {})).faults()


def _by_chain(anchored: Iterable[Head]) -> dict[str, Anchored]:
    kept: dict[str, Anchored] = {}
    for head in anchored:
        kept.setdefault(head.chain, {}).setdefault(head.sequence, set()).add(head.hash)
    return kept


def _row(chain: str, sequence: int) -> AuditEvent:
    return AuditEvent.objects.get(chain=chain, sequence=sequence)


class _Walk:
    """Along one chain, from its first row to its end."""

    def __init__(self, chain: str, anchored: Anchored) -> None:
        self.chain, self.anchored = chain, anchored
        self.keys = KEYS.each(chain)
        self.oldest = 0  # keys before this one seal no more
        self.last = 0
        self.ends = {FIRST}  # what the next row may name as the hash before it

    def faults(self) -> Iterator[Fault]:
        rows = AuditEvent.objects.filter(chain=self.chain).order_by("sequence", "pk")
        for row in rows.iterator():
            for number in range(self.last + 1, row.sequence):
                yield Fault(self.chain, number, "missing")
            what = self._judged(row, row.sequence > self.last + 1)
            if what:
                yield Fault(self.chain, row.sequence, what)
            self.last = max(self.last, row.sequence)
        newest = max(self.anchored, default=1)  # a clinic begins with the row that made it
        for number in range(self.last + 1, newest + 1):
            yield Fault(self.chain, number, "cut")

    def _judged(self, row: AuditEvent, follows_a_gap: bool) -> str:
        if row.sequence <= self.last:
            return "doubled"
        seals = [link(row, key) for key in self.keys]
        before, self.ends = self.ends, {row.hash, *seals}
        if row.hash not in seals[self.oldest :]:
            return "changed"
        self.oldest = seals.index(row.hash)
        if self.anchored.get(row.sequence, {row.hash}) != {row.hash}:
            return "not as anchored"
        return "" if follows_a_gap or row.previous_hash in before else "out of line"

"""What a draft would change: `rehearse_protocol DRAFT` against the version in force."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.errors import DomainError, Invalid
from tracker.models import Rehearsal
from tracker.records import protocol
from tracker.records.rehearsals import rehearsed_changes
from tracker.services.rehearsals import DAYS, Stage, go_on, start
from tracker.triage.load import load_protocol
from tracker.triage.protocol import Protocol, ProtocolError

WITHOUT_END = float("inf")


class Command(BaseCommand):
    help = "Try a draft on the case library and on stored check-ins; exits 1 where it must not go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("draft", help="a version, or the path of a folder")
        parser.add_argument(
            "--days", type=int, default=DAYS, help="of stored check-ins (%(default)s)"
        )

    def handle(self, *, draft: str, days: int, **options: Any) -> None:
        try:
            stage = Stage(protocol.in_force(), draft_at(draft))
            rehearsal = go_on(start(stage, days=days), stage, seconds=WITHOUT_END)
        except Invalid as refusal:
            raise CommandError("; ".join(str(s[0]) for s in refusal.fields.values())) from None
        except (DomainError, ProtocolError) as error:
            raise CommandError(str(error)) from None
        for line in report(rehearsal):
            self.stdout.write(line)
        if rehearsal.faults or rehearsal.tally["missed"]:
            raise SystemExit(1)


def draft_at(name: str) -> Protocol:
    folder = settings.FADEWELL_PROTOCOLS / name
    return load_protocol(folder if folder.is_dir() else Path(name))


def report(rehearsal: Rehearsal) -> Iterator[str]:
    tally = rehearsal.tally
    yield f"{rehearsal.version} against {rehearsal.base_version}, in force"
    yield (
        f"Last {rehearsal.days} days this version would have flagged {tally['before']},"
        f" now {tally['after']}: {tally['new']} new, {tally['gone']} gone"
    )
    before, after = (n / rehearsal.days for n in (rehearsal.cases_before, rehearsal.cases_after))
    yield f"{rehearsal.judged} check-ins; cases a day {before:.2f}, now {after:.2f}"
    yield f"emergencies missed: {tally['missed']} stored, {rehearsal.library_missed} of the library"
    yield from _rules(tally["rules"])
    yield from _library(rehearsal)
    yield from _changes(rehearsal)
    yield from rehearsal.faults
    yield f"{len(rehearsal.faults)} faults"


def _rules(rules: dict[str, dict[str, int]]) -> Iterator[str]:
    for rule, said in sorted(rules.items()):
        if said["gained"] or said["lost"]:
            acted = said["lost_acted_on"]
            mark = f"; DROPS {acted} LATER ACTED ON" if acted else ""
            yield f"rule {rule}: {said['gained']} new, {said['lost']} gone{mark}"


def _library(rehearsal: Rehearsal) -> Iterator[str]:
    for each in rehearsal.library or ():
        told = "; ".join(each["differences"]) or "met"
        yield f"case {each['id']}: {each['urgency_before']} -> {each['urgency_after']} ({told})"


def _changes(rehearsal: Rehearsal) -> Iterator[str]:
    """Each check-in by its id: the page opens them for who may see them."""
    for each in rehearsed_changes(rehearsal).iterator(chunk_size=500):
        acted = ", later acted on" if each.acted_on else ""
        levels = f"{each.urgency_before} -> {each.urgency_after}"
        moved = [f"+{rule}" for rule in each.gained] + [f"-{rule}" for rule in each.lost]
        yield f"{each.kind} check-in {each.check_in_id}: {levels} {' '.join(moved)}{acted}".strip()

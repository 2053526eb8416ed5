"""Judge every stored assessment again under its own protocol version, and compare to the byte."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.models import Assessment
from tracker.records import protocol
from tracker.triage.replay import differing_parts, rejudged

AT_ONCE = 500


class Command(BaseCommand):
    help = "Re-judge every stored assessment; exits 1 where one is not byte-equal."

    def handle(self, *args: Any, **options: Any) -> None:
        same = differing = gone = 0
        for each in Assessment.objects.order_by("created_at", "pk").iterator(chunk_size=AT_ONCE):
            judged_by = protocol.of_version(each.protocol_version, each.digest)
            if judged_by is None:
                gone += 1
                self.stdout.write(f"{each.pk}: {each.protocol_version} is gone or was changed")
                continue
            again = rejudged(judged_by, each.receipt)
            if again == each.receipt:
                same += 1
            else:
                differing += 1
                parts = ", ".join(differing_parts(each.receipt, again))
                self.stdout.write(f"{each.pk}: differs in {parts}")
        self.stdout.write(f"{same} byte-equal, {differing} differ, {gone} without their protocol")
        if differing or gone:
            raise SystemExit(1)

"""What runs later and by itself. Rows hold the state: each job finds in them what is left to do.

So a worker that was killed has lost nothing, two of them do nothing twice, and a job that is called
too often finds nothing to do.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import Error

from tracker.errors import DomainError
from tracker.services.handovers import sweep_handovers
from tracker.services.held_messages import send_held
from tracker.services.late_answers import chase_late_answers
from tracker.services.notes import await_readers
from tracker.services.notifications import deliver_due
from tracker.services.photo_parts import sweep as sweep_parts
from tracker.services.pushes import push
from tracker.services.reminders import queue_reminders
from tracker.services.sessions import forget_ended
from tracker.services.shared_memory import forget_what_is_over
from tracker.services.silences import open_silences
from tracker.services.snoozes import wake_snoozed
from tracker.services.system_marks import note_worker
from tracker.services.unanswered_cases import chase_unanswered
from tracker.services.unanswered_requests import chase_photo_requests, chase_unread_messages
from tracker.services.undelivered import show_undelivered
from tracker.services.undelivered_staff import tell_of_unreached_staff
from tracker.services.unseen_cases import chase_unseen
from tracker.services.unseen_messages import chase_unseen_messages
from tracker.services.unseen_notes import chase_unseen_notes

log = logging.getLogger("fadewell.jobs")
MINUTE = 60.0
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Job:
    """every: seconds between two runs of a worker; run answers how many of what."""

    name: str
    every: float
    run: Callable[[], Counts]


def _counting(what: str, sweep: Callable[[], int]) -> Callable[[], Counts]:
    return lambda: {what: found} if (found := sweep()) else {}


JOBS = (
    Job("unseen", MINUTE, _counting("told of an unseen case", lambda: chase_unseen())),
    Job("still", MINUTE, _counting("told of a case lying still", lambda: chase_unanswered())),
    Job("answers", MINUTE, _counting("told of a late answer", lambda: chase_late_answers())),
    Job("handovers", MINUTE, _counting("handed over", lambda: sweep_handovers())),
    Job("snoozes", MINUTE, _counting("woke", lambda: wake_snoozed())),
    Job("reminders", MINUTE, _counting("reminded", lambda: queue_reminders())),
    Job("requests", 5 * MINUTE, _counting("photo asked again", lambda: chase_photo_requests())),
    Job("messages", 5 * MINUTE, _counting("message unread", lambda: chase_unread_messages())),
    Job("patients", 5 * MINUTE, _counting("told of words unseen", lambda: chase_unseen_messages())),
    Job("undelivered", 5 * MINUTE, _counting("undelivered", lambda: show_undelivered())),
    Job("unreached", MINUTE, _counting("unreached colleague", lambda: tell_of_unreached_staff())),
    Job("silences", 15 * MINUTE, _counting("silent", lambda: open_silences())),
    Job("notes", 15 * MINUTE, _counting("note to be seen", lambda: await_readers())),
    Job("remarks", 5 * MINUTE, _counting("told of notes unseen", lambda: chase_unseen_notes())),
    Job("parts", 60 * MINUTE, _counting("upload given up", lambda: sweep_parts())),
    Job("sessions", 60 * MINUTE, _counting("session forgotten", lambda: forget_ended())),
    Job("counts", 10 * MINUTE, _counting("count over", lambda: forget_what_is_over())),
    Job("mark", MINUTE, _counting("marked", lambda: note_worker())),
    Job("held", 0.0, _counting("held message left", lambda: send_held())),
    Job("mail", 0.0, lambda: deliver_due(push=push)),  # last: what the others wrote leaves at once
)


def run(job: Job) -> Counts:
    """One run. A fault is told and never ends the worker, nor holds the other jobs up."""
    try:
        return job.run()
    except (DomainError, Error, OSError) as fault:
        log.error("%s: %s", job.name, type(fault).__name__)
    except Exception:
        log.exception("%s", job.name)
    return {}

"""What runs by itself: every job, once or again and again; one that fails holds nobody up."""

import pytest
from django.core.management import call_command
from django.db import OperationalError

from tracker.jobs import JOBS, Job, run

pytestmark = pytest.mark.django_db


def test_a_tick_runs_every_job_and_says_how_much_of_what(dr_cho, urgent_case, capsys, monkeypatch):
    ran = []
    several = [Job(each.name, each.every, lambda n=each.name: ran.append(n) or {}) for each in JOBS]
    monkeypatch.setattr("tracker.management.commands.tick.JOBS", [*several, JOBS[-1]])

    call_command("tick")

    assert ran == [each.name for each in JOBS]
    assert ran[-1] == "mail", "what the others wrote leaves at once"
    assert capsys.readouterr().out.endswith(" sent\n")


@pytest.mark.parametrize("fault", [OperationalError("gone"), ValueError("Ana Example")])
def test_a_job_that_fails_is_told_without_ending_the_others(fault, caplog):
    def fails():
        raise fault

    assert run(Job("broken", 60.0, fails)) == {}
    assert "broken" in caplog.text

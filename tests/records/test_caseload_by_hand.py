"""Over seeded clinics every figure equals plain loops over every row, also after late news."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from tests.cast import member
from tests.records.caseload_by_hand import ByHand
from tests.records.invented_caseload import DAYS, NOW, RULES, Story, invent, judge, report
from tests.records.invented_cases import close
from tests.services.stored_photos import store_in
from tracker.figures.share import NOTHING, Share
from tracker.models import CheckIn, Clinic, Patient, Photo, ReviewCase, Role, Status, User
from tracker.records import caseload_adherence, caseload_adverse, caseload_cases
from tracker.records import caseload_check_ins as told
from tracker.records.caseload_missed import missed
from tracker.records.caseload_period import Period
from tracker.services import erasures

pytestmark = pytest.mark.django_db
FLAGS = ("hives", "numb-away", "numb")  # "bruise" and "calm" are no flags
WORLDS = ((1, "Europe/London"), (2, "Pacific/Auckland"), (3, "America/Los_Angeles"))


@pytest.fixture(params=WORLDS, ids=lambda each: each[1])
def story(request: pytest.FixtureRequest, clinic_a: Clinic, clinic_b: Clinic) -> Iterator[Story]:
    """A clinic of one of the zones, with its neighbour; the clock stands still."""
    seed, zone = request.param
    clinic_a.time_zone = zone
    clinic_a.save()
    dice, staff = Random(seed), member("staff", clinic_a, Role.DERMATOLOGIST)
    with time_machine.travel(NOW, tick=False):
        invent(dice, clinic_b, staff, people=8)
        invent(dice, clinic_a, staff)
        tell_the_planner()
        yield Story(dice, clinic_a, staff)


def tell_the_planner() -> None:
    """PostgreSQL counts rows by itself, but only those of ended transactions."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def periods(clinic: Clinic) -> list[Period]:
    """The usual lengths, one day, and days of her own choice over a change of clocks."""
    today = NOW.astimezone(ZoneInfo(clinic.time_zone)).date()
    usual = [(today - timedelta(days=days - 1), today) for days in (1, 30, 90, 365)]
    chosen = [(date(2026, 10, 24), date(2026, 10, 25)), (date(2026, 9, 20), date(2026, 11, 1))]
    return [Period(clinic, first, last, today) for first, last in usual + chosen]


def assert_as_by_hand(clinic: Clinic) -> None:
    clinic.refresh_from_db()
    for period in periods(clinic):
        hand = ByHand(period, NOW, FLAGS)
        _check_ins_agree(period, hand)
        _lists_agree(period, hand)
        _cases_agree(period, hand)
        _events_agree(period, hand)


def _check_ins_agree(period: Period, hand: ByHand) -> None:
    due = caseload_adherence.adherence(period, DAYS)
    by_day = hand.adherence_by_day()
    assert due.by_day() == by_day
    assert due.total() == sum(by_day.values(), NOTHING)
    assert due.by_group() == hand.adherence_by_group()
    found, photos = told.check_ins(period), hand.with_photo()
    assert found.number == len(hand.told)
    assert found.flags == Share(len(hand.flagged), len(hand.told))
    assert found.photos == Share(len(photos), len(hand.told))
    advised = hand.with_photo("dark", "bright", "blurred")
    assert found.advice == Share(len(advised), len(photos))
    assert found.flags_by_group() == hand.flags_by_group()
    assert found.advice_by_group() == hand.advice_by_group()
    assert found.taken_twice == Share(len(hand.with_tries(1)), len(hand.with_tries(0)))
    assert found.taken_again_by_group() == hand.taken_again_by_group()
    assert found.by_rule(FLAGS) == hand.by_rule()


def _lists_agree(period: Period, hand: ByHand) -> None:
    rows = told.check_ins_in(period)
    assert set(rows.values_list("pk", flat=True)) == {each.pk for each in hand.told}
    flagged = told.flagged(rows)
    assert set(flagged.values_list("pk", flat=True)) == set(hand.flagged)
    for rule, share in hand.by_rule().items():
        of_rule = told.flagged(rows, rule=rule)
        both = Share(told.acted_on(of_rule, period).count(), of_rule.count())
        assert both == share
    came = caseload_adherence.due_check_ins(period, DAYS).count()
    assert came == sum(share.part for share in hand.adherence_by_day().values())
    assert told.with_photo(rows).count() == len(hand.with_photo())
    advised = hand.with_photo("dark", "bright", "blurred")
    assert told.with_photo(rows, "advised").count() == len(advised)
    assert told.with_photo(rows, "counted").count() == len(hand.with_tries(0))
    assert told.with_photo(rows, "again").count() == len(hand.with_tries(1))


def _cases_agree(period: Period, hand: ByHand) -> None:
    replies = caseload_cases.replies(period, NOW)
    assert Counter(tuple(each) for each in replies) == hand.replies()
    assert caseload_cases.false_alarms(period) == hand.alarms()
    silent = missed(period.clinic, DAYS, NOW)
    assert {each.treatment.pk: (each.days, each.last_at) for each in silent} == hand.missed()
    late = caseload_cases.late_cases(caseload_cases.cases_in(period), NOW).count()
    assert late == sum(each.is_late for each in replies)


def _events_agree(period: Period, hand: ByHand) -> None:
    found = caseload_adverse.adverse(period, FLAGS)
    assert found.total == sum(hand.harmed(lambda each: [0]).values(), NOTHING)
    assert found.products == hand.harmed(lambda each: [(each.procedure, each.product)])
    assert found.lots == hand.harmed(lambda each: [each.lot] if each.lot else [])
    assert found.regions == hand.harmed(lambda each: {site.region for site in each.sites.all()})
    assert dict(Counter(hand.kinds().values())) == {
        kind: share.part for kind, share in found.by_kind().items()
    }


def test_every_figure_equals_a_count_by_hand(story: Story) -> None:
    assert_as_by_hand(story.clinic)


def an_old_check_in(story: Story) -> CheckIn:
    days_ago = NOW - timedelta(days=15)
    rows = CheckIn.objects.filter(patient__clinic=story.clinic, judged_at__lt=days_ago)
    return rows.select_related("patient", "treatment").order_by("-judged_at", "pk")[0]


def comes_late(story: Story) -> None:
    """Written without a network, about a day that is long over."""
    old = an_old_check_in(story)
    report(story, old.treatment, old.judged_at + timedelta(hours=1))


def judged_again(story: Story) -> None:
    """The newest assessment takes a flag back, or adds one."""
    old = an_old_check_in(story)
    judge(story.dice, old, old.assessments.count() + 1, RULES)


def decided_late(story: Story) -> None:
    for case in ReviewCase.objects.filter(clinic=story.clinic).exclude(status=Status.CLOSED)[:5]:
        close(story.dice, case, NOW - timedelta(minutes=5000))


def reopened(story: Story) -> None:
    grave = ReviewCase.objects.filter(clinic=story.clinic, decision__reason="treated")
    last = grave.order_by("-opened_at")[0]
    others = ReviewCase.objects.filter(treatment=last.treatment_id).exclude(pk=last.pk)
    others.filter(status=Status.OPEN).update(status=Status.CLOSED, closed_at=NOW)
    ReviewCase.objects.filter(pk=last.pk).update(
        status=Status.OPEN, closed_at=None, decision=None, acknowledged_at=None
    )


def photos_taken_back(story: Story) -> None:
    Photo.objects.filter(patient__clinic=story.clinic).update(withdrawn_at=NOW)


def joins_later(story: Story) -> None:
    user = User.objects.create(email="later@example.org", password="!")
    waiting = Patient.objects.filter(clinic=story.clinic, user=None).order_by("pk").first()
    assert waiting
    Patient.objects.filter(pk=waiting.pk).update(user=user)


def facts_corrected(story: Story) -> None:
    patient = an_old_check_in(story).patient
    other = "VI" if patient.skin_type != "VI" else ""
    Patient.objects.filter(pk=patient.pk).update(
        language="fr", date_of_birth=date(1941, 1, 1), skin_type=other
    )


def erased(story: Story) -> None:
    patient = an_old_check_in(story).patient
    erasures.erase(patient)
    assert not CheckIn.objects.filter(patient=patient.pk).exists()


def moved_to_another_zone(story: Story) -> None:
    Clinic.objects.filter(pk=story.clinic.pk).update(time_zone="Asia/Tokyo")


NEWS: tuple[Callable[[Story], None], ...] = (
    comes_late,
    judged_again,
    decided_late,
    reopened,
    photos_taken_back,
    joins_later,
    facts_corrected,
    erased,
    moved_to_another_zone,
)


@pytest.mark.full
@pytest.mark.parametrize("news", NEWS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("story", WORLDS[:1], indirect=True, ids=["London"])
def test_late_news_of_old_days_count_at_once(
    story: Story, news: Callable[[Story], None], settings: Any, tmp_path: Path
) -> None:
    store_in(settings, tmp_path)
    news(story)

    assert_as_by_hand(story.clinic)

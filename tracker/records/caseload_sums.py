"""Check-ins of a period by group, and how it went with their photos: one statement.

Written out, because the order decides: check-ins are summed up by person, from the index of times
alone, before people are joined. A photo is received after its check-in, so none is missed.
"""

from typing import NamedTuple

from django.db import connection

from tracker.records.caseload_groups import Key, groups_written
from tracker.records.caseload_period import Period
from tracker.records.plain_sql import as_id, as_written
from tracker.wording import PHOTO_ADVICE

Groups = dict[Key, int]
STATEMENT = """
    WITH pictured AS (
        SELECT check_in_id,
            MAX(CASE WHEN quality ->> 'advice' IN ({advice}) THEN 1 ELSE 0 END) AS advised,
            MAX(taken_again) AS again
        FROM tracker_photo WHERE received_at >= %s AND check_in_id IS NOT NULL
        GROUP BY check_in_id
    ), told AS (
        SELECT c.patient_id, COUNT(*) AS number, COUNT(f.advised) AS pictured,
            SUM(f.advised) AS advised, COUNT(f.again) AS counted,
            SUM(CASE WHEN f.again > 0 THEN 1 ELSE 0 END) AS again
        FROM tracker_checkin c LEFT JOIN pictured f ON f.check_in_id = c.id
        WHERE c.judged_at >= %s AND c.judged_at < %s GROUP BY c.patient_id
    )
    SELECT {groups}, SUM(told.number), SUM(told.pictured), SUM(told.advised), SUM(told.counted),
        SUM(told.again)
    FROM told JOIN tracker_patient p ON p.id = told.patient_id
    WHERE p.clinic_id = %s GROUP BY 1, 2, 3
"""


class Sums(NamedTuple):
    """Check-ins by group: all, with a photo, with an advised one, with one of which the phone
    counted how often it was taken, and with one that was taken again; no group of nobody."""

    counted: Groups
    with_photo: Groups
    advised: Groups
    tries_counted: Groups
    taken_again: Groups


def sums(period: Period) -> Sums:
    found = Sums({}, {}, {}, {}, {})
    sql = STATEMENT.format(
        advice=", ".join(["%s"] * len(PHOTO_ADVICE)), groups=groups_written(period, "p")
    )
    times = (as_written(each) for each in (period.written_from(), *period.between()))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*PHOTO_ADVICE, *times, as_id(period.clinic.pk)])
        for language, age, skin, *numbers in cursor.fetchall():
            for groups, number in zip(found, numbers, strict=True):
                groups |= {(language, age, skin): int(number)} if number else {}
    return found

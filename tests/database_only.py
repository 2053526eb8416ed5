"""A pytest plug-in: keep the tests that touch the database (for the second run, on PostgreSQL)."""

import pytest

ONCE = {  # minutes, and no SQL that other tests do not ask of PostgreSQL
    "test_access_matrix.py",
    "test_factor_orders.py",  # the statements of test_second_factor.py in other orders
    "test_foreign_senders.py",  # refused before anything is asked
    "test_no_image_work.py",
    "test_rehearsal_page.py",
    "test_versions.py",
    "test_measuring.py",
    "test_demo_story.py",
    "test_demo_faces.py",
    "test_photo_series.py",
    "test_no_room.py",  # of the disk that SQLite's file is on
    "test_power_loss.py",  # of SQLite's log
    "test_restored.py",  # a copy of SQLite's file
    "test_log_grows.py",  # the same
}
FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = [item for item in items if not is_asked_again(item)]
    items[:] = [item for item in items if is_asked_again(item)]
    config.hook.pytest_deselected(items=left)


def is_asked_again(item: pytest.Item) -> bool:
    return touches_database(item) and item.path.name not in ONCE


def touches_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    return bool(asked & FIXTURES) or item.get_closest_marker("django_db") is not None

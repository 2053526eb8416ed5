"""The same database and process, none of the middleware, applications and doors."""

from tracker.settings.dev import *  # noqa: F403

INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "tracker"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.bare"

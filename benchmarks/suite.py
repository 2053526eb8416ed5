"""Django set up as the suite has it, and how its fast tier is asked for; imported before models."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings.test")
ARGS = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not full")
django.setup()

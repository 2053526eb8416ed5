from importlib import import_module

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        import_module("tracker.checks")  # models have to stand before it

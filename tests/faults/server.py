"""gunicorn as deployed, on the database and the folder of a test; it may be killed at any time."""

import os
import resource
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.served import Served, tree_of


class Server(Served):
    """`with Server(folder) as server`: one process, so many threads."""

    def __init__(self, data: Path, threads: int = 4, log: Path | None = None, **env: str) -> None:
        said = {
            "DJANGO_SETTINGS_MODULE": "tracker.settings.dev",
            "FADEWELL_DATA": str(data),
            "DATABASE_URL": database_url(),
        }
        self.log = log.open("ab", buffering=0) if log else None
        super().__init__("tracker.wsgi:application", threads=threads, **said, **env)

    def start(self) -> None:
        """Raises SystemExit where it does not answer in a minute."""
        self.__enter__()

    def kill(self) -> None:
        """The master, its worker and the decoder, at once; nobody is asked."""
        for pid in tree_of(self.process.pid):
            with suppress(ProcessLookupError):  # a decoder that has just ended by itself
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def limit(self, what: int, most: int) -> None:
        """Of the running processes, from outside; RLIM_INFINITY lifts it again."""
        for pid in tree_of(self.process.pid):
            _soft, hard = resource.prlimit(pid, what)
            resource.prlimit(pid, what, (most if most != resource.RLIM_INFINITY else hard, hard))


def database_url() -> str:
    """Where this test's rows are, as another process is told."""
    at: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{at['NAME']}"
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"

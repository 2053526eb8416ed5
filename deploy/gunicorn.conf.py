"""How the web server runs, in the demo and in a real clinic: `gunicorn -c deploy/gunicorn.conf.py`.

The address (`--bind`) and the number of workers (WEB_CONCURRENCY) are given from outside. It is to
be reached through deploy/nginx.conf alone: a head has no time here in which it must have come, and
`timeout` watches processes, not requests; as many slow lines as there are threads hold it.
"""

import gc
import os
import socket
from pathlib import Path
from typing import Any

from tracker.quiet_log import Places

wsgi_app = "tracker.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 24  # twenty at most decode, print, or send exports and photos (docs/adr/076)
timeout = 60
graceful_timeout = 15  # longer than the 10 seconds that a photo may take
keepalive = 65  # longer than a proxy in front keeps its connections
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = None  # addresses hold invitation links and ids of patients: they are not logged
errorlog = "-"
loglevel = "warning"
SLOWEST_PIECE = 60  # seconds in which one piece of an answer, a photo or less, has to leave


def pre_request(worker: object, request: object) -> None:
    """Who reads an answer byte by byte does not keep a thread: the line is cut."""
    line = getattr(getattr(request, "unreader", None), "sock", None)
    if isinstance(line, socket.socket):
        line.settimeout(SLOWEST_PIECE)


def post_worker_init(worker: Any) -> None:
    """From the first request on the server's own log quotes nobody; why a start failed, it says.

    The application itself lives as long as the worker: it is not searched for garbage.
    """
    for handler in worker.log.error_log.handlers:
        handler.setFormatter(Places(worker.log.error_fmt, worker.log.datefmt))
    gc.collect()
    gc.freeze()

"""How much of its own time a process had: what it computed, and what it slept by itself.

Standing ready while others have the processors is nobody's fault. A decoder may leave its work to a
thread and sleep in the first one, so every thread is looked at.
"""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")  # a second


class Turn:
    """Looked at every now and then; `had` is in seconds since `now`, a monotonic time."""

    def __init__(self, now: float) -> None:
        self.had, self._now, self._ran = 0.0, now, 0.0

    def look(self, now: float, ran: float, is_ready: bool) -> float:
        """ran: processor seconds of all its threads; is_ready: one of them runs or waits to run."""
        passed = now - self._now
        self.had += min(ran - self._ran, passed) if is_ready else passed
        self._now, self._ran = now, ran
        return self.had


def clock_of(process: int) -> tuple[float, bool]:
    """Its processor seconds, and whether one of its threads is ready; asleep where nobody knows."""
    try:
        own = _fields(Path(f"/proc/{process}/stat"))
        threads = [_fields(each / "stat") for each in Path(f"/proc/{process}/task").iterdir()]
    except (OSError, IndexError):
        return 0.0, False
    return (int(own[11]) + int(own[12])) / _TICKS, any(each[0] in "RD" for each in threads)


def _fields(stat: Path) -> list[str]:
    """From the state on: a name before it may hold anything, spaces and brackets too."""
    return stat.read_text(errors="replace").rsplit(")", 1)[1].split()

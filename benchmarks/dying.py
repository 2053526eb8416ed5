"""A process that kills itself with SIGKILL at its n-th step: statement, commit, mail taken."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

AFTER_COMMIT, BEFORE_COMMIT, STATEMENT, TAKEN = "after commit", "before commit", "statement", "mail"


class Steps:
    """Counts what happens; the `deadly`-th step (from 0) never ends. None: all of them do."""

    def __init__(self, deadly: int | None = None) -> None:
        self.deadly, self.seen = deadly, list[str]()

    def take(self, kind: str) -> None:
        if len(self.seen) == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        self.seen.append(kind)

    def statement(self, execute: Callable[..., Any], *rest: Any) -> Any:
        """As a wrapper of Django's: dies before the statement is made."""
        self.take(STATEMENT)
        return execute(*rest)


@contextmanager
def counted(steps: Steps) -> Iterator[None]:
    """Every statement and commit of this connection, and every mail, is a step."""
    commit = BaseDatabaseWrapper._commit

    def dying_commit(wrapper: BaseDatabaseWrapper) -> Any:
        steps.take(BEFORE_COMMIT)
        done = commit(wrapper)
        steps.take(AFTER_COMMIT)
        return done

    BaseDatabaseWrapper._commit = dying_commit  # type: ignore[method-assign]
    Post.steps = steps
    try:
        with connection.execute_wrapper(steps.statement):
            yield
    finally:
        BaseDatabaseWrapper._commit = commit  # type: ignore[method-assign]
        Post.steps = None


class Post(BaseEmailBackend):
    """Takes a mail by putting it on disk, as a server answers 250; a second copy stands beside."""

    folder = Path()
    steps: Steps | None = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for number, mail in enumerate(email_messages):
            name = f"{len(list(self.folder.iterdir())) + number:04}.letter"
            said = f"{mail.extra_headers['Message-ID']} {mail.to[0]}"
            (self.folder / name).write_text(said)
            if self.steps:
                self.steps.take(TAKEN)
        return len(email_messages)

"""A picture that a busy machine keeps waiting is not taken for one that never ends."""

import os
import subprocess
import sys

from tracker.imaging.turn import Turn, clock_of

WORKS_IN_A_THREAD = """
import threading
def work():
    while True: pass
threading.Thread(target=work, daemon=True).start()
print("begun", flush=True)
threading.Event().wait()
"""
SLEEPS = "print('begun', flush=True); import threading; threading.Event().wait()"


def begun(program: str) -> "subprocess.Popen[str]":
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert child.stdout and child.stdout.readline() == "begun\n"
    return child


def test_standing_ready_while_others_have_the_processors_uses_up_nothing() -> None:
    turn = Turn(now=100.0)

    assert turn.look(110.0, ran=1.0, is_ready=True) == 1.0
    assert turn.look(125.0, ran=1.5, is_ready=True) == 1.5


def test_sleeping_by_itself_counts_by_the_clock() -> None:
    turn = Turn(now=100.0)
    turn.look(101.0, ran=1.0, is_ready=True)

    assert turn.look(108.0, ran=1.0, is_ready=False) == 8.0


def test_several_threads_at_once_use_no_more_than_has_passed() -> None:
    assert Turn(now=100.0).look(102.0, ran=4.0, is_ready=True) == 2.0


def test_a_process_whose_thread_works_while_the_first_waits_is_ready() -> None:
    with begun(WORKS_IN_A_THREAD) as child:
        try:
            while clock_of(child.pid)[0] < 0.1:
                assert child.poll() is None
            assert clock_of(child.pid)[1]
        finally:
            child.kill()


def test_a_process_that_waits_for_something_is_asleep_and_one_that_is_gone_too() -> None:
    with begun(SLEEPS) as child:
        try:
            while clock_of(child.pid)[1]:
                assert child.poll() is None
        finally:
            child.kill()
    assert clock_of(child.pid) == (0.0, False)
    assert clock_of(os.getpid())[1]

"""Programs that the suite needs and pip cannot bring: found, or installed where that is allowed."""

import os
import shutil
import subprocess


class Missing(Exception):
    """The sentence says what to run."""


def install(package: str, otherwise: str) -> None:
    """apt-get install as root; raises Missing with the sentence `otherwise` where it cannot be."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise Missing(otherwise)
    print(f"Setting up: installing {package} with apt-get …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = [apt, "update", "-q"]
    add = [apt, "install", "-q", "-y", "--no-install-recommends", package]
    for command in (update, add):
        done = subprocess.run(command, env=quiet, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise Missing(otherwise)

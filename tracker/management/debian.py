"""Programs that the suite needs and pip cannot bring: found, or installed where that is allowed."""

import os
import shutil
import subprocess


class Missing(Exception):
    """The sentence says what to run."""


def install(*packages: str, otherwise: str) -> None:
    """apt-get install as root; raises Missing with the sentence `otherwise` where it cannot be."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise Missing(otherwise)
    print(f"Setting up: installing {', '.join(packages)} with apt-get …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = [apt, "update", "-q"]
    add = [apt, "install", "-q", "-y", "--no-install-recommends", *packages]
    for command in (update, add):
        done = subprocess.run(command, env=quiet, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise Missing(otherwise)

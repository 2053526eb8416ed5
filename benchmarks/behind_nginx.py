"""Debian's nginx with deploy/nginx.conf in front of a server of ours, on loopback.

Only addresses, certificate and places of files are exchanged; what it waits for stays as deployed.
"""

import http.client
import os
import pwd
import re
import shutil
import ssl
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from benchmarks.served import ROOT, free_port, tree_of

NAME = "recovery.clinic.example"
LINES_A_PROCESS = 768  # Debian's own nginx.conf
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
PAGE = os.sysconf("SC_PAGE_SIZE")


class BehindNginx:
    """`with BehindNginx(server.port) as proxy`: TLS at proxy.port."""

    def __init__(self, to: int) -> None:
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            raise SystemExit("There is no nginx on this machine: apt-get install nginx")
        self.program, self.to, self.port = program, to, free_port()
        self.tls = ssl.create_default_context()
        self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE

    def __enter__(self) -> "BehindNginx":
        self.folder = Path(tempfile.mkdtemp(prefix="fadewell-nginx-"))
        certify(self.folder)
        (self.folder / "site.conf").write_text(self._site())
        (self.folder / "nginx.conf").write_text(self._around())
        options = ["-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen([self.program, *options])
        self._wait()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.tls)

    def resident(self) -> int:
        """Bytes of all its processes."""
        sizes = [Path(f"/proc/{pid}/statm").read_text() for pid in tree_of(self.process.pid)]
        return sum(int(each.split()[1]) for each in sizes) * PAGE

    def _site(self) -> str:
        text = (ROOT / "deploy/nginx.conf").read_text()
        for old, new in {
            r"listen \[::\]:\d+.*;": "",
            r"listen 80;": f"listen 127.0.0.1:{free_port()};",
            r"listen 443 ": f"listen 127.0.0.1:{self.port} ",
            rf"/etc/letsencrypt/live/{NAME}": str(self.folder),
            r"/var/log/nginx": str(self.folder),
            r"127\.0\.0\.1:8000": f"127.0.0.1:{self.to}",
        }.items():
            text, times = re.subn(old, new, text)
            assert times, f"deploy/nginx.conf has no {old} any more"
        return text

    def _around(self) -> str:
        """What Debian's own file says around a site."""
        me = pwd.getpwuid(os.getuid()).pw_name
        spare = [f"{each}_temp_path {self.folder / each};" for each in TEMPORARY]
        return "\n".join(
            [
                *[f"user {me};"] * (os.getuid() == 0),
                "worker_processes auto;",
                "daemon off;",
                f"pid {self.folder / 'pid'};",
                f"error_log {self.folder / 'error.log'} emerg;",
                f"events {{ worker_connections {LINES_A_PROCESS}; }}",
                "http {",
                *spare,
                f"include {self.folder / 'site.conf'};",
                "}",
            ]
        )

    def _wait(self) -> None:
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                line = self.connect()
                line.request("GET", "/healthz")
                line.getresponse().read()
                line.close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("nginx did not start")


def certify(folder: Path) -> None:
    """A certificate of our own, for this hour."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + timedelta(hours=1))
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, *plain))

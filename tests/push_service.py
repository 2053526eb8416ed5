"""A push service on this machine, and phones that really open what was sealed for them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tracker.services.push_subscriptions import Device


def encoded(given: bytes) -> str:
    return urlsafe_b64encode(given).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Arrived:
    """A message as the service got it: nothing of it can be read there."""

    path: str
    headers: dict[str, str]
    body: bytes


class PhoneKeys:
    """What a browser makes when it subscribes."""

    def __init__(self, origin: str) -> None:
        self.secret, self.key = b"sixteen bytes...", ec.generate_private_key(ec.SECP256R1())
        self.path = f"/push/{uuid4()}"
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.device = Device(origin + self.path, encoded(point), encoded(self.secret))

    def opened(self, message: Arrived) -> dict[str, Any]:
        """By RFC 8291; raises where it was sealed for another phone."""
        assert message.headers["content-encoding"] == "aes128gcm"
        plain = http_ece.decrypt(
            message.body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return dict(json.loads(plain))


class PushService:
    """answers: what it says to the next messages; after those 201."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.answers: list[int] = []
        self.always: dict[str, int] = {}  # path -> status
        self.retry_after: str | None = None  # said beside whatever it does not take
        self.origin = ""

    def a_phone(self) -> PhoneKeys:
        return PhoneKeys(self.origin)

    def takes(self, message: Arrived) -> int:
        self.arrived.append(message)
        if message.path in self.always:
            return self.always[message.path]
        return self.answers.pop(0) if self.answers else 201


def signed_claims(message: Arrived, public_key: str) -> dict[str, Any]:
    """The claims of its VAPID token; raises where our key has not signed it (RFC 8292)."""
    scheme, _, rest = message.headers["authorization"].partition(" ")
    parts = dict(each.strip().split("=", 1) for each in rest.split(","))
    assert (scheme, parts["k"].rstrip("=")) == ("vapid", public_key)
    head, claims, signature = parts["t"].split(".")
    raw = decoded(signature)
    pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(public_key))
    key.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(decoded(head))["alg"] == "ES256"
    return dict(json.loads(decoded(claims)))


@contextmanager
def running() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = service.takes(Arrived(self.path, headers, body))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{service.origin}/inner")
            if service.retry_after is not None and status >= 400:
                self.send_header("Retry-After", service.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    service.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

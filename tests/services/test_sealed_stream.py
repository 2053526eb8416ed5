"""A sealed stream gives back what was written, or nothing: no piece is moved, cut or added."""

from io import BytesIO

import pytest

from tracker.services import sealed_stream
from tracker.services.sealed_stream import Broken, SealedReader, SealedWriter

SECRET, PIECE = b"s" * 32, 16


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_stream, "_PIECE", PIECE)


def sealed(plain: bytes) -> bytes:
    sink = BytesIO()
    writer = SealedWriter(sink, SECRET)
    for start in range(0, len(plain), 7):
        writer.write(plain[start : start + 7])
    writer.finish()
    return sink.getvalue()


def opened(body: bytes, secret: bytes = SECRET) -> bytes:
    return SealedReader(BytesIO(body), secret).read()


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE, 100])
def test_what_was_written_comes_back(length: int) -> None:
    plain = bytes(range(length))

    assert opened(sealed(plain)) == plain
    assert plain[:8] not in sealed(plain) or length < 8


def test_every_flipped_byte_cut_swap_and_other_key_is_refused() -> None:
    body, head, step = sealed(bytes(60)), len(sealed_stream._HEAD) + 32, PIECE + 16
    wrong = [body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :] for at in range(len(body))]
    wrong += [body[:at] for at in range(len(body))]
    pieces = [body[at : at + step] for at in range(head, len(body), step)]
    wrong.append(body[:head] + b"".join([pieces[1], pieces[0], *pieces[2:]]))
    wrong += [body + b"x", body[:head] + b"".join(pieces[:-1])]

    for each in wrong:
        with pytest.raises(Broken):
            opened(each)
    with pytest.raises(Broken):
        opened(body, b"t" * 32)

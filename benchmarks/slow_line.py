"""A phone's line before the server, by the byte: so fast, so late, and cut now and then.

Chromium's own emulation neither slows one large upload down nor breaks one off that is under way.
"""

import asyncio
import contextlib
import socket
from threading import Thread

TICK = 0.05  # seconds
BUFFER = 4096  # bytes that a socket holds: what has left the phone is on the line


class SlowLine:
    """`with SlowLine(port, up=31_000, delay=0.3, gone=3) as line`: at line.port.

    up: bytes a second from the phone, all its connections together; down is five times that.
    """

    def __init__(self, to: int, *, up: float, delay: float, gone: float) -> None:
        self.to, self.up, self.delay, self.gone = to, up, delay, gone
        self.open: set[asyncio.StreamWriter] = set()
        self.is_cut, self.sent, self.cuts = False, 0, 0
        self.loop = asyncio.new_event_loop()

    def __enter__(self) -> "SlowLine":
        ears = socket.socket()
        ears.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        ears.bind(("127.0.0.1", 0))
        self.port = ears.getsockname()[1]
        self.turn = asyncio.Lock()
        self.thread = Thread(target=self._run, args=(ears,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def _end(self) -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for each in left:
            each.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _run(self, ears: socket.socket) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self._carry, sock=ears, limit=BUFFER))
        self.loop.run_forever()

    def begin(self, *, cut_every: float) -> None:
        """Count from here on. Every so many seconds all connections break, for `gone`; 0: never."""
        self.sent = 0
        if cut_every:
            asyncio.run_coroutine_threadsafe(self._cut(cut_every), self.loop)

    async def _cut(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            self.is_cut, self.cuts = True, self.cuts + 1
            for each in list(self.open):
                each.transport.abort()
            await asyncio.sleep(self.gone)
            self.is_cut = False

    async def _carry(self, phone: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.is_cut:
            return back.transport.abort()
        answers, server = await asyncio.open_connection("127.0.0.1", self.to)
        self.open |= {back, server}
        try:
            await asyncio.gather(
                self._pour(phone, server, self.up, is_up=True),
                self._pour(answers, back, 5 * self.up),
            )
        finally:
            self.open -= {back, server}
        return None

    async def _pour(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        speed: float,
        *,
        is_up: bool = False,
    ) -> None:
        """Half of a connection; a first byte after a silence comes late."""
        with contextlib.suppress(OSError):
            while piece := await source.read(max(int(speed * TICK), 1)):
                if is_up:
                    async with self.turn:  # one line for all of its connections
                        await asyncio.sleep(len(piece) / speed)
                    self.sent += len(piece)
                else:
                    await asyncio.sleep(self.delay + len(piece) / speed)
                sink.write(piece)
                await sink.drain()
        sink.close()

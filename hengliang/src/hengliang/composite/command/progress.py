"""What the command says while it works: one line a stage on standard error, and a sign of life in long ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

BEAT = 10.0


@dataclass
class Progress:
    """`quiet` says nothing. `stages`: how many there will be."""

    out: TextIO
    stages: int
    quiet: bool = False
    done: int = field(default=0)

    @contextmanager
    def stage(self, what: str) -> Iterator[None]:
        """Tell that a stage begins, that it still runs (every ten seconds), and how long it took."""
        self.done += 1
        self._say(f"[{self.done}/{self.stages}] {what} …")
        began, over = time.monotonic(), threading.Event()
        watch = threading.Thread(target=self._beat, args=(what, began, over), daemon=True)
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()
        self._say(f"      {time.monotonic() - began:.1f} s")

    def _beat(self, what: str, began: float, over: threading.Event) -> None:
        while not over.wait(BEAT):
            self._say(f"      {what}: {time.monotonic() - began:.0f} s")

    def _say(self, text: str) -> None:
        if not self.quiet:
            print(text, file=self.out, flush=True)

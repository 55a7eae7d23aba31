"""How fast the public pages are over HTTP, as `zhicheng serve` runs them: two workers, the made-up city, a crowd of 16.

The crowd is a process of its own on the same machine, so what is measured is what two cores give to both. Half of its
requests are for the first pages, the rest for tasks, fields, files, feeds, look-ups and searches that nobody has asked
before. Beside the last minute a county's workbook of 20,000 names is read and stored, and after it a table of 2,000
tasks; `import_beside_s` says for how many seconds both were at work.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 16
LOADED = re.compile(r"""url\(["']?(?!data:)([^"')#?]+)""")
WARM, MEASURED, BESIDE = 5.0, 15.0, 60.0
LIMITS = {
    "requests_per_second": ("requests/s", 400.0, False), "p99_ms": ("ms", 100.0, True), "page_kb": ("KB", 200.0, True),
    "errors_beside_import": ("errors", 0.0, True), "p99_beside_import_ms": ("ms", None, True),
    "p99_search_ms": ("ms", None, True), "import_beside_s": ("s", None, False),
}  # fmt: skip


def figures() -> dict[str, dict[str, object]]:
    """Each number beside its limit; measured in a process, a city and a database of their own."""
    command = [sys.executable, "-m", "benchmarks.publications_public", "--inside"]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    values = json.loads(told.splitlines()[-1])
    return {name: _beside(name, values[name]) for name in LIMITS}


def _beside(name: str, value: float) -> dict[str, object]:
    unit, limit, most = LIMITS[name]
    ok = None if limit is None else value <= limit if most else value >= limit
    return {"value": round(value, 1), "unit": unit, "limit": limit, "ok": ok}


def measure() -> dict[str, float]:
    """Tell the made-up city, serve it, and let the crowd in."""
    from benchmarks.scratch import AT, scratch_city

    with scratch_city() as folder:
        from zhicheng.demo.story import tell_story

        city = tell_story(random.Random(2025), until=AT)
        with _served(folder) as url:
            addresses = _addresses(url)
            heaviest = max(_weight(url, address) for address in addresses)
            _crowd(url, addresses, WARM)
            alone = _crowd(url, addresses, MEASURED)
            importing = _Importing(city)
            importing.start()
            beside = _crowd(url, addresses, BESIDE)
            busy = importing.stop()
    return {
        "requests_per_second": alone["done"] / alone["seconds"], "p99_ms": alone["p99_ms"], "page_kb": heaviest / 1024,
        "errors_beside_import": beside["errors"] + alone["errors"], "p99_beside_import_ms": beside["p99_ms"],
        "p99_search_ms": alone["p99_search_ms"], "import_beside_s": busy,
    }  # fmt: skip


class _served:
    """The city behind `zhicheng serve` on a free port of the loopback."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "hengliang" / "src")))
        environment = {**os.environ, "ZHICHENG_CITY": str(self._folder), "PYTHONPATH": paths}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "zhicheng.cli", "serve", "--port", str(port)], env=environment, stdout=sys.stderr
        )
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                urllib.request.urlopen(url, timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return url
        raise RuntimeError("the city was not served")

    def __exit__(self, *_raised: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)


def _addresses(url: str) -> list[str]:
    """Every permanent page, by the map of the site, and the files and feeds beside them."""
    with urllib.request.urlopen(f"{url}/sitemap.xml") as answer:
        found = [part.split("</")[0].removeprefix(url) for part in answer.read().decode().split("<loc>")[1:]]
    editions = [address for address in found if address.startswith("/data/") and address != "/data/"]
    files = [
        f"{address}{table}.{kind}" for address in editions for table in ("tasks", "items") for kind in ("csv", "json")
    ]
    return [*found, *files, "/feeds/all.xml", "/feeds/corrections.xml"]


def _weight(url: str, address: str) -> int:
    """Bytes of a page as they travel, with the style sheets that it loads; of a file nothing is asked."""
    request = urllib.request.Request(url + address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
        if "text/html" not in answer.headers["Content-Type"]:
            return 0
        page = gzip.decompress(body).decode() if answer.headers["Content-Encoding"] == "gzip" else body.decode()
    wanted = {f"/static/{part.split(chr(34))[0]}" for part in page.split('="/static/')[1:]}
    total, seen = len(body), set[str]()
    while wanted:
        place = wanted.pop()
        seen.add(place)
        asked = urllib.request.Request(url + place, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as found:
            part = found.read()
            total += len(part)
            if place.endswith(".css"):
                sheet = gzip.decompress(part) if found.headers["Content-Encoding"] == "gzip" else part
                # What a sheet may load counts whether or not this page needs it.
                wanted |= {urljoin(place, each) for each in LOADED.findall(sheet.decode())} - seen
    return total


def _crowd(url: str, addresses: list[str], seconds: float) -> dict[str, float]:
    """A crowd in a process of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(addresses, file)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.publications_public", "--crowd", url, file.name, str(seconds)]
        told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    found: dict[str, float] = json.loads(told)
    sys.stderr.write(f"  {found}\n")
    return found


class _Importing(threading.Thread):
    """A county's workbook of 20,000 names, made, read, checked and stored; then a table of 2,000 tasks."""

    def __init__(self, city: Any) -> None:
        super().__init__(name="import-beside")
        self._city, self._began, self._ended = city, time.monotonic(), 0.0
        self._trouble: BaseException | None = None

    def run(self) -> None:
        """Import once; whatever goes wrong is kept for whoever waits."""
        from benchmarks import intake

        try:
            sys.stderr.write(f"  20,000 names stored in {intake.roster_seconds(self._city):.1f} s\n")
            sys.stderr.write(f"  2,000 tasks stored in {intake.import_seconds(self._city):.1f} s\n")
        except BaseException as trouble:
            self._trouble = trouble
        finally:
            self._ended = time.monotonic()
            connection.close()

    def stop(self) -> float:
        """Wait for the end; the seconds in which both were at work. Raises: what the import raised."""
        crowd_left = time.monotonic()
        self.join()
        if self._trouble is not None:
            raise self._trouble
        return min(self._ended, crowd_left) - self._began


async def crowd(url: str, addresses: list[str], seconds: float) -> dict[str, float]:
    """Sixteen readers, each with one connection that stays open; every answer is read to its end."""
    host, _colon, port = url.removeprefix("http://").partition(":")
    first = [each for each in addresses if each.count("/") <= 2]
    taken: list[float] = []
    searched: list[float] = []
    errors = [0]
    end = time.perf_counter() + seconds

    async def reader(number: int) -> None:
        chance = random.Random(number)
        streams: Streams | None = None
        while time.perf_counter() < end:
            address = _next(chance, first, addresses)
            begun = time.perf_counter()
            try:
                streams = streams or await asyncio.open_connection(host, int(port))
                status, stays = await _ask(*streams, host, port, address)
            except (OSError, asyncio.IncompleteReadError, ValueError):
                status, stays = 0, False
                # A door that is closed is an error a time, and no flood of them.
                await asyncio.sleep(0.01)
            spent = time.perf_counter() - begun
            taken.append(spent)
            if "?q=" in address:
                searched.append(spent)
            errors[0] += status != 200
            if not stays and streams is not None:
                streams[1].close()
                streams = None
        if streams is not None:
            streams[1].close()

    begun = time.perf_counter()
    await asyncio.gather(*(reader(number) for number in range(CONNECTIONS)))
    spent = time.perf_counter() - begun
    taken.sort()
    searched.sort()
    return {"done": len(taken), "seconds": spent, "errors": errors[0], "p50_ms": taken[len(taken) // 2] * 1000,
            "p99_ms": taken[int(len(taken) * 0.99)] * 1000, "worst_ms": taken[-1] * 1000,
            "p99_search_ms": searched[int(len(searched) * 0.99)] * 1000 if searched else 0.0}  # fmt: skip


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
WORDS = ("质量", "认证", "企业", "有限", "标准", "服务", "机械", "市场")


def _next(chance: random.Random, first: list[str], addresses: list[str]) -> str:
    """Half of the readers look at the first pages; one in twenty asks something that nobody has asked."""
    drawn = chance.random()
    if drawn < 0.05:
        words = quote(chance.choice(WORDS) + chance.choice(("", " 演示", " 新增", str(chance.randrange(100)))))
        return f"/{chance.choice(('search', 'organisations'))}/?q={words}"
    return chance.choice(first if drawn < 0.55 else addresses)


async def _ask(
    incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter, host: str, port: str, address: str
) -> tuple[int, bool]:
    outgoing.write(
        f"GET {address} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\nAccept: text/html\r\n\r\n".encode()
    )
    head = (await incoming.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.split("content-length:")[1].split("\r\n")[0]) if "content-length:" in head else 0
    await incoming.readexactly(length)
    return int(head.split(" ")[1]), "connection: close" not in head


def main() -> None:
    """A part of the measurement in this process, or all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--crowd", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.crowd:
        url, file, seconds = asked.crowd
        found = asyncio.run(crowd(url, json.loads(Path(file).read_text("utf-8")), float(seconds)))
        sys.stdout.write(json.dumps(found))
    elif asked.inside:
        sys.stdout.write(json.dumps(measure()) + "\n")
    else:
        sys.stdout.write(json.dumps(figures()) + "\n")


if __name__ == "__main__":
    main()

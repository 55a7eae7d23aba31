"""The browser and the running city for whole ways through the system; nothing here is needed by `make test`.

The site is started as a user starts it, `zhicheng demo` with real processes on a free port of the loopback, in a
folder that is gone afterwards. Every page is watched: an error in the browser's console, a refused script or style, a
request to another machine or an answer of 500 fails the test, wherever it happens. Screenshots go to `.artifacts`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FloatRect,
    Page,
    Request,
    Response,
    Route,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / ".artifacts" / "journey"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
SCREENS = 3  # how much of a long page a picture shows
START_SECONDS = 90
REGIONS = "代码,名称,级别,上级代码\n990100,演示市,市,\n990101,墨溪区,县,990100\n990104,砚湖县,县,990100\n"
PASSWORD = "correct-horse-99"
# Chromium must not talk to anybody by itself, and it has no sandbox where root runs it.
FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--no-first-run", "--disable-features=OptimizationHints,MediaRouter,Translate", "--force-color-profile=srgb",
]  # fmt: skip


@dataclass
class Site:
    """A running city: its address, its folder, and its parent process."""

    url: str
    folder: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self, *command: str) -> None:
        """Start the processes and wait until a page is answered."""
        log = (self.folder.parent / "site.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "zhicheng.cli", *command, "--port", str(self.port)],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder.parent,
        )  # fmt: skip
        log.close()
        until(self.answers, f"the site did not start:\n{self.log()}", seconds=START_SECONDS, alive=self.process)

    def answers(self) -> bool:
        """Is there somebody who speaks HTTP?"""
        try:
            with urllib.request.urlopen(self.url, timeout=5):
                return True
        except urllib.error.HTTPError as answer:
            answer.close()
            return True
        except OSError:
            return False

    def stop(self) -> int:
        """Ask the parent to end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self) -> None:
        """Kill the parent as a power cut would."""
        self.process.kill()
        self.process.wait(60)

    def log(self) -> str:
        """What the processes have printed so far."""
        file = self.folder.parent / "site.log"
        return file.read_text("utf-8", "replace")[-6000:] if file.exists() else ""

    def run(self, *command: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        """One command of `zhicheng` on this city."""
        return subprocess.run(
            [sys.executable, "-m", "zhicheng.cli", *command],
            env=self.environment, input=given or "", capture_output=True, text=True, cwd=self.folder.parent,
        )  # fmt: skip


def until(holds: Callable[[], bool], otherwise: str, *, seconds: float = 20, alive: Any = None) -> None:
    """Wait until something holds; fail with a sentence after the time, or when the process it needs has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return
        if alive is not None and alive.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(otherwise)


def new_site(folder: Path) -> Site:
    """A city folder and a free port, nothing started yet; the database is the folder's own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHICHENG_", "DATABASE_URL"))}
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "hengliang" / "src")))
    environment = {**kept, "ZHICHENG_CITY": str(folder), "PYTHONPATH": paths, "PYTHONUTF8": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return Site(f"http://127.0.0.1:{port}", folder, port, environment)


def demo_in(folder: Path) -> Iterator[Site]:
    """The made-up city in this folder, running for as long as it is asked for."""
    running = new_site(folder)
    running.start("demo")
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The made-up city, running."""
    yield from demo_in(tmp_path_factory.mktemp("journey") / "city")


@pytest.fixture
def real_city(tmp_path: Path) -> Iterator[Site]:
    """A city that was set up by `zhicheng init`."""
    site = new_site(tmp_path / "city")
    (tmp_path / "regions.csv").write_text(REGIONS, "utf-8")
    (tmp_path / "password").write_text(f"{PASSWORD}\n", "utf-8")
    done = site.run(
        "init", "--name", "演示市质量强市平台", "--region", "990100", "--regions", "regions.csv",
        "--admin-organisation", "演示市市场监督管理局", "--admin-name", "样例甲", "--admin-username", "admin",
        "--password-file", "password",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    yield site
    if hasattr(site, "process") and site.process.poll() is None:
        site.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A gate without it is no gate: it fails, it does not skip."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.fail("未找到 chromium，浏览器全程无法检查：请安装（Debian：apt install chromium）。")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *root])
        yield launched
        launched.close()


class Visit:
    """Somebody in front of a screen: a page of a size, signed in or not, with everything that went wrong on it."""

    def __init__(self, context: BrowserContext, *, size: str) -> None:
        self.context, self.size = context, size
        self.faults: list[str] = []
        context.route("**/*", self._stay_here)
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def picture(self, name: str) -> Path:
        """A screenshot of the page's first three screens, to be looked at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        file = PICTURES / f"{name}-{self.size}.png"
        width, height = SIZES[self.size]
        whole = int(self.page.evaluate("document.documentElement.scrollHeight"))
        seen = FloatRect(x=0, y=0, width=width, height=min(whole, SCREENS * height))
        self.page.screenshot(path=file, full_page=True, clip=seen)
        return file

    def scrolls_sideways(self) -> bool:
        """Is the page wider than the screen?"""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def _stay_here(self, route: Route, request: Request) -> None:
        if request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"request to another machine: {request.url}")
            route.abort()

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser calls every refusal an error; a refusal in words is what a page is to answer to bad input.
        refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        if message.type == "error" and not refused:
            self.faults.append(f"console: {message.text} ({self.page.url})")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Sit somebody down: `visit("phone")`. At the end of the test nothing may have gone wrong on any of the pages."""
    visits: list[Visit] = []

    def sit_down(size: str = "desktop", **options: Any) -> Visit:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True,
            timezone_id="Asia/Shanghai", has_touch=size == "phone", is_mobile=size == "phone", **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        visits.append(Visit(context, size=size))
        return visits[-1]

    yield sit_down
    faults = [fault for each in visits for fault in each.faults]
    for each in visits:
        each.context.close()
    assert not faults, "\n".join((*faults, site.log()))

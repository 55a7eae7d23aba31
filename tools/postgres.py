"""Run a command with a PostgreSQL to test on: the one of `DATABASE_URL`, else a temporary cluster of this machine.

The temporary cluster lies in a folder of its own, listens on a free port of the loopback with a password made for
this run, skips what protects data from a power cut, and is ended and removed afterwards. PostgreSQL refuses to run
as root; root runs it as the user that Debian's package makes.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AS_POSTGRES = ["runuser", "-u", "postgres", "--"]
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    # Tests roll their rows back, so the tables are empty whenever they are analysed: the planner would then read through
    # each of them for every row of a city that a test builds. Without any figures it keeps to the indexes.
    "autovacuum": "off",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


def main(command: list[str]) -> int:
    """The command's exit status; 1 with a sentence where no PostgreSQL can be had."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    programs = found()
    if programs is None:
        sys.stderr.write(
            "未找到 PostgreSQL：请安装（Debian：apt install postgresql），或用 DATABASE_URL 指明一个可建库的服务。 / "
            "PostgreSQL is missing: install it, or name a server by DATABASE_URL.\n"
        )
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(programs) as url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


def found() -> Path | None:
    """The folder of the server's programs: the newest that Debian's packages installed, else that on the path."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if installed:
        return max(installed, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A server that lives as long as the block; gives its address."""
    as_user = AS_POSTGRES if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="zhicheng-postgres-"))
    password = secrets.token_hex(16)
    (folder / "password").write_text(password, "ascii")
    if as_user:
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres")
    port = free_port()
    server = None
    try:
        make = [programs / "initdb", "-D", folder / "data", "-U", "zhicheng", "-A", "scram-sha-256", "-E", "UTF8",
                "--locale=C.UTF-8", "--pwfile", folder / "password", "--no-sync"]  # fmt: skip
        subprocess.run([*as_user, *map(str, make)], check=True, stdout=subprocess.DEVNULL, cwd="/")
        settings = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        start = [programs / "postgres", "-D", folder / "data", "-p", port, *settings]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*as_user, *map(str, start)], stdout=log, stderr=log, cwd="/", start_new_session=True
            )
        wait(server, folder)
        yield f"postgresql://zhicheng:{password}@127.0.0.1:{port}/postgres"
    finally:
        end(server, folder)
        shutil.rmtree(folder, ignore_errors=True)


def wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Until the server says that it is ready; its log is shown where it never does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        if b"ready to accept connections" in (folder / "log").read_bytes():
            return
        time.sleep(0.1)
    raise SystemExit((folder / "log").read_text("utf-8", "replace") + "PostgreSQL did not start.")


def end(server: subprocess.Popen[bytes] | None, folder: Path) -> None:
    """Ask the server to stop at once, by the process number that it wrote down itself."""
    pid_file = folder / "data" / "postmaster.pid"
    if server is None or server.poll() is not None or not pid_file.exists():
        return
    os.kill(int(pid_file.read_text("ascii").split()[0]), signal.SIGINT)
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()


def free_port() -> int:
    """A port of the loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

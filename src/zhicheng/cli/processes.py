"""The processes of one installation: the web server and the worker for background jobs, side by side under one parent.

The parent holds the listening socket, starts both, starts the worker again when it dies, and ends both when it is
asked to end. On Linux the children are told when the parent is killed, so that none of them keeps the port.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Refusal

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PATIENCE = 25.0  # seconds to end in peace
QUICK_DEATHS = 5  # a worker that dies so often within a minute is not started again
TELL_ON_DEATH = 1  # PR_SET_PDEATHSIG


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises: Refusal where the port is taken, forbidden or the address is not of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(256)
    except OverflowError:
        door.close()
        raise Refusal(_("端口应在 1 到 65535 之间，%(port)s 不是。"), code="port", port=port) from None
    except OSError as trouble:
        door.close()
        raise _port_refusal(trouble, host, port) from None
    door.set_inheritable(True)
    return door


def _port_refusal(trouble: OSError, host: str, port: int) -> Refusal:
    if trouble.errno == errno.EADDRINUSE:
        return Refusal(
            _("端口 %(port)s 已被占用。请换一个，例如 make run PORT=%(next)s 或 zhicheng serve --port %(next)s。"),
            code="port-taken", port=port, next=port + 1 if port < 65535 else 8000,
        )  # fmt: skip
    if trouble.errno in (errno.EACCES, errno.EPERM):
        return Refusal(_("没有权限使用端口 %(port)s。请使用 1024 以上的端口。"), code="port-forbidden", port=port)
    return Refusal(_("本机没有地址 %(host)s，无法监听。请检查 --host。"), code="host-unknown", host=host)


def web_server(door: socket.socket) -> list[str]:
    """The command of the web server: two processes of four threads each, which also bears slow clients."""
    return [
        sys.executable, "-m", "gunicorn", "zhicheng.config.wsgi:application", "--bind", f"fd://{door.fileno()}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", "20",
        "--config", "python:zhicheng.config.logs", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def job_worker() -> list[str]:
    """The command of the worker for background jobs."""
    return [sys.executable, "-m", "zhicheng.cli", "jobs", "work"]


def start(command: list[str], door: socket.socket | None = None) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, so that Ctrl-C reaches the parent alone."""
    files = (door.fileno(),) if door else ()
    return subprocess.Popen(
        command, pass_fds=files, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with(os.getpid())
    )


def _end_with(parent: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    system = ctypes.CDLL(None, use_errno=True)

    def tell() -> None:
        system.prctl(TELL_ON_DEATH, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return tell


def starter() -> int | None:
    """The process that must live for this one to go on: `make`, where it started us; else none.

    Under systemd, in a terminal or behind nohup nobody's end is ours.
    """
    return os.getppid() if os.environ.get("MAKELEVEL") else None


class Pair:
    """The web server and the worker, watched until one is asked to end, the web server ends, or who started us does."""

    def __init__(self, door: socket.socket, *, starter: int | None = None) -> None:
        self._door = door
        self._starter = starter
        self._asked = False
        self._deaths: list[float] = []
        self._web = start(web_server(door), door)
        self._worker: subprocess.Popen[bytes] | None = start(job_worker())

    def ask_to_end(self, *_ignored: object) -> None:
        """What a signal calls."""
        self._asked = True

    def watch(self) -> int:
        """Until the end; the exit status is 0 when it was asked for, else the web server's."""
        while not self._asked and self._web.poll() is None:
            if self._starter is not None and os.getppid() != self._starter:
                break
            if self._worker is not None and self._worker.poll() is not None:
                self._worker = self._again()
            time.sleep(0.2)
        ended_alone = self._web.poll() if not self._asked else None
        self.end()
        return 0 if ended_alone is None else ended_alone or 1

    def end(self) -> None:
        """Ask both to end, and end what does not within the time."""
        self._door.close()
        children = [child for child in (self._web, self._worker) if child is not None and child.poll() is None]
        for child in children:
            child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def _again(self) -> subprocess.Popen[bytes] | None:
        now = time.monotonic()
        self._deaths = [moment for moment in self._deaths if now - moment < 60] + [now]
        if len(self._deaths) > QUICK_DEATHS:
            sys.stderr.write("后台任务进程一分钟内多次退出，已不再重启；网站仍在运行。请查看上面的错误后重新启动。\n")
            return None
        return start(job_worker())

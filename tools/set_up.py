"""Make `.venv`: the locked packages, our own source on its path, and the `zhicheng` command.

Run by the Makefile with any Python; everything before the version check must parse on old ones. Needs nothing but
the standard library. Whatever goes wrong is told in one sentence.

Our own two distributions are not installed but put on the path by a `.pth` file: an editable install would need a
build back end, which a fresh environment of Python 3.12 has not, and so a second download.
"""

# Old Pythons must be able to read this file, so that they can say which one is needed.
# ruff: noqa: UP031, RUF005, S103

import argparse
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
BOOT = os.path.join("requirements", "boot.lock")
NEEDED_MB = {"core": 500, "dev": 900}
NETWORK = ("resolve", "network", "connect", "timed out", "timeout", "dns", "unreachable", "no matching distribution")


def main():
    """Set up for `core` (run the system) or `dev` (test it); nothing to do where the stamp says so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=sorted(NEEDED_MB))
    which = parser.parse_args().which
    if not (3, 11) <= sys.version_info[:2] <= (3, 12):
        stop("需要 Python 3.11 或 3.12，当前为 %d.%d。" % sys.version_info[:2]
             + "Python 3.11 or 3.12 is needed.")  # fmt: skip
    if any(os.path.exists(stamp(each)) for each in wide_enough(which)):
        return
    enough_room(which)
    sys.stdout.write("正在准备运行环境（仅第一次或依赖更新后需要）… / setting up .venv …\n")
    sys.stdout.flush()
    make_venv()
    install(os.path.join("requirements", which + ".lock"))
    own_source()
    for name in os.listdir(VENV):
        if name.startswith("set-up-"):
            os.remove(os.path.join(VENV, name))
    with open(stamp(which), "w"):
        pass


def wide_enough(which):
    """The sets of packages that hold everything this one asks for."""
    return ("core", "dev") if which == "core" else ("dev",)


def stamp(which):
    """A file whose name changes when a lock, this file, the interpreter or the place of the clone changes."""
    digest = hashlib.sha256(("%s %d.%d" % ((ROOT,) + sys.version_info[:2])).encode())
    for path in ("requirements/%s.lock" % which, BOOT, "tools/set_up.py"):
        with open(os.path.join(ROOT, path), "rb") as file:
            digest.update(file.read())
    return os.path.join(VENV, "set-up-%s-%s" % (which, digest.hexdigest()[:16]))


def enough_room(which):
    """Refuse before the disk runs full in the middle."""
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB[which]:
        stop("磁盘空间不足：剩余 %d MB，安装需要 %d MB，请清理后重试。 / " % (free, NEEDED_MB[which])
             + "The disk is nearly full: %d MB free, %d MB needed." % (free, NEEDED_MB[which]))  # fmt: skip


def make_venv():
    """A virtual environment with pip; one of another Python or another place is made anew."""
    with_pip = run([PYTHON, "-m", "pip", "--version"]) if os.path.exists(PYTHON) else None
    version = run([PYTHON, "-c", "import sys; print(sys.version_info[:2])"]) if with_pip else None
    if version and with_pip.returncode == 0 and version.stdout.strip() == str(tuple(sys.version_info[:2])):
        return
    made = run([getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", VENV])
    if made.returncode:
        stop("无法建立虚拟环境。Debian/Ubuntu 请先执行 apt install python3-venv。 / The virtual environment cannot be "
             "made; on Debian or Ubuntu: apt install python3-venv.", made)  # fmt: skip


def install(lock):
    """By uv, which takes seconds; by pip where uv does not work here."""
    quiet = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    uv = os.path.join(VENV, "bin", "uv")
    settings = dict(os.environ, VIRTUAL_ENV=VENV, UV_NO_CONFIG="1")
    settings.setdefault("UV_CACHE_DIR", os.path.join(VENV, "cache"))
    got = run([*quiet, "-r", BOOT])
    if got.returncode == 0:
        got = run([uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", lock, BOOT], settings)
        if got.returncode == 0:
            return
    if not because_of_network(got):
        sys.stdout.write("uv 不可用，改用 pip（较慢）… / uv does not work here, using pip …\n")
        sys.stdout.flush()
        got = run([*quiet, "-r", lock])
    if got.returncode:
        if because_of_network(got):
            stop("下载依赖失败：网络不通，请检查网络或代理设置。 / Packages cannot be downloaded: check the network.")
        stop("安装依赖失败，原因见上。 / Packages cannot be installed; the reason stands above.", got)


def because_of_network(result):
    """Does what it printed speak of the network?"""
    said = (result.stdout + result.stderr).lower()
    return any(word in said for word in NETWORK)


def own_source():
    """Put both source folders on the path, and write the command."""
    folder = run([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).stdout.strip()
    with open(os.path.join(folder, "zhicheng-source.pth"), "w") as file:
        file.write("%s\n%s\n" % (os.path.join(ROOT, "src"), os.path.join(ROOT, "hengliang", "src")))
    command = os.path.join(VENV, "bin", "zhicheng")
    with open(command, "w") as file:
        file.write("#!%s\nfrom zhicheng.cli import main\n\nmain()\n" % PYTHON)
    os.chmod(command, 0o755)


def run(command, settings=None):
    """A command's result with its words kept."""
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def stop(sentence, result=None):
    """End with one sentence, and the last lines of what failed."""
    if result is not None:
        sys.stderr.write("\n".join((result.stdout + result.stderr).strip().splitlines()[-5:]) + "\n")
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    main()

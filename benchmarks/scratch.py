"""A city folder and a database for measuring, made anew and gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

# Pages reckon from the clock of the machine, so what is measured happens now, in this year and its running quarter.
AT = datetime.now(ZoneInfo("Asia/Shanghai"))
YEAR = AT.year
PERIOD = f"{YEAR}Q{(AT.month + 2) // 3}"


@contextmanager
def scratch_city() -> Iterator[Path]:
    """Django woken on an empty made-up city of its own; on PostgreSQL in a database of its own (`DATABASE_URL`)."""
    folder = Path(tempfile.mkdtemp(prefix="zhicheng-measure-"))
    os.environ.update({"ZHICHENG_CITY": str(folder), "DJANGO_SETTINGS_MODULE": "zhicheng.config.settings"})
    os.environ.pop("ZHICHENG_ANCHOR_KEY", None)
    os.environ.pop("ZHICHENG_STATIC", None)
    try:
        _wake(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wake(folder: Path) -> None:
    import django

    from zhicheng.cli.folder import Answers, lay_out

    lay_out(folder, Answers(name="演示市质量强市平台（虚构）", region="990100", made_up=True))
    django.setup()
    from zhicheng.cli import first_records

    first_records.prepare()

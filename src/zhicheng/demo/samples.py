"""Our own sample tables of the made-up city: 200 tasks with every ugliness that real ones have, in Excel and in Word.

Made afresh and the same each time: `python -m zhicheng.demo.samples FOLDER` writes both files.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from zhicheng.demo.sample_excel import write_excel
from zhicheng.demo.sample_word import write_word

EXCEL, WORD = "任务分解表-200项.xlsx", "任务分解表-200项.docx"


def _settle(path: Path) -> None:
    """Pack the file again with one fixed date, so that the same content has the same bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def write_samples(folder: Path) -> tuple[Path, Path]:
    """Both files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    excel, word = folder / EXCEL, folder / WORD
    write_excel(excel)
    write_word(word)
    for path in (excel, word):
        _settle(path)
    return excel, word


if __name__ == "__main__":
    for written in write_samples(Path(sys.argv[1] if len(sys.argv) > 1 else "samples")):
        print(written)

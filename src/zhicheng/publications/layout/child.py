"""The child process that measures one stranger's file: limits first, then the file, then one JSON line on stdout."""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any

from zhicheng.core.intake.child import bound
from zhicheng.core.intake.kinds import kind_of
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.publications.layout.measuring import measure


def main(arguments: list[str]) -> int:
    """Measure `path name form limits`, print {"content"}, {"refused", "facts"} or {"bug"}."""
    path, name, form, plain = arguments
    limits = Limits(**json.loads(plain))
    bound(limits)
    sys.stdout.buffer.write(json.dumps(_answer(Path(path), name, form, limits), separators=(",", ":")).encode())
    return 0


def _answer(path: Path, name: str, form: str, limits: Limits) -> dict[str, Any]:
    try:
        kind = kind_of(path, name=name)
        if kind != "docx":
            raise Refused({"xlsx": "workbook", "csv": "text"}.get(kind, "unknown"))
        return {"content": measure(path, form, limits)}
    except Refused as refused:
        return {"refused": refused.code, "facts": refused.facts}
    except (MemoryError, RecursionError):
        return {"refused": "too-heavy", "facts": {}}
    except Exception as error:
        # The words of a text must not get into anybody's log: the kind of error and its place in the code are enough.
        places = [
            f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)[-6:]
        ]
        return {"bug": f"{type(error).__name__} at {' < '.join(reversed(places))}"}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

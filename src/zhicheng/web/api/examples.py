"""An example of every answer and body, from the made-up city; a test holds them against the shapes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROBLEM = {
    "type": "urn:zhicheng:missing",
    "title": "没有找到",
    "status": 404,
    "detail": "没有公布过这个数据版本。请从“数据”页查看已公布的版本。",
}


@dataclass(frozen=True)
class Example:
    """What an operation answers, and what is sent to it where something is."""

    answer: Any
    body: Any = None


def _read() -> dict[str, Example]:
    told = json.loads((Path(__file__).parent / "examples.json").read_text("utf-8"))
    return {name: Example(each["answer"], each.get("body")) for name, each in told.items()}


EXAMPLES = _read()

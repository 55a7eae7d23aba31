"""Specifications as files: JSON always, SVG and PNG where vl-convert is installed (the extra `pictures`)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from hengliang.composite.charts.look import Spec
from hengliang.composite.problems import refuse

VEGA_LITE = "5.20"
RESOLUTION = 2.0


def can_draw() -> bool:
    """Whether vl-convert is installed."""
    return importlib.util.find_spec("vl_convert") is not None


def save(spec: Spec, path: str | Path) -> Path:
    """Write one chart as .json, .svg or .png by its ending, and return the path.

    Raises: ProblemsFound for another ending, and for pictures without vl-convert.
    """
    target = Path(path)
    if target.suffix == ".json":
        target.write_text(json.dumps(spec, ensure_ascii=False, indent=1, allow_nan=False), encoding="utf-8")
        return target
    if target.suffix not in (".svg", ".png"):
        raise refuse("picture", f"{target.suffix!r}: a chart is written as .json, .svg or .png", row=target.name)
    if not can_draw():
        why = "vl-convert is not installed: pip install 'hengliang[pictures]', or write .json and draw it elsewhere"
        raise refuse("picture", why, row=target.name)
    target.write_bytes(_drawn(spec, target.suffix))
    return target


def _drawn(spec: Spec, suffix: str) -> bytes:
    import vl_convert  # an extra; most callers never draw

    text: Any = json.dumps(spec, ensure_ascii=False, allow_nan=False)
    if suffix == ".svg":
        drawn = str(vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE))
        # The renderer leaves the description out; without it a screen reader finds a nameless picture.
        said = quoteattr(str(spec.get("description", "")))
        return drawn.replace("<svg ", f'<svg role="img" aria-label={said} ', 1).encode()
    return bytes(vl_convert.vegalite_to_png(text, vl_version=VEGA_LITE, scale=RESOLUTION))

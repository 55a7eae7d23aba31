"""Bars and shares as inline SVG: the content policy forbids style attributes, so lengths are SVG percentages.

Colour comes from classes in the stylesheet; every drawing says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.web.shared.numbers import percent

# The four lights: slug, word and the class that gives colour and shape.
LIGHTS = {
    "ok": lazy("达到序时进度"),
    "care": lazy("需关注"),
    "late": lazy("滞后"),
    "none": lazy("未报送"),
    "waiting": lazy("未到报送期"),
    "undated": lazy("不判定进度"),
}
_WHOLE = {
    css: format_html('<rect class="{}" x="0" y="3" width="100%" height="10" rx="2"/>', css)
    for css in ("bar-track", "bar-nothing")
}
# A bar longer than this many times its target is cut; the figure beside it says the whole.
_LONGEST = Decimal(2)


def light_word(light: str) -> str:
    """The word of a light; of one that is not known, nothing reported."""
    return str(LIGHTS.get(light, LIGHTS["none"]))


def status_mark(light: str, words: str = "") -> SafeString:
    """Colour, shape and word in one."""
    known = light if light in LIGHTS else "none"
    return format_html('<span class="status is-{}">{}</span>', known, words or light_word(known))


@dataclass(frozen=True)
class Progress:
    """Shares of the target (1 = all of it): verified, reported but not verified, expected by today."""

    verified: Decimal | None
    reported: Decimal | None = None
    expected: Decimal | None = None

    @property
    def words(self) -> str:
        """The bar in words."""
        if self.verified is None and self.reported is None:
            parts = [_("未报送")]
        else:
            parts = [_("经核实 %(share)s") % {"share": percent(self.verified or 0)}]
        if self.reported is not None and self.reported > (self.verified or 0):
            parts.append(_("连同待核实 %(share)s") % {"share": percent(self.reported)})
        if self.expected is not None:
            parts.append(_("序时 %(share)s") % {"share": percent(self.expected)})
        return _("，").join(parts)


def bar(progress: Progress, light: str = "ok") -> SafeString:
    """Progress against what was expected by today; surplus is hatched, nothing reported is not 0 %."""
    done = min(progress.verified or Decimal(0), _LONGEST)
    claimed = min(progress.reported or Decimal(0), _LONGEST)
    scale = max(Decimal(1), done, claimed)
    pieces = []
    if progress.verified is None and progress.reported is None:
        pieces.append(_WHOLE["bar-nothing"])
    else:
        pieces.append(_WHOLE["bar-track"])
    if claimed > done:
        pieces.append(_piece("bar-reported", done, claimed, scale))
    if done > 0:
        pieces.append(_piece(f"bar-done is-{light}", Decimal(0), min(done, Decimal(1)), scale))
    if done > 1:
        pieces.append(_piece("bar-over", Decimal(1), done, scale, fill="url(#hatch)"))
        pieces.append(_tick("bar-whole", Decimal(1), scale))
    if progress.expected is not None:
        pieces.append(_tick("bar-expected", min(progress.expected, scale), scale))
    drawn = format_html_join("", "{}", ((each,) for each in pieces))
    return format_html(
        '<svg class="bar" role="img" width="100%" height="16" aria-label="{}"><title>{}</title>{}</svg>',
        progress.words, progress.words, drawn,
    )  # fmt: skip


def _piece(css: str, begin: Decimal, end: Decimal, scale: Decimal, fill: str = "") -> SafeString:
    paint = format_html(' fill="{}"', fill) if fill else ""
    return format_html(
        '<rect class="{}" x="{}%" y="3" width="{}%" height="10" rx="2"{}/>',
        css, _length(begin / scale), _length((end - begin) / scale), paint,
    )  # fmt: skip


def _tick(css: str, place: Decimal, scale: Decimal) -> SafeString:
    at = _length(place / scale)
    return format_html('<line class="{}" x1="{}%" x2="{}%" y1="0" y2="16"/>', css, at, at)


def share(counts: Mapping[str, int]) -> SafeString:
    """How many are in which light, as segments in the order of the legend."""
    total = sum(counts.get(light, 0) for light in LIGHTS)
    words = _("，").join(
        _("%(count)s 项%(light)s") % {"count": counts.get(light, 0), "light": light_word(light)} for light in LIGHTS
    )
    pieces, begin = [], Decimal(0)
    for light in LIGHTS:
        count = Decimal(counts.get(light, 0))
        if count:
            fill = format_html(' fill="{}"', "url(#hatch-none)") if light == "none" else ""
            pieces.append(
                format_html('<rect class="share-{}" x="{}%" y="0" width="{}%" height="13"{}/>',
                            light, _length(begin / total), _length(count / total), fill)
            )  # fmt: skip
            begin += count
    drawn = format_html_join("", "{}", ((each,) for each in pieces))
    return format_html(
        '<svg class="share" role="img" width="100%" height="13" aria-label="{}"><title>{}</title>{}</svg>',
        words, words, drawn,
    )  # fmt: skip


def _length(part: Any) -> str:
    return f"{Decimal(part) * 100:.2f}"

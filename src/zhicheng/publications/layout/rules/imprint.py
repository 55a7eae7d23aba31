"""The imprint at the end of the last page: GB/T 9704-2012, 7.4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Line, Paragraph, fits
from zhicheng.publications.layout.findings import Finding, Said, said
from zhicheng.publications.layout.rules.look import Look, at
from zhicheng.publications.layout.rules.typography import other_family, other_size
from zhicheng.publications.layout.typefaces import FANGSONG
from zhicheng.publications.layout.units import POINTS_PER_MM, plain

SIZE = 14.0
THICK, THIN, TOLERANCE = 0.35, 0.25, 0.08  # millimetres
_COUNT = re.compile(r"^[（(]?共\s*\d*\s*份")
_PARTS = (Part.COPIES, Part.PRINTED, Part.IMPRINT)


def copies(look: Look) -> Iterator[Finding]:
    """抄送 with a full colon, closed by a full stop; all of the imprint in 仿宋 of size 4."""
    for each in look.anatomy.all(*_PARTS):
        wrong = other_family(each, FANGSONG) or other_size(each, SIZE)
        if wrong:
            yield at("imprint-font", each, wrong)
    for each in look.anatomy.all(Part.COPIES):
        match = writing.COPIES.match(each.text)
        if match and match["colon"] != "：" and each.text != match[0]:
            yield at("copies-form", each, said("written", text=match[0]))
        elif not each.text.endswith("。") and len(each.text) > 3 and each is look.anatomy.all(Part.COPIES)[-1]:
            yield at("copies-form", each, said("closed-by", sign=each.text[-1]))


def printed(look: Look) -> Iterator[Finding]:
    """The date of printing in Arabic digits without zeros before, with 印发."""
    for each in look.anatomy.all(Part.PRINTED):
        match = writing.PRINTED.search(each.text)
        if match is None:
            continue
        if not writing.RIGHT_DATE.match(match["date"]):
            yield at("printed-form", each, said("written", text=match["date"]))
        elif match["word"] not in ("印发", "印發"):
            yield at("printed-form", each, said("written", text=match[0].strip()))


def lines(look: Look) -> Iterator[Finding]:
    """Lines above and below, thick; between, thin."""
    parts = look.anatomy.all(*_PARTS)
    if not parts or look.form == "letter":
        return
    sides = _sides(look, parts)
    if sides is None:
        return
    missing = [side for side in ("top", "bottom") if side not in sides]
    if missing:
        yield at("imprint-lines", parts[0], said("lines-missing", sides=_named(missing)))
        return
    for side, wanted in (("top", THICK), ("bottom", THICK), ("between", THIN)):
        line = sides.get(side)
        if line is not None and not fits(line.points / POINTS_PER_MM, wanted, TOLERANCE):
            thick = said("line-weight", side=said(f"line-{side}"), value=plain(line.points / POINTS_PER_MM, 2))
            yield at("imprint-lines", parts[0], thick)
            return


def _named(sides: list[str]) -> Said:
    return said("line-both") if len(sides) == 2 else said(f"line-{sides[0]}")


def _sides(look: Look, parts: list[Paragraph]) -> dict[str, Line] | None:
    """The imprint's lines by side; None where they were drawn by hand, whose place is not told."""
    first, last = parts[0], parts[-1]
    if first.table >= 0:
        return {line.side: line for line in look.document.tables[first.table].lines}
    if any(first.index - 3 <= index <= last.index + 3 for index, _line in look.document.drawn):
        return None
    around = [each for each in look.document.paragraphs if first.index - 1 <= each.index <= last.index + 1]
    sides: dict[str, Line] = {}
    for each in around:
        for line in each.borders:
            at_top = each.index < first.index or (each is first and line.side == "top")
            at_bottom = each.index > last.index or (each is last and line.side == "bottom")
            sides["top" if at_top else "bottom" if at_bottom else "between"] = line
    return sides


def order(look: Look) -> Iterator[Finding]:
    """Copies before printing, nothing after it."""
    parts = look.anatomy.all(*_PARTS)
    kinds = [look.anatomy.parts[each.index] for each in parts]
    if Part.PRINTED in kinds and Part.COPIES in kinds[kinds.index(Part.PRINTED) :]:
        yield at("imprint-order", parts[kinds.index(Part.PRINTED)], said("copies-after-printing"))
    tail = parts[kinds.index(Part.PRINTED) + 1 :] if Part.PRINTED in kinds else []
    for each in tail:
        beside = each.table >= 0 and each.table == parts[0].table
        if look.anatomy.parts[each.index] == Part.IMPRINT and not beside and not _COUNT.match(each.text):
            yield at("imprint-order", each, said("after-imprint"))
            return

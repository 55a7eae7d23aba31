"""What stands above the text: mark, number, signatory, red line, urgency. GB/T 9704-2012, 7.2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Line, Paragraph, fits
from zhicheng.publications.layout.findings import Finding, Said, said
from zhicheng.publications.layout.rules.letter import bordered
from zhicheng.publications.layout.rules.look import Look, at
from zhicheng.publications.layout.rules.typography import other_family, other_size
from zhicheng.publications.layout.styles import is_red
from zhicheng.publications.layout.typefaces import HEI, KAI
from zhicheng.publications.layout.units import BLOCK_WIDTH, CHARACTER, plain

_CENTRED = ("center", "distribute", "both")
_BRACKETS = ("〔", "〕")
_WIDE = 3.0  # millimetres by which a drawn line may differ from the text block


def marks(look: Look) -> Iterator[Finding]:
    """The issuing body's mark red and centred; degree of secrecy and urgency in 黑体."""
    for each in look.anatomy.all(Part.MARK):
        if not each.coloured(is_red):
            colour = next((span.colour for span in each.spans if span.text.strip()), "000000")
            yield at("issuing-mark-colour", each, said("colour", colour=colour))
        if each.align not in _CENTRED and not each.anchored and each.place not in ("box", "table"):
            yield at("issuing-mark-align", each, said("aligned", way=said(f"align-{each.align}")))
    for each in look.anatomy.all(Part.COPY_NUMBER):
        if not re.match(r"^\d{6}$", each.text):
            yield at("copy-number", each, said("written", text=each.text))
        elif each.place == "" and (each.align in ("right", "center") or each.start() > 0.35):
            yield at("copy-number", each, said("not-flush"))
    for each in look.anatomy.all(Part.SECRECY, Part.URGENCY):
        wrong = other_family(each, HEI) or other_size(each, CHARACTER)
        if wrong:
            yield at("urgency-font", each, wrong)
        if each.place == "" and (each.align in ("right", "center") or each.start() > 0.35):
            yield at("urgency-align", each, said("not-flush"))


def number(look: Look) -> Iterator[Finding]:
    """年份 in 〔〕, no 第, no zero before, 号 after; centred, or at the left in an upward document."""
    for each in look.anatomy.all(Part.NUMBER):
        match = writing.NUMBER.search(each.text)
        if match is None:
            continue
        wrong = _other_form(match)
        if wrong:
            yield at("number-form", each, wrong)
        size = other_size(each, CHARACTER)
        if size:
            yield at("number-size", each, size)
        if look.form == "letter" or each.place or _is_upward(look):
            continue
        if each.align not in ("center", "distribute") and "签发" not in each.text:
            yield at("number-align", each, said("aligned", way=said(f"align-{each.align}")))


def _other_form(found: re.Match[str]) -> Said | None:
    written = found[0].strip()
    if writing.RIGHT_NUMBER.match(written):
        return None
    if (found["open"], found["close"]) != _BRACKETS:
        return said("wrong-brackets", text=written, open=found["open"], close=found["close"])
    if found["before"]:
        return said("with-ordinal", text=written)
    if found["number"].startswith("0"):
        return said("zero-padded", text=written)
    if len(found["year"]) != 4:
        return said("short-year", text=written)
    return said("without-hao", text=written) if not found["after"] else said("written", text=written)


def _is_upward(look: Look) -> bool:
    titled = "".join(each.text for each in look.anatomy.all(Part.TITLE))
    return bool(writing.UPWARD.search(titled))


def signatory(look: Look) -> Iterator[Finding]:
    """An upward document names who signed it: three characters in 仿宋, a full colon, the name in 楷体."""
    if look.form == "letter" or not look.anatomy.all(Part.MARK, Part.NUMBER):
        return
    holders = look.anatomy.all(Part.SIGNATORY, Part.NUMBER)
    named = [(each, match) for each in holders if (match := writing.SIGNATORY.search(each.text))]
    if not named:
        title = look.anatomy.first(Part.TITLE)
        if title is not None and _is_upward(look):
            last = look.anatomy.all(Part.TITLE)[-1]
            yield at("signatory", last, said("no-signatory"))
        return
    each, match = named[0]
    if match["colon"] != "：":
        yield at("signatory-form", each, said("written", text=match[0].strip()))
    elif match["name"]:
        start = each.words.find(match["name"])
        wrong = other_family(each, KAI, start, start + len(match["name"]))
        if wrong:
            yield at("signatory-form", each, wrong)


def red_line(look: Look) -> Iterator[Finding]:
    """A red line as wide as the text block, under the number."""
    if look.form == "letter" or not (look.anatomy.all(Part.MARK) and look.anatomy.all(Part.NUMBER)):
        return
    numbered = look.anatomy.all(Part.NUMBER)[-1]
    found = list(_lines(look))
    if not found:
        yield at("red-line", numbered, said("no-line"))
        return
    _paragraph, line = next(((each, line) for each, line in found if is_red(line.colour)), found[0])
    if not is_red(line.colour):
        yield at("red-line", numbered, said("line-colour", colour=line.colour))
    elif line.length is not None and not fits(line.length, BLOCK_WIDTH, _WIDE):
        yield at("red-line", numbered, said("line-length", value=plain(line.length)))


def rule_under(look: Look) -> Paragraph | None:
    """The paragraph that the red line stands under, or hangs from."""
    return next((each for each, line in _lines(look) if is_red(line.colour)), None)


def _lines(look: Look) -> Iterator[tuple[Paragraph, Line]]:
    """Lines between the number and the title, with the paragraph each stands under."""
    title = look.anatomy.first(Part.TITLE)
    start = min((each.index for each in look.anatomy.all(Part.MARK, Part.NUMBER)), default=0)
    end = title.index if title is not None else start + 1
    flow = [each for each in look.document.paragraphs if start <= each.index <= end]
    before: Paragraph | None = None
    for each in flow:
        if each is not title or before is None:
            yield from ((each, bordered(line, each)) for line in each.borders if line.side == "bottom")
            yield from ((each, line) for index, line in look.document.drawn if index == each.index)
        if before is not None:
            yield from ((before, bordered(line, each)) for line in each.borders if line.side == "top")
        if each.table >= 0 and (before is None or before.table != each.table):
            yield from ((each, line) for line in look.document.tables[each.table].lines if is_red(line.colour))
        before = each

"""Which paragraph of an official text is what: mark, number, title, recipients, headings, body, signature, imprint.

It is told by how a paragraph reads first and by its look second, so that a part with a wrong look is still found and
its look can be reported. What cannot be told is `OTHER` and nothing is asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.document import Document, Paragraph
from zhicheng.publications.layout.styles import is_red

_HEAD_REACH = 30  # paragraphs with words among which the title must be
_LARGE = 20.0  # points: nothing but a mark or a title is so large
_MARK = 26.0
_SHORT = 40
_IMPRINT_REACH = 12


class Part(StrEnum):
    """What a paragraph is."""

    BLANK = "blank"
    COPY_NUMBER = "copy-number"
    SECRECY = "secrecy"
    URGENCY = "urgency"
    MARK = "mark"
    NUMBER = "number"
    SIGNATORY = "signatory"
    TITLE = "title"
    RECIPIENTS = "recipients"
    HEADING = "heading"
    BODY = "body"
    NOTE = "attachment-note"
    SIGNATURE = "signature"
    DATE = "date"
    REMARK = "remark"
    ANNEX = "annex"
    ANNEX_TITLE = "annex-title"
    COPIES = "copies"
    PRINTED = "printed"
    IMPRINT = "imprint"
    OTHER = "other"


RUNNING = (Part.HEADING, Part.BODY)


@dataclass
class Anatomy:
    """Parts by the paragraph's index, levels of headings, and the paragraphs of each part in their order."""

    parts: dict[int, Part] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    annexes: dict[int, int] = field(default_factory=dict)  # paragraph index to the annex it stands in, from 1
    found: dict[Part, list[Paragraph]] = field(default_factory=dict)
    chinese: bool = True

    def all(self, *parts: Part) -> list[Paragraph]:
        """The paragraphs that are one of these, in reading order."""
        return sorted((each for part in parts for each in self.found.get(part, ())), key=lambda each: each.index)

    def first(self, part: Part) -> Paragraph | None:
        """The first of its kind."""
        return next(iter(self.found.get(part, ())), None)

    def put(self, paragraph: Paragraph, part: Part) -> None:
        """Settle what a paragraph is."""
        self.parts[paragraph.index] = part
        self.found.setdefault(part, []).append(paragraph)


def anatomy(document: Document) -> Anatomy:
    """Tell what each paragraph is."""
    found = Anatomy()
    strips = [strip for section in document.sections for strip in section.headers.values()]
    in_headers = [each for strip in strips for each in strip.paragraphs if each.text]
    flow = [each for each in document.paragraphs if each.place in ("", "table", "box")]
    letters = sum(len(each.text) for each in flow)
    found.chinese = sum(len(writing.HAN.findall(each.text)) for each in flow) * 3 > letters
    end = _imprint(flow, found)
    start = _head(flow[:end], in_headers, found)
    main = [each for each in flow[start:end] if each.place == ""]
    for each in flow[start:end]:
        if each.place:
            found.put(each, Part.OTHER if each.text else Part.BLANK)
    annex_at = _annexes(main)
    _main(main[: annex_at[0] if annex_at else len(main)], found)
    for number, at in enumerate(annex_at, start=1):
        until = annex_at[number] if number < len(annex_at) else len(main)
        _annex(main[at:until], number, found)
    return found


def _imprint(flow: Sequence[Paragraph], found: Anatomy) -> int:
    """Settle the imprint; where it begins in the flow."""
    said = [place for place, each in enumerate(flow) if each.text]
    begins = len(flow)
    for place in reversed(said[-_IMPRINT_REACH:]):
        last = begins == len(flow)
        if _is_of_imprint(flow[place], last=last):
            begins = place
    while 0 < begins < len(flow) and flow[begins].table >= 0 and flow[begins - 1].table == flow[begins].table:
        begins -= 1
    for each in flow[begins:]:
        text = each.text
        if not text:
            found.put(each, Part.BLANK)
        elif writing.COPIES.match(text):
            found.put(each, Part.COPIES)
        elif writing.PRINTED.search(text) and len(text) < 80:
            found.put(each, Part.PRINTED)
        else:
            found.put(each, Part.IMPRINT)
    return begins


def _is_of_imprint(each: Paragraph, *, last: bool) -> bool:
    printed = writing.PRINTED.search(each.text)
    if printed and len(each.text) < 80 and (printed["word"] or (each.place == "table" and last)):
        return True
    return bool(writing.COPIES.match(each.text)) and len(each.text) < 400


def _head(flow: Sequence[Paragraph], in_headers: Sequence[Paragraph], found: Anatomy) -> int:
    """Settle what stands before the text, the title with it; where the text begins in the flow."""
    for each in in_headers:
        if is_mark(each):
            found.put(each, Part.MARK)
        elif writing.NUMBER.search(each.text) and len(each.text) < _SHORT:
            found.put(each, Part.NUMBER)
    said = 0
    for place, each in enumerate(flow):
        if not each.text:
            found.put(each, Part.BLANK)
            continue
        said += 1
        part = _of_the_head(each, numbered=bool(found.all(Part.NUMBER)))
        if part is None and _is_title(each, flow[place + 1 :]):
            return _title(flow, place, found)
        if part is None and each.place in ("table", "box") and said < _HEAD_REACH:
            part = Part.OTHER
        if part is None:
            # The text begins without a title; a blank that was passed stays one.
            return place
        found.put(each, part)
    return len(flow)


def is_mark(each: Paragraph) -> bool:
    """The red name of the issuing body, or what stands where it should."""
    if not each.text or len(each.text) > _SHORT:
        return False
    return (each.coloured(is_red) and each.size >= _LARGE) or (
        each.size >= _MARK and each.text.replace(" ", "").endswith(("文件", "办公室", "政府", "委员会", "局"))
    )


def _of_the_head(each: Paragraph, *, numbered: bool) -> Part | None:
    text = each.text
    if is_mark(each) and not (numbered and "关于" in text) and "關於" not in text:
        return Part.MARK
    for pattern, part in (
        (writing.SECRECY, Part.SECRECY), (writing.URGENCY, Part.URGENCY), (writing.COPY_NUMBER, Part.COPY_NUMBER),
        (writing.ISSUE, Part.OTHER),
    ):  # fmt: skip
        if pattern.match(text):
            return part
    match = writing.NUMBER.search(text)
    if (
        match
        and len(text) < 2 * _SHORT
        and each.size < _LARGE
        and (match.start() == 0 or "签发" in text or "簽發" in text)
    ):
        return Part.NUMBER
    if writing.SIGNATORY.match(text):
        return Part.SIGNATORY
    return Part.OTHER if each.coloured(is_red) and each.size < _LARGE else None


def _is_title(each: Paragraph, after: Sequence[Paragraph]) -> bool:
    if each.place == "table" or len(each.text) > 120:
        return False
    styled = (
        each.style.lower().startswith(("title", "标题", "公文标题", "heading")) and not writing.level_of(each.text)[0]
    )
    large = each.size >= _LARGE
    closed = each.text.endswith(("。", "：", ":", "；"))
    return large or ((each.align == "center" or styled) and not closed)


def _title(flow: Sequence[Paragraph], place: int, found: Anatomy) -> int:
    """Settle a title of one or more paragraphs, and lines under it such as a date in brackets."""
    first = flow[place]
    found.put(first, Part.TITLE)
    place += 1
    while place < len(flow) and flow[place].text and _goes_on(first, flow[place]):
        found.put(flow[place], Part.TITLE)
        place += 1
    while place < len(flow):
        each = flow[place]
        under = each.text and each.align == "center" and each.place == "" and not writing.level_of(each.text)[0]
        if each.text and not under:
            break
        found.put(each, Part.OTHER if each.text else Part.BLANK)
        place += 1
    return place


def _goes_on(first: Paragraph, each: Paragraph) -> bool:
    return (
        each.size == first.size
        and each.align == first.align
        and (each.align == "center" or each.size >= _LARGE)
        and not writing.level_of(each.text)[0]
        and not each.text.startswith(("（", "("))
        and not writing.is_recipient(each.text)
    )


def _annexes(main: Sequence[Paragraph]) -> list[int]:
    """Where annexes begin: 附件 with or without a number alone on a line, after something was said."""
    first = next((place for place, each in enumerate(main) if each.text), 0)
    return [place for place, each in enumerate(main) if place > first and writing.ANNEX.match(each.text)]


def _main(paragraphs: Sequence[Paragraph], found: Anatomy) -> None:
    said = [each for each in paragraphs if each.text]
    rest = said
    if said and _are_recipients(said[0]):
        found.put(said[0], Part.RECIPIENTS)
        rest = said[1:]
    ended = _ending(rest, found)
    _running(rest[:ended], found)
    for each in paragraphs:
        if not each.text:
            found.put(each, Part.BLANK)


def _are_recipients(each: Paragraph) -> bool:
    if writing.level_of(each.text)[0] or each.align in ("center", "right") or len(each.text) > 200:
        return False
    return writing.is_recipient(each.text)


def _ending(said: Sequence[Paragraph], found: Anatomy) -> int:
    """Settle note of attachments, signature, date and remark; how many paragraphs come before them."""
    last = len(said)
    while last and writing.REMARK.match(said[last - 1].text):
        last -= 1
        found.put(said[last], Part.REMARK)
    said = said[:last]
    dated = next(
        (place for place in range(len(said) - 1, 0, -1) if _is_date(said[place])),
        None,
    )
    if dated is not None:
        for each in said[dated + 1 :]:
            found.put(each, Part.REMARK if writing.REMARK.match(each.text) else Part.OTHER)
        found.put(said[dated], Part.DATE)
    end = len(said) if dated is None else dated
    while end > 1 and _is_signature(said[end - 1], close=dated is not None):
        end -= 1
        found.put(said[end], Part.SIGNATURE)
    note = next((place for place in range(end - 1, 0, -1) if writing.ATTACHMENT_NOTE.match(said[place].text)), None)
    if note is None or not all(writing.ATTACHMENT_ITEM.match(each.text) for each in said[note + 1 : end]):
        return end
    for each in said[note:end]:
        found.put(each, Part.NOTE)
    return note


def _is_date(each: Paragraph) -> bool:
    return bool(writing.DATE.match(each.text) or writing.BLANK_DATE.match(each.text))


def _is_signature(each: Paragraph, *, close: bool) -> bool:
    text = each.text
    if len(text) > _SHORT or text.endswith(("。", "；", "：", ":", "！")) or writing.level_of(text)[0]:
        return False
    aside = each.align in ("right", "center") or each.start() >= 6
    return aside or (close and writing.is_recipient(text) and not writing.ATTACHMENT_NOTE.match(text))


def _annex(paragraphs: Sequence[Paragraph], number: int, found: Anatomy) -> None:
    found.put(paragraphs[0], Part.ANNEX)
    said = [each for each in paragraphs[1:] if each.text]
    titles = 0
    for each in said[:3]:
        if each.align != "center" and each.size < _LARGE:
            break
        found.put(each, Part.ANNEX_TITLE)
        titles += 1
    _running(said[titles:], found)
    for each in paragraphs:
        found.annexes[each.index] = number
        if not each.text:
            found.put(each, Part.BLANK)


def _running(paragraphs: Sequence[Paragraph], found: Anatomy) -> None:
    for each in paragraphs:
        level, _right = writing.level_of(each.text)
        aside = each.align in ("center", "right", "distribute") or writing.CAPTION.match(each.text)
        contents = each.style.lower().startswith(("toc", "目录", "caption", "题注"))
        if contents or (aside and not level) or each.anchored:
            found.put(each, Part.OTHER)
        elif level:
            found.levels[each.index] = level
            found.put(each, Part.HEADING)
        else:
            found.put(each, Part.BODY)

"""A checked text with its findings in the margin: block by block, as it will read, each note beside what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.publications.blocks import Block, ChartBlock, Figure, Heading, Inline, ListBlock, Paragraph, TableBlock
from zhicheng.publications.checking.findings import FIX, REASON, REMARK, Finding

# How grave a finding is, as pages show it: light, words, class.
LEVELS = {
    FIX: ("late", lazy("必须改正"), "contradicted"),
    REASON: ("care", lazy("须改正或说明理由"), "premature"),
    REMARK: ("none", lazy("提示"), "unstated"),
}
_GRAVEST = (FIX, REASON, REMARK)


@dataclass(frozen=True)
class Note:
    """A finding with its number on the page, and the reason for which it was let pass."""

    number: int
    finding: Finding
    waived: str = ""

    @property
    def light(self) -> str:
        """Its light; one that was let pass has none."""
        return "none" if self.waived else LEVELS[self.finding.level][0]

    @property
    def word(self) -> str:
        """How grave it is."""
        return _("已说明理由") if self.waived else str(LEVELS[self.finding.level][1])

    @property
    def css(self) -> str:
        """Its class in the style sheet of the data check."""
        return "holds" if self.waived else LEVELS[self.finding.level][2]


@dataclass
class Row:
    """A block with the notes beside it, and the blocks without notes that follow."""

    blocks: list[tuple[str, SafeString]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def notes_of(findings: Sequence[Finding], waivers: Mapping[str, str]) -> list[Note]:
    """The findings numbered in the order of the text."""
    return [Note(place, each, waivers.get(each.id, "")) for place, each in enumerate(findings, start=1)]


def rows_of(blocks: Sequence[Block], notes: Sequence[Note]) -> list[Row]:
    """The text as rows; what stands before the first note is a row without notes."""
    rows = [Row()]
    for place, block in enumerate(blocks):
        own = [each for each in notes if each.finding.block == place]
        if own or rows[-1].notes:
            rows.append(Row([], own))
        rows[-1].blocks.append((_kind(block), _drawn(block, own)))
    return [each for each in rows if each.blocks]


def whole_of(notes: Sequence[Note]) -> list[Note]:
    """The findings about the fields and the whole, the gravest first."""
    about = [each for each in notes if each.finding.block < 0]
    return sorted(about, key=lambda each: (_GRAVEST.index(each.finding.level), each.number))


def _kind(block: Block) -> str:
    if isinstance(block, (TableBlock, ChartBlock)):
        return "table"
    return "heading" if isinstance(block, Heading) else "list" if isinstance(block, ListBlock) else "paragraph"


def _drawn(block: Block, notes: Sequence[Note]) -> SafeString:
    numbers = format_html_join(
        "", '<sup><a href="#n{}" id="m{}">{}</a></sup>', ((each.number, each.number, each.number) for each in notes)
    )
    if isinstance(block, (Heading, Paragraph)):
        return format_html("{}{}{}", _run(block.inlines, notes), "", numbers)
    if isinstance(block, ListBlock):
        return format_html(
            "<ul>{}</ul>{}",
            format_html_join("", "<li>{}</li>", ((_run(each, notes),) for each in block.points)),
            numbers,
        )
    if isinstance(block, ChartBlock):
        return format_html(
            '<p class="is-note">{} {}</p>{}{}', _("图："), block.title, _table(block.table, notes), numbers
        )
    return format_html("{}{}", _table(block, notes), numbers)


def _run(inlines: Sequence[Inline], notes: Sequence[Note]) -> SafeString:
    """The words, with those that a note quotes marked, and figures that say where they come from."""
    return format_html_join("", "{}", ((_piece(each, notes),) for each in inlines))


def _piece(inline: Inline, notes: Sequence[Note]) -> SafeString:
    if isinstance(inline, Figure):
        stale = next(
            (each for each in notes if each.finding.code == "stale-figure" and each.finding.quote == inline.shown), None
        )
        tip = inline.name + (f" · {inline.edition}" if inline.edition else "")
        if stale is not None:
            return format_html('<mark class="{}" title="{}">{}</mark>', stale.css, tip, inline.shown)
        return format_html('<span class="bound" title="{}">{}</span>', tip, inline.shown)
    quoted = next((each for each in notes if each.finding.quote and each.finding.quote in inline.text), None)
    if quoted is None:
        return format_html("{}", inline.text)
    before, found, after = inline.text.partition(quoted.finding.quote)
    rest = [each for each in notes if each is not quoted]
    return format_html('{}<mark class="{}">{}</mark>{}', before, quoted.css, found, _run([type(inline)(after)], rest))


def _table(table: TableBlock, notes: Sequence[Note]) -> SafeString:
    heads = format_html_join(
        "",
        '<th scope="col">{}</th>',
        ((f"{each.title}（{each.unit}）" if each.unit else each.title,) for each in table.columns),
    )
    rows = format_html_join(
        "", "<tr>{}</tr>",
        ((format_html_join("", "<td>{}</td>", ((_run(cell, notes),) for cell in row)),) for row in table.rows),
    )  # fmt: skip
    return format_html(
        "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", table.caption, heads, rows
    )

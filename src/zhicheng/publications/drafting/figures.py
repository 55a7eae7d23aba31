"""Figures of a template: looked up in the palettes, derived by arithmetic, printed once."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from zhicheng.publications.blocks import Figure, Inline, Text
from zhicheng.publications.drafting import expressions
from zhicheng.publications.drafting.expressions import Bad, Condition, Name, Node
from zhicheng.publications.drafting.palette import EARLIER, Palette, PaletteEntry
from zhicheng.publications.drafting.printing import Format, Unprintable, printed, read_format
from zhicheng.publications.drafting.problems import Problem
from zhicheng.publications.drafting.reading import Defined, Piece, Template

MOST_PROBLEMS, MOST_SUGGESTED, MOST_DEFINED = 100, 20, 300
POINT = EARLIER + "."


@dataclass
class Figures:
    """All that a template may name, with what went wrong when it was named."""

    template: Template
    now: Palette
    earlier: Palette | None
    has_edition: bool
    problems: list[Problem]
    language: str = "zh-hans"
    nodes: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Defined] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    _values: dict[str, Decimal | Bad] = field(default_factory=dict)
    _suggested: int = 0

    def define(self) -> None:
        """Read the lines 设 name = expression; circles are found among them, whether or not they are used."""
        for place, each in enumerate(self.template.defined):
            if place >= MOST_DEFINED:
                self.tell("defined-many", each.at, len(each.name), limit=str(MOST_DEFINED))
                break
            if self.lookup(each.name) is not None or each.name in self.places:
                self.tell("name-taken", each.at, len(each.name), name=each.name)
            elif not _is_name(each.name):
                self.tell("name-bad", each.at, len(each.name), name=each.name)
            else:
                self.places[each.name] = each
        for name, each in self.places.items():
            try:
                node = expressions.parse(each.text, known=self.is_known)
            except Bad as bad:
                self.tell_bad(bad, each.text, each.text_at)
                self.broken.add(name)
                continue
            if not self.all_known(node, each.text_at):
                self.broken.add(name)
            self.nodes[name] = node
        for name in self._find_circles():
            # Those that others rest on come first, so that nothing recurses however long the chain is.
            try:
                self._values[name] = expressions.evaluate(self.nodes[name], self.value)
            except Bad as bad:
                self._values[name] = bad

    def _find_circles(self) -> list[str]:
        done: dict[str, None] = {}
        for name in self.nodes:
            chain = [name]
            while chain:
                following = next(
                    (each.name for each in expressions.names_in(self.nodes[chain[-1]])
                     if each.name in self.nodes and each.name not in done), None,
                )  # fmt: skip
                if following is None:
                    done[chain.pop()] = None
                elif following in chain:
                    circle = [*chain[chain.index(following) :], following]
                    place = self.places[following]
                    self.tell("circular", place.at, len(following), name=following, chain=" → ".join(circle))
                    self.broken.update(circle)
                    done.update(dict.fromkeys(circle))
                    chain = [each for each in chain if each not in done]
                else:
                    chain.append(following)
        # What rests on something broken is silent: the cause has been told.
        changed = True
        while changed:
            resting = {
                name for name, node in self.nodes.items()
                if name not in self.broken and any(each.name in self.broken for each in expressions.names_in(node))
            }  # fmt: skip
            self.broken |= resting
            changed = bool(resting)
        return [each for each in done if each not in self.broken]

    def lookup(self, name: str) -> PaletteEntry | None:
        """A name of the palette, of the earlier edition where it begins with 上期."""
        if name.startswith(POINT):
            return self.earlier.get(name.removeprefix(POINT)) if self.earlier is not None else None
        return self.now.get(name)

    def is_known(self, name: str) -> bool:
        """Is there such a figure?"""
        return name in self.places or self.lookup(name) is not None

    def all_known(self, node: Node, at: int) -> bool:
        """Are all the figures of an expression there, and numbers? What is not is told."""
        fine = True
        for each in expressions.names_in(node):
            if each.name in self.places:
                continue
            entry = self.lookup(each.name)
            if entry is None:
                self.tell_unknown(each.name, at + each.at)
                fine = False
            elif not entry.is_number:
                self.tell("text-figure", at + each.at, len(each.name), name=each.name)
                fine = False
        return fine

    def value(self, name: Name) -> Decimal:
        """The exact value of a figure. Raises: Bad."""
        if name.name in self.nodes:
            if name.name in self.broken:
                raise Bad("broken", name.at)
            known = self._values[name.name]
            if isinstance(known, Bad):
                raise Bad(known.code, name.at, len(name.name), **{"text": name.name, **known.facts})
            return known
        entry = self.lookup(name.name)
        if entry is None or entry.number is None:
            raise Bad("no-value" if entry is not None else "broken", name.at, len(name.name), name=name.name)
        return entry.number

    def inline(self, piece: Piece) -> Inline:
        """What {{…}} becomes; words as they were written where it cannot be."""
        source, *formats = piece.inside.split("|")
        read = read_format(formats)
        form = read if isinstance(read, Format) else None
        if isinstance(read, str):
            self.tell("format", piece.at, len(piece.source), format=read)
        name = source.strip()
        entry = self.lookup(name)
        try:
            if entry is not None:
                return self._from_palette(entry, name, form, piece, has_format=bool(formats))
            return self._derived(source, form, piece)
        except Bad as bad:
            self.tell_bad(bad, source, piece.inside_at)
        except Unprintable:
            self.tell("too-big", piece.at, len(piece.source), text=name)
        return Text(piece.source)

    def _from_palette(
        self, entry: PaletteEntry, name: str, form: Format | None, piece: Piece, *, has_format: bool
    ) -> Inline:
        if not entry.is_number:
            if has_format and form is not None:
                self.tell("text-figure", piece.at, len(piece.source), name=name)
            if entry.value is None:
                return Text((entry.text_en if self.language == "en" else "") or entry.text)
            return Figure(entry.shown, name, entry.edition, entry.key, entry.value.text)
        if entry.number is None:
            self.tell("no-value", piece.at, len(piece.source), name=name)
            return Figure(entry.shown, name, entry.edition, entry.key)
        shown = printed(entry.number, places=entry.places, unit=entry.unit, form=form)
        return Figure(shown, name, entry.edition, entry.key, f"{entry.number:f}")

    def _derived(self, source: str, form: Format | None, piece: Piece) -> Inline:
        node = expressions.parse(source, known=self.is_known)
        if not self.all_known(node, piece.inside_at):
            return Text(piece.source)
        value = expressions.evaluate(node, self.value)
        places = None if value == value.to_integral_value() else 1
        shown = printed(value, places=places, form=form)
        edition = next((each.edition for each in self.sources(node)), "")
        names = tuple(self._rests_on(node))
        return Figure(shown, source.strip(), edition, "", f"{value:f}"[:80], names)

    def sources(self, node: Node) -> list[PaletteEntry]:
        """The entries of the palette on which an expression rests."""
        return [entry for name in self._rests_on(node) if (entry := self.lookup(name)) is not None]

    def _rests_on(self, node: Node) -> list[str]:
        """The names of the palette beneath an expression, each once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [each.name for each in expressions.names_in(node)]
        while waiting:
            name = waiting.pop(0)
            if name not in self.nodes:
                found[name] = None
            elif name not in seen:
                seen.add(name)
                waiting += [each.name for each in expressions.names_in(self.nodes[name])]
        return list(found)

    def condition(self, piece: Piece) -> bool | None:
        """Does the condition hold? None where it cannot be read, which is told; the text is then kept."""
        read = self.read_condition(piece)
        if read is None:
            return None
        try:
            return expressions.holds(read, self.value)
        except Bad as bad:
            if bad.code == "no-value":
                # Nothing reported is no number: the condition does not hold, and that is what it is for.
                return False
            self.tell_bad(bad, piece.inside, piece.inside_at)
            return None

    def read_condition(self, piece: Piece) -> Condition | None:
        """The condition with its names checked; None where it is none, which is told."""
        try:
            found = expressions.parse_condition(piece.inside, known=self.is_known)
        except Bad as bad:
            self.tell_bad(bad, piece.inside, piece.inside_at)
            return None
        sides = [self.all_known(each, piece.inside_at) for each in (found.left, found.right)]
        return found if all(sides) else None

    def check_only(self, piece: Piece) -> None:
        """Tell what is unknown in a figure that a condition leaves out."""
        name = piece.inside.split("|")[0]
        if self.lookup(name.strip()) is None:
            try:
                self.all_known(expressions.parse(name, known=self.is_known), piece.inside_at)
            except Bad as bad:
                self.tell_bad(bad, name, piece.inside_at)

    def tell(self, code: str, at: int, length: int = 1, *, near: tuple[str, ...] = (), **facts: str) -> None:
        """A problem at a place of the template; no more than anybody reads."""
        if len(self.problems) > MOST_PROBLEMS:
            return
        line, column = self.template.place(max(0, at))
        if len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem("too-many", line, column, 1, {"limit": str(MOST_PROBLEMS)}))
        else:
            self.problems.append(Problem(code, line, column, max(1, length), facts, near))

    def tell_unknown(self, name: str, at: int) -> None:
        """An unknown figure, with names like it."""
        if not self.has_edition:
            return self.tell("no-edition", at, len(name), name=name)
        if name.startswith(POINT) and self.earlier is None:
            return self.tell("no-earlier", at, len(name), name=name)
        near: tuple[str, ...] = ()
        if self._suggested < MOST_SUGGESTED and len(name) <= 60:
            self._suggested += 1
            near = self._near(name)
        if near:
            quoted = "、".join(f"“{each}”" for each in near)
            return self.tell("unknown-figure-near", at, len(name), near=near, name=name, **{"near_names": quoted})
        return self.tell("unknown-figure", at, len(name), name=name)

    def _near(self, name: str) -> tuple[str, ...]:
        if name.startswith(POINT) and self.earlier is not None:
            return tuple(POINT + each for each in self.earlier.near(name.removeprefix(POINT)))
        own = tuple(each for each in self.places if set(each) & set(name) and abs(len(each) - len(name)) <= 2)
        return (*own[:1], *self.now.near(name))[:3]

    def tell_bad(self, bad: Bad, text: str, at: int) -> None:
        """A problem of an expression; what rests on a broken one is silent."""
        if bad.code != "broken":
            facts = {"text": text.strip()[:60], **bad.facts}
            self.tell(bad.code, at + bad.at, bad.length, near=(), **facts)


def _is_name(name: str) -> bool:
    return (
        bool(name)
        and len(name) <= 30
        and all(each.isalnum() or each == "_" for each in name)
        and (not name[0].isdecimal() and "__" not in name)
    )

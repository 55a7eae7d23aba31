"""The names that an edition knows: areas with and without 市、县、区, tasks, fields; looked up by what a label says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhicheng.indicators.editions.content import FIELD, TASK, Edition, Subject
from zhicheng.publications.forms.words import NUMBERING, TOTAL, alike, core, plain, without_verbs

SURE, POSSIBLE, APART = 0.8, 0.45, 0.06
MOST_OPTIONS = 4
_SUFFIX = re.compile(r"(?:自治县|自治旗|新区|开发区|街道|市|县|区|旗|镇|乡)$")
_LEADING = re.compile(r"^(?:提升|提高|加强|强化|培育|守牢|推进|全面|着力)")


@dataclass(frozen=True)
class Vocabulary:
    """Look-ups over one edition."""

    edition: Edition
    areas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    tasks: tuple[Subject, ...] = ()

    @classmethod
    def of(cls, edition: Edition) -> Vocabulary:
        """The names of an edition."""
        areas: dict[str, list[str]] = {}
        for area in edition.areas:
            names = {plain(area.name), _SUFFIX.sub("", plain(area.name))}
            for name in names:
                if len(name) >= 2 and area.code not in areas.setdefault(name, []):
                    areas[name].append(area.code)
        fields = {}
        for subject in edition.subjects:
            if subject.kind == FIELD:
                fields[_field_name(subject.name)] = subject.code
        tasks = tuple(each for each in edition.subjects if each.kind == TASK)
        return cls(edition, {name: tuple(codes) for name, codes in areas.items()}, fields, tasks)

    def area(self, text: str) -> tuple[str, ...]:
        """Codes of the areas that a label names as a whole; several where short names fall together."""
        label = re.sub(r"[（(].*?[)）]", "", plain(NUMBERING.sub("", text)))
        if TOTAL.match(label):
            return (self.edition.region,)
        for name in (label, re.sub(r"人民政府$|政府$|市场监管局$|市场监督管理局$", "", label)):
            if name in self.areas:
                return self.areas[name]
            short = _SUFFIX.sub("", name)
            if len(short) >= 2 and short in self.areas:
                # Written with another suffix than ours (砚湖市 for 砚湖县): only where nothing else is called so.
                return self.areas[short]
        return ()

    def area_within(self, text: str) -> tuple[str, str]:
        """The code of an area that is named in full within a label, and the label without it."""
        label = plain(text)
        for area in sorted(self.edition.areas, key=lambda each: -len(each.name)):
            name = plain(area.name)
            if len(name) >= 3 and name in label and label != name:
                return area.code, label.replace(name, "", 1)
        return "", label

    def field_code(self, text: str) -> str:
        """The field of work that a label names; "" for none."""
        return self.fields.get(_field_name(text), "")

    def candidates(self, text: str) -> list[tuple[float, Subject]]:
        """Tasks that a label may name, the likeliest first."""
        scored = [(alike(text, each.name), each) for each in self.tasks]
        return sorted(((score, each) for score, each in scored if score >= POSSIBLE), key=lambda pair: -pair[0])

    def task(self, text: str) -> tuple[Subject | None, Sequence[Subject]]:
        """The task that a label surely names, or those that it may name."""
        numbered = re.fullmatch(r"(?:任务|第|第?任务)?0*(\d{1,3})(?:项|号|项任务)", plain(text))
        if numbered:
            hits = [each for each in self.tasks if each.number == numbered[1]]
            return (hits[0], ()) if len(hits) == 1 else (None, hits[:MOST_OPTIONS])
        found = self.candidates(text)
        if not found:
            return None, ()
        best, subject = found[0]
        second = found[1][0] if len(found) > 1 else 0.0
        if best >= SURE and best - second >= APART:
            return subject, ()
        return None, [each for _score, each in found[:MOST_OPTIONS]]

    def named(self, name: str) -> Subject | None:
        """The one task with exactly this name: how an answer is remembered beyond an edition."""
        hits = [each for each in self.tasks if each.name == name]
        return hits[0] if len(hits) == 1 else None

    def contained(self, text: str) -> tuple[Subject, str] | None:
        """The longest task name that stands within a label, and what else the label says."""
        label = plain(text)
        hits = [each for each in self.tasks if len(core(each.name)) >= 4 and plain(each.name) in label]
        hits = hits or [each for each in self.tasks if len(core(each.name)) >= 6 and core(each.name) in label]
        if not hits:
            return None
        best = max(hits, key=lambda each: len(each.name))
        name = plain(best.name) if plain(best.name) in label else core(best.name)
        before, _name, after = label.partition(name)
        # Verbs before a name are as offices please; what stands behind it is what is asked about it.
        return best, without_verbs(before) + after


def _field_name(text: str) -> str:
    bare = _LEADING.sub("", re.sub(r"[（(].*?[)）]", "", NUMBERING.sub("", plain(text))))
    return re.sub(r"(?:领域|方面|工作)$", "", bare)

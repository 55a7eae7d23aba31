"""What rows of a table share: units and deadlines from above, from headings, from notes, or asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from zhicheng.core.text import fold
from zhicheng.goals.contracts import lines as kinds
from zhicheng.goals.contracts import organisations, targets
from zhicheng.goals.contracts.drafts import Draft
from zhicheng.goals.contracts.fields import (
    DITTO,
    When,
    deadline_in,
    deadline_in_notes,
    deadline_in_task,
    deadline_of,
)
from zhicheng.goals.contracts.organisations import Units
from zhicheng.goals.contracts.results import (
    ONGOING,
)
from zhicheng.goals.contracts.rows import RowReader
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.years import settled

_FIRST_LEADS = re.compile(
    r"(?:排|列|位列|排名|排序)?(?:在)?(?:第一位|首位|第一|最前|前面)的?(?:单位|部门)?(?:为|是|作为)(?:总)?牵头"
)

_DITTO_ONLY = ("unit", "target", "standard", "leader")


class Settler(RowReader):
    """Settles units and deadlines of the drafts."""

    def _filled_together(self, name: str) -> bool:
        """The field is filled exactly where a category begins: then blanks below mean the same as above."""
        category, column = self.head.one("category"), self.head.one(name)
        if category is None or column is None:
            return False
        begins = [index for index, draft in enumerate(self.drafts) if kinds.own(self.sheet, draft.row, category.index)]
        filled = [index for index, draft in enumerate(self.drafts) if name in draft.cells]
        return len(begins) >= 2 and begins == filled and begins[0] == 0 and len(begins) < len(self.drafts)

    def _take_above(self, name: str) -> None:
        """Ditto marks, and blanks that are plainly meant so."""
        together = self._filled_together(name)
        for above, draft in zip(self.drafts, self.drafts[1:], strict=False):
            ditto = fold(draft.text_of(name)) in DITTO
            if (ditto or (together and name not in draft.cells and name not in _DITTO_ONLY)) and name in above.cells:
                draft.cells[name] = replace(above.cells[name], merged_from=None)
                draft.places[name] = above.places[name]

    def _take_from_whole(self) -> None:
        """Parts of a task (其中：…) are its units' and due with it, unless they say otherwise."""
        whole: Draft | None = None
        for draft in self.drafts:
            if not draft.is_part:
                whole = draft
            elif whole is not None:
                for name in ("lead", "support", "deadline"):
                    if name in whole.cells and name not in draft.cells:
                        draft.cells[name] = replace(whole.cells[name], merged_from=None)
                        draft.places[name] = whole.places[name]

    def _settle_units(self) -> None:
        for name in ("lead", "support", "deadline", "source", "contact", *_DITTO_ONLY):
            self._take_above(name)
        self._take_from_whole()
        first_leads = any(_FIRST_LEADS.search(fold(note)) for note in self.notes)
        for draft in self.drafts:
            draft.units = self._units_of(draft, first_leads=first_leads)
        without = [draft for draft in self.drafts if not draft.units.lead]
        for draft in without:
            heading = draft.section_units
            mates = [other for other in self.drafts if other.section_units is heading]
            # Where a column names units, a blank in it may be an omission; words behind a task only say more.
            if heading.lead and not any("lead" in other.cells for other in mates):
                support = draft.units.support or heading.support
                draft.units = replace(draft.units, lead=heading.lead, support=support)
        self._ask_for_units([draft for draft in self.drafts if not draft.units.lead])

    def _ask_for_units(self, without: list[Draft]) -> None:
        if without and len(without) == len(self.drafts) > 1:
            answer = self.ask("lead_units", say("no-units"), (), row=None)
            for draft in without:
                self._answered_units(draft, answer)
            return
        for draft in [each for each in without if not each.asked_units]:
            index = self.drafts.index(draft)
            above = self.drafts[index - 1].units.lead if index else ()
            options = tuple(
                dict.fromkeys(option for option in ("、".join(above), "、".join(draft.section_units.lead)) if option)
            )
            said = say("no-unit-above" if above else "no-unit")
            cell = draft.cells.get("lead")
            if cell is not None and cell.formula and cell.value is None:
                said = say("unit-formula")
            self._answered_units(
                draft, self.ask("lead_units", said, options, row=draft.row, column=self.head.one("lead"))
            )

    def _answered_units(self, draft: Draft, answer: str | None) -> None:
        if answer:
            draft.units = replace(draft.units, lead=organisations.split_units(answer)[0])

    def _units_of(self, draft: Draft, *, first_leads: bool) -> Units:
        cell, help_cell = draft.text_of("lead"), draft.text_of("support")
        combined = "person" in draft.cells and draft.places.get("person") is draft.places.get("lead")
        cell = "" if cell in targets.BLANKS else cell
        help_cell = "" if help_cell in targets.BLANKS else help_cell
        contact = draft.behind.contact
        if combined or ("contact" in draft.cells and draft.places.get("contact") is draft.places.get("lead")):
            cell, contact = _without_persons(cell)
            for name in ("person", "contact"):
                draft.cells.pop(name, None)
        own = organisations.parse_units(cell)
        if not own.named and (draft.behind.lead or draft.behind.support):
            own = draft.behind
        elif (
            draft.behind.lead
            and own.lead + own.loose
            and set(draft.behind.lead) - set(own.lead + own.loose + own.support)
        ):
            behind = "、".join(draft.behind.lead)
            options = ("、".join(own.lead + own.loose), behind)
            answer = self.ask(
                "lead_units",
                say("units-differ"),
                options,
                row=draft.row,
                column=self.head.one("lead"),
            )
            own = Units(lead=organisations.split_units(answer)[0], support=own.support) if answer else own
        lead, support = own.lead, own.support
        if own.loose:
            lead, support = (own.loose[:1], (*own.loose[1:], *support)) if first_leads else (own.loose, support)
        helpers = organisations.parse_units(help_cell)
        helping = (*helpers.lead, *helpers.loose, *helpers.support)
        if self._is_doubtful(own):
            said = self._doubtful(draft, "lead", own)
            lead, support = (said, ()) if said else (lead, support)
        if self._is_doubtful(helpers):
            helping = self._doubtful(draft, "support", helpers) or helping
        support = tuple(dict.fromkeys((*support, *helping)))
        return Units(
            lead,
            tuple(unit for unit in support if unit not in lead),
            deadline=own.deadline or draft.behind.deadline,
            contact=contact,
        )

    def _is_doubtful(self, units: Units) -> bool:
        """Words in brackets behind a name are asked about once; our own export only repeats what was settled."""
        return units.doubt is not None and not (units.doubt.code == "unit-bracket" and self._exported())

    def _doubtful(self, draft: Draft, name: str, units: Units) -> tuple[str, ...]:
        """The units that someone answered for a cell that could not be read for sure; () without an answer."""
        names = (*units.lead, *units.loose, *units.support)
        proposal, bare = "、".join(names), "、".join(re.sub(r"[（(][^（()）]*[)）]$", "", name) for name in names)
        options = (proposal, bare) if units.doubt and units.doubt.code == "unit-bracket" else (proposal,)
        column = draft.places.get(name) or self.head.one("task")
        answer = self.ask(name, say("check", why=units.doubt), options, row=draft.row, column=column)
        return organisations.split_units(answer)[0] if answer and answer != proposal else ()

    def _settle_deadlines(self) -> None:
        year = self.context.year
        default = deadline_in_notes(self.notes, year=year)
        found = [(draft, self._deadline(draft, default)) for draft in self.drafts]
        silent = [draft for draft, when in found if when is None]
        stated = [(draft, when) for draft, when in found if when is not None]
        whens = settled([when for _draft, when in stated], self.context.dated, self.context.desk)
        for (draft, _when), when in zip(stated, whens, strict=True):
            self.context.needs_year |= when.needs_year
            draft.deadline = when.text
            if when.why:
                draft.deadline = self._ask_deadline(when.why, when.proposals, draft) or when.text
        options = (f"{year}-12-31", ONGOING) if year else (ONGOING,)
        if silent and len(silent) == len(self.drafts) > 1:
            same = self._ask_deadline(say("no-deadlines"), options, None)
            for draft in silent:
                draft.deadline = same
            return
        if len(silent) > 1 and self.head.one("deadline") is None:
            same = self._ask_deadline(say("no-deadlines-rest", count=len(silent)), options, None)
            for draft in silent:
                draft.deadline = same
            return
        for draft in silent:
            draft.deadline = self._ask_deadline(say("no-deadline"), options, draft)

    def _ask_deadline(self, why: Said, proposals: tuple[str, ...], draft: Draft | None, again: int = 1) -> str | None:
        """The deadline that someone answered, for one task or for all; asked again where the answer is no day."""
        row, column = None, None
        if draft is not None:
            row, column = draft.row, draft.places.get("deadline") or self.head.one("deadline")
        answer = self.ask("deadline", why, proposals, row=row, column=column)
        if not answer or answer == ONGOING:
            return answer
        read = deadline_in(answer, year=self.context.year).text
        # Counted, so that the same unreadable answer given twice is asked about twice, not for ever.
        said = say("answer-no-day", text=answer[:20], again=again)
        return read or self._ask_deadline(said, proposals, draft, again + 1)

    def _deadline(self, draft: Draft, default: str | None) -> When | None:
        """From its column, the bracket, the task's words, the note for all; None where nothing says anything."""
        year = self.context.year
        cell = draft.cells.get("deadline")
        if cell is not None and (cell.text.strip() not in targets.BLANKS or (cell.formula and cell.value is None)):
            return deadline_of(cell, year=year, since_1904=self.sheet.since_1904)
        said = draft.behind.deadline or draft.units.deadline
        if said:
            return deadline_in(said, year=year)
        inside = deadline_in_task(f"{draft.text}\n{draft.text_of('detail')}", year=year)
        if inside is not None:
            return inside
        return When(default) if default else None


def _without_persons(text: str) -> tuple[str, str]:
    """Units and persons of a column that holds both."""
    units: list[str] = []
    persons: list[str] = []
    for piece in re.split(r"[\s\n：:/／（()）]+", text):
        if not piece:
            continue
        (
            units
            if any(organisations.looks_like_unit(part) for part in re.split("[、，,]", piece))
            and not re.search(r"\d{6}", piece)
            else persons
        ).append(piece)
    return "、".join(units), " ".join(persons)

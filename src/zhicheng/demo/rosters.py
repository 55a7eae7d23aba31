"""Names for counts: each thing once in a series, in whichever year or county it was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from zhicheng.demo.firms import Firm, by_county
from zhicheng.demo.places import COUNTIES, TOWNSHIPS
from zhicheng.demo.programmes import Line
from zhicheng.goals.actions.reporting import Row

PLACES = {place.code: place.name for place in (*COUNTIES, *TOWNSHIPS)}


class Roll:
    """Hands out names for rosters; what was handed out for a line is not handed out again."""

    def __init__(self, firms: Sequence[Firm], random: Random) -> None:
        self.firms, self.random = by_county(firms), random
        self._queues: dict[tuple[str, str], list[Firm]] = {}
        self._numbers: dict[str, int] = {}
        self._series: dict[str, int] = {}
        self.used: dict[tuple[str, str], list[Firm]] = {}

    def rows(self, line: Line, unit: str, how_many: int, *, days: Sequence[date]) -> list[Row]:
        """So many new names for a unit's roster, each done on one of the days."""
        made = []
        for number in range(1, how_many + 1):
            name, code = self._next(line, unit, days[-1].year)
            made.append(Row(number, name, code, self.random.choice(days)))
        return made

    def _next(self, line: Line, unit: str, year: int) -> tuple[str, str]:
        if line.names == "firm":
            firm = self._firm(line.title, unit)
            return firm.name, firm.uscc
        serial = self._numbers[line.title] = self._numbers.get(line.title, 0) + 1
        if line.names == "county":
            return COUNTIES[serial - 1].name, ""
        series = self._series.setdefault(line.title, len(self._series) + 1)
        place = PLACES.get(unit, "市级")
        return f"演示{place}{line.names}{serial:03d}号", f"YS{series:02d}-{year}-{serial:03d}"

    def _firm(self, title: str, unit: str) -> Firm:
        """A firm of the unit's county; a unit of the city takes from all counties."""
        counties = [unit[:6]] if unit[:6] in self.firms else [county.code for county in COUNTIES]
        county = self.random.choice(counties)
        if (title, county) not in self._queues:
            self._queues[title, county] = self.random.sample(self.firms[county], len(self.firms[county]))
        firm = self._queues[title, county].pop()
        self.used.setdefault((title, county), []).append(firm)
        return firm

    def counted_already(self, line: Line, unit: str) -> list[Firm]:
        """A firm that another county has reported on the line, and the one that this county reported first."""
        elsewhere = [firms[-1] for (title, county), firms in self.used.items()
                     if title == line.title and county != unit[:6]]  # fmt: skip
        return elsewhere[:1] + self.used.get((line.title, unit[:6]), [])[:1]

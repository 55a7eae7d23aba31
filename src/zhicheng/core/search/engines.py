"""The index on each engine: the same answers from FTS5 and from GIN."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.db import connection

from zhicheng.core.search.grams import START, grams_of, grams_to_ask

LAST = "\U0010ffff"

Stored = tuple[int, str, str]  # row number, kind, folded text


@dataclass(frozen=True)
class Question:
    """What is asked for: words that must all occur, and where the thing may stand."""

    kind: str
    words: tuple[str, ...]
    within: tuple[str, ...]
    organisations: tuple[str, ...]
    limit: int

    @property
    def beginning(self) -> tuple[str, str]:
        """The range of folded texts that begin with the first word."""
        first = self.words[0][:START]
        return first, first + LAST


class Engine(Protocol):
    """One engine's index."""

    def add(self, rows: Iterable[Stored]) -> None:
        """Put rows into the index."""

    def remove(self, rows: Iterable[Stored]) -> None:
        """Take rows out, told with the text under which they were put in."""

    def clear(self) -> None:
        """Empty the index, to be filled anew."""

    def beginning_with(self, question: Question) -> list[str]:
        """Codes of things whose text begins with the first word, in order of the text."""

    def containing(self, question: Question) -> list[str]:
        """Codes of the other things that contain all words."""


def engine() -> Engine:
    """The index of the database in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


class SQLite:
    """A contentless FTS5 table; its words are the grams, written as plain letters, with the kind in front."""

    def add(self, rows: Iterable[Stored]) -> None:
        self._write("INSERT INTO search_grams(rowid, grams) VALUES (%s, %s)", rows)

    def remove(self, rows: Iterable[Stored]) -> None:
        self._write("INSERT INTO search_grams(search_grams, rowid, grams) VALUES ('delete', %s, %s)", rows)

    def clear(self) -> None:
        _codes("INSERT INTO search_grams(search_grams) VALUES ('delete-all')", [], rows=False)

    def beginning_with(self, question: Question) -> list[str]:
        where, values = _conditions(question, find="instr(key, %s) > 0", has="instr(organisations, %s) > 0")
        statement = (
            "SELECT code FROM search_indexed WHERE start >= %s AND start < %s"  # noqa: S608
            f" AND {where} ORDER BY start, id LIMIT %s"
        )
        return _codes(statement, [*question.beginning, *values, question.limit])

    def containing(self, question: Question) -> list[str]:
        where, values = _conditions(question, find="instr(key, %s) > 0", has="instr(organisations, %s) > 0")
        grams = set().union(*(grams_to_ask(word) for word in question.words))
        # CROSS JOIN keeps the order: the index first, then the rows that it names, never the other way round.
        match = " AND ".join(sorted(_token(question.kind, gram) for gram in grams))
        statement = (
            "SELECT code FROM search_grams CROSS JOIN search_indexed ON search_indexed.id = search_grams.rowid"  # noqa: S608
            f" WHERE search_grams MATCH %s AND NOT (start >= %s AND start < %s) AND {where} LIMIT %s"
        )
        return _codes(statement, [match, *question.beginning, *values, question.limit])

    def _write(self, statement: str, rows: Iterable[Stored]) -> None:
        values = [(number, " ".join(_token(kind, gram) for gram in grams_of(key))) for number, kind, key in rows]
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


@lru_cache(maxsize=100_000)
def _token(kind: str, gram: str) -> str:
    """A gram as FTS5 keeps it: hexadecimal, because 3.40 splits at characters newer than its Unicode tables."""
    letters = "".join(each for each in kind if each.isalnum())
    return letters + "x" + "y".join(f"{ord(each):x}" for each in gram)


class PostgreSQL:
    """A GIN index over the function `search_grams`; the engine keeps it up to date by itself."""

    def add(self, rows: Iterable[Stored]) -> None:
        """Nothing to do."""

    def remove(self, rows: Iterable[Stored]) -> None:
        """Nothing to do."""

    def clear(self) -> None:
        _codes("REINDEX INDEX search_indexed_grams", [], rows=False)

    def beginning_with(self, question: Question) -> list[str]:
        where, values = _conditions(question, find="strpos(key, %s) > 0", has="strpos(organisations, %s) > 0")
        statement = (
            'SELECT code FROM search_indexed WHERE start COLLATE "C" >= %s AND start COLLATE "C" < %s'  # noqa: S608
            f' AND {where} ORDER BY start COLLATE "C", id LIMIT %s'
        )
        return _codes(statement, [*question.beginning, *values, question.limit])

    def containing(self, question: Question) -> list[str]:
        where, values = _conditions(question, find="strpos(key, %s) > 0", has="strpos(organisations, %s) > 0")
        grams = sorted(set().union(*(grams_to_ask(word) for word in question.words)))
        statement = (
            "SELECT code FROM search_indexed WHERE search_grams(key) @> %s"  # noqa: S608
            f' AND NOT (start COLLATE "C" >= %s AND start COLLATE "C" < %s) AND {where} LIMIT %s'
        )
        return _codes(statement, [grams, *question.beginning, *values, question.limit])


def _conditions(question: Question, *, find: str, has: str) -> tuple[str, list[Any]]:
    """Kind, the recheck of every word, and where the thing may stand."""
    parts, values = ["kind = %s", *[find for _word in question.words]], [question.kind, *question.words]
    if "" not in question.within:
        places = ["(region >= %s AND region < %s)" for _prefix in question.within]
        places += [has for _code in question.organisations]
        parts.append(f"({' OR '.join(places)})")
        for prefix in question.within:
            values += [prefix, prefix + ":"]  # the character behind 9
        values += [f"|{code}|" for code in question.organisations]
    return " AND ".join(parts), values


def _codes(statement: str, values: Sequence[Any], *, rows: bool = True) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [code for (code,) in cursor.fetchall()] if rows else []

"""Characters and pairs of characters of a folded text: what the index is made of. No tables here."""

from __future__ import annotations

from zhicheng.core.text import fold

START = 40  # characters of the folded text by which beginnings are found
LONGEST = 1000  # characters of a text that are indexed
LONGEST_QUERY = 100  # the rest of a longer query is not looked at


def key_of(text: str) -> str:
    """The folded text: letters, digits and characters only; the names of a thing, one a line, parted by a space."""
    lines = ("".join(each for each in fold(line) if each.isalnum()) for line in text.splitlines())
    return " ".join(dict.fromkeys(line for line in lines if line))[:LONGEST]


def words_of(query: str) -> list[str]:
    """The folded words of a query; each must be found. Empty for a query of nothing but marks."""
    return [word for word in (key_of(part) for part in query[:LONGEST_QUERY].split()) if word]


def grams_of(key: str) -> set[str]:
    """Every character and every pair of neighbours; none reaches from one name into the next."""
    found: set[str] = set()
    for name in key.split(" "):
        found.update(name)
        found.update(name[place : place + 2] for place in range(len(name) - 1))
    return found


def grams_to_ask(word: str) -> set[str]:
    """What a text must contain to contain the word: its pairs, or the one character that it is."""
    return {word} if len(word) == 1 else {word[place : place + 2] for place in range(len(word) - 1)}

"""What a kind of document declares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhicheng.core.text import Names, to_traditional

# The fields that a kind may ask for, with what offices call them.
FIELDS: Mapping[str, Names] = {
    "signatory": Names("签发人", "Signatory"),
    "recipients": Names("主送", "To"),
    "copies": Names("抄送", "Copies to"),
    "contact": Names("联系人及电话", "Contact"),
    "urgency": Names("紧急程度", "Urgency"),
    "basis": Names("依据", "Basis"),
    "attachments": Names("附件", "Attachments"),
    "edition": Names("数据版本", "Edition"),
}

DISCLOSURES: Mapping[str, Names] = {
    "open": Names("主动公开", "Published"),
    "request": Names("依申请公开", "On request"),
    "closed": Names("不予公开", "Not public"),
}

URGENCIES = ("平急", "加急", "特急")


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document: its names, form and number, the fields it asks for, and the text it begins with.

    `form` is "document" (文件式) or "letter" (信函式). `numbered` says whether it is given a number; `letterhead` which
    section of the letterhead file stands over it ("" for the main one). `templates` holds the text by language;
    traditional Chinese follows from simplified. `closing` is the formula before the date, "" for none.
    """

    slug: str
    place: int
    names: Names
    purpose: Names
    form: str = "document"
    letterhead: str = ""
    numbered: bool = True
    required: tuple[str, ...] = ()
    disclosure: str = "open"
    shows_signatory: bool = False
    templates: Mapping[str, str] = field(default_factory=dict)

    def template(self, language: str) -> str:
        """The text it begins with, in this language; simplified Chinese where there is none."""
        if language in self.templates:
            return self.templates[language]
        text = self.templates.get("zh-hans", "")
        return _traditional(text) if language == "zh-hant" else text


_NAMES = re.compile(r"(\{\{.*?\}\}|\[\[.*?\]\]|【(?:若|否则|完).*?】|^设.*$|^//.*$)", re.M)


def _traditional(text: str) -> str:
    """Words in traditional characters; names of figures, tables and conditions stay as the palette has them."""
    pieces = _NAMES.split(text)
    return "".join(piece if place % 2 else to_traditional(piece) for place, piece in enumerate(pieces))

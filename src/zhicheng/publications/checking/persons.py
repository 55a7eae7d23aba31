"""What may name or reach a person in a text that goes out: identity numbers, telephones, homes, names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from zhicheng.publications.checking.findings import Finding

IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
LANDLINE = re.compile(r"(?<![\d-])0\d{2,3}[-－—]\d{7,8}(?!\d)")
SOLE_TRADER = re.compile(r"(?<![0-9A-Za-z])92[0-9A-HJ-NPQRTUWXY]{16}(?![0-9A-Za-z])")
HOME = re.compile(
    r"(?:家庭住址|现住址|住址|户籍地|家住|住在)[^，。；\n]{2,30}|[\u4e00-\u9fff\d]{2,14}(?:小区|花园|新村|公寓)[^，。；\n]{0,8}?\d+\s*(?:幢|栋|号楼)[^，。；\n]{0,12}?\d+\s*室"
)
CONTACT = re.compile(r"联系人|联系电话|联系方式|咨询电话|监督电话|举报电话|投诉电话|聯繫|聯絡")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+")
COMPOUND = frozenset(
    [
        "欧阳",
        "上官",
        "皇甫",
        "令狐",
        "诸葛",
        "司马",
        "司徒",
        "东方",
        "独孤",
        "南宫",
        "夏侯",
        "尉迟",
        "公孙",
        "慕容",
        "长孙",
        "宇文",
        "端木",
        "百里",
        "申屠",
        "太史",
        "轩辕",
    ]
)


def mask_name(name: str) -> str:
    """张某某, 赵某; a surname of two characters is kept whole."""
    surname = name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]
    return surname + "某" * min(2, len(name) - len(surname))


def mask_digits(text: str) -> str:
    """A number with its middle hidden: 138****0000."""
    keep = 3 if len(text) <= 13 else 4
    return text[:keep] + "*" * max(4, len(text) - keep - 4) + text[-4:]


def mask_identity(text: str) -> str:
    """An identity number with the day of birth and the sequence hidden."""
    return text[:6] + "*" * (len(text) - 6)


def in_text(text: str, *, names: Collection[str], known: str, block: int) -> Iterator[Finding]:
    """Findings in one paragraph. `names` are persons of the registry; `known` what stands in signatory and contact."""
    for match in IDENTITY.finditer(text):
        yield Finding("identity-number", block, match[0], {"masked": mask_identity(match[0])})
    for match in SOLE_TRADER.finditer(text):
        yield Finding("sole-trader", block, match[0], {"masked": mask_identity(match[0])})
    for match in HOME.finditer(text):
        yield Finding("home-address", block, match[0])
    if not CONTACT.search(text):
        without = IDENTITY.sub(lambda match: "x" * len(match[0]), text)
        for pattern in (MOBILE, LANDLINE):
            for match in pattern.finditer(without):
                if match[0] not in known:
                    yield Finding("phone", block, match[0], {"masked": mask_digits(match[0])})
        yield from _names(text, names, known, block)


def _names(text: str, names: Collection[str], known: str, block: int) -> Iterator[Finding]:
    found: set[str] = set()
    for match in _HAN.finditer(text):
        run, at = match[0], 0
        while at < len(run):
            name = next((run[at : at + size] for size in (4, 3, 2) if run[at : at + size] in names), "")
            if name and name not in known and name not in found:
                found.add(name)
                yield Finding("person-name", block, name, {"masked": mask_name(name)})
            at += len(name) or 1

"""Units in a cell: who leads, who helps; names stay as they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from zhicheng.core.quantities import parse_deadline, parse_quantity
from zhicheng.core.text import fold
from zhicheng.goals.contracts.said import Said, say

_SUFFIX = re.compile(
    r".*(?:局|委|办|部|厅|署|院|会|中心|政府|公司|集团|队|所|站|社|行|校|大学|学院|馆|处|科|室|县|区|市|镇|乡|街道|庭|关|台|报|司|组|"
    r"专班|企业|机构|单位|部门|团市委|妇联|残联|工商联|联合会|党组|党委|旗|州|盟|协|联|法|检|库|园|店|厂|户|等|平台|政协|人大)(?:[（(][^（()）]*[)）])?$"
)
_STRONG = re.compile(
    r"(?:市|省|县|区|各|国|团|州|海|人|中|税)?.*(?:局|委员会|委|人民政府|政府|办公室|办|管委会|中心|集团|公司|银行|法院|检察院|海关|厅|支队|部门|协会)$"
)
OPEN, CLOSE = "（([〔【［", "）)]〕】］"
ROLE = (
    r"(?:总?牵头(?:责任)?(?:单位|部门)?|主办(?:单位|部门)?|主(?:要)?责(?:任)?(?:单位|部门)|第一责任单位"
    r"|责任(?:单位|部门|主体)?|承办(?:单位|部门)|负责(?:单位|部门)|落实(?:单位|部门)|实施(?:单位|主体)"
    r"|配合(?:责任)?(?:单位|部门)?|协办(?:单位|部门)?|协同(?:单位|部门)?|协助(?:单位|部门)|参与(?:单位|部门)?|参加(?:单位|部门)"
    r"|完成时限|完成时间|完成期限|时间节点|时限|责任人|联系人(?:及电话)?|联系电话)"
)
LABEL = re.compile(rf"({ROLE})\s*(?:[:：]|[为是](?=[市省县区各]))")
_MARKS = "★☆▲△●◎■□◆*＊"
_ETC = re.compile(r"等(?:有关|相关|市级|市直|各)*(?:(?:\d+|[一二三四五六七八九十]+)[个家])?(?:部门和单位|部门|单位)?$")
_BULLET = re.compile(r"^(?:\d{1,2}[.．、)）]|[（(]\d{1,2}[)）]|[①-⑳])\s*")
# What may stand in a bracket behind a unit's name without being one.
_ASIDE = re.compile(
    r"(?:特殊)?普通合伙|有限合伙|个人独资|筹|筹备|筹建|本级|机关|本部|集团|总部|不含.*|含.*|原.*|新区|园区|公章|盖章|\d+[个家]"
)
_DUTY = re.compile(
    r"(?:协同配合|(?<!联合)(?:配合|协助|参与)(?:落实|推进|做好)?|按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?(?:负责|落实|推进|抓好落实|配合)?(?:落实|推进)?|分工负责|分别(?:负责|牵头)|(?:共同|具体|牵头|组织)负责|负责(?:落实|推进)?|落实)$"
)
_HELP = r"(?:按职责(?:分工)?)?(?:协同)?(?:配合|协助|参与|协同|参加|协办)(?:落实|推进|做好)?"


@dataclass(frozen=True)
class Units:
    """Units by role; `loose` where the role is not said. `doubt` says why a look is needed, None for no doubt."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    deadline: str = ""
    contact: str = ""
    doubt: Said | None = None

    @property
    def named(self) -> bool:
        """Some unit is named."""
        return bool(self.lead or self.support or self.loose)


def looks_like_unit(text: str) -> bool:
    """The text ends as names of offices, governments, firms do."""
    return bool(_SUFFIX.fullmatch(fold(text).strip())) and len(text) <= 40


def looks_strong(text: str) -> bool:
    """The text can hardly be anything but an office."""
    return bool(_STRONG.fullmatch(fold(text).strip())) and 3 <= len(text.strip()) <= 30


@lru_cache(maxsize=2048)
def split_units(text: str) -> tuple[tuple[str, ...], Said | None]:
    """The units of a list, in order, and what is doubtful about it."""
    pieces, doubt = _pieces(text)
    units: list[str] = []
    for piece in pieces:
        name = _without_end(_DUTY, _BULLET.sub("", piece.strip(" \t\u3000。；;，,、：:")))
        etc = _ETC.search(fold(name))
        if etc and etc.start() > 0:
            name = name[: etc.start()]
            doubt = doubt or say("units-etc")
        name = re.sub(r"^(?:由|及|和|以及|会同)(?=[市省县各区])", "", name).strip()
        for single in _joined_by_and(name):
            if single and single not in units:
                units.append(single)
                doubt = doubt or _no_unit(single) or _bracketed(single)
    return tuple(units), doubt


def _bracketed(name: str) -> Said | None:
    """Words in a bracket behind a name that are no unit themselves: a person, a remark."""
    match = re.search(r"[（(]([^（()）]+)[)）]$", fold(name))
    if match is None or _ASIDE.fullmatch(match[1]):
        return None
    names_units = all(looks_like_unit(each) for each in re.split("[、，,]", match[1]))
    if names_units and not re.search("牵头|排名|第一|负责", match[1]):
        return None
    return say("unit-bracket", text=match[1])


def _no_unit(name: str) -> Said | None:
    """Why a name is hardly one: a day or a number that has slipped into the wrong column."""
    if parse_deadline(name, 2000) is None and parse_quantity(name) is None:
        return None
    return say("no-such-unit", name=name)


def _pieces(text: str) -> tuple[list[str], Said | None]:
    """Cut at separators outside brackets; a line break inside a name does not cut it."""
    depth = 0
    pieces, current = [], ""
    for sign in text.strip():
        if sign in OPEN:
            depth += 1
        elif sign in CLOSE:
            depth = max(0, depth - 1)
        if depth == 0 and sign in "、，,；;/／|｜。":
            pieces.append(current)
            current = ""
        elif sign in "\n\t \u3000\xa0•·・+＋":
            # A wrapped or letter-spaced name goes on; a finished one ends here.
            if depth == 0 and looks_like_unit(current) and len(current.strip()) > 2:
                pieces.append(current)
                current = ""
        else:
            current += sign
    pieces.append(current)
    return [piece for piece in pieces if piece.strip()], say("bracket") if depth else None


def _joined_by_and(name: str) -> list[str]:
    match = re.match(
        r"(.+?(?:局|委|办|厅|中心|政府|部|院)(?:[（(][^（()）]*[)）])?)(?:和|及|与|以及|会同|联合)((?:市|省|各|县|区).+)$",
        name,
    )
    if match and not any(sign in match[1] for sign in OPEN) and looks_like_unit(match[2]):
        return [match[1], *_joined_by_and(match[2])]
    return [name]


@lru_cache(maxsize=2048)
def parse_units(text: str) -> Units:
    """Units of a cell or bracket with the roles that it states."""
    text = text.strip()
    if not text:
        return Units()
    if LABEL.search(fold(text)):
        return labelled(text)
    marked = _marked(text)
    if marked is not None:
        return marked
    plain = re.sub(r"[。；;]+$", "", text)
    first, last = _last_piece(plain)
    if first and not looks_like_unit(last) and (until := parse_deadline(last, 2000)) and until.text:
        return replace(parse_units(first), deadline=last)
    if any(mark in text for mark in _MARKS):
        return _with_marks(plain)
    verb = re.fullmatch(
        r"(?P<lead>.+?)(?:(?:总?牵头|主办)(?:负责)?|负责(?=[，,；;、].*(?:配合|参与|协助|协办|协同|参加)))(?P<rest>[，,；;、\s].*)?",
        fold(plain),
        re.DOTALL,
    )
    if verb:
        lead, doubt = split_units(plain[: verb.end("lead")])
        rest = plain[verb.start("rest") :] if verb["rest"] else ""
        rest = _without_end(re.compile(_HELP + "$"), rest.strip("，,；;、 \n"))
        support, second = split_units(rest)
        return Units(lead=lead, support=support, doubt=doubt or second)
    units, doubt = split_units(plain)
    return Units(loose=units, doubt=doubt)


def _with_marks(text: str) -> Units:
    """Units of which some carry a star: those may be meant to lead, which someone must say."""
    pieces, doubt = _pieces(text)
    marked = [any(mark in piece for mark in _MARKS) for piece in pieces]
    if all(marked) or not any(marked):
        units, doubt = split_units(text.translate(dict.fromkeys(map(ord, _MARKS))))
        return Units(loose=units, doubt=doubt)
    lead: list[str] = []
    support: list[str] = []
    for piece, is_marked in zip(pieces, marked, strict=True):
        units, why = split_units(piece.translate(dict.fromkeys(map(ord, _MARKS))))
        doubt = doubt or why
        (lead if is_marked else support).extend(units)
    mark = next(mark for mark in text if mark in _MARKS)
    return Units(tuple(lead), tuple(support), doubt=doubt or say("unit-marked", mark=mark))


def _last_piece(text: str) -> tuple[str, str]:
    """A text before its last comma, and what stands behind it."""
    match = re.search(r"^(.+)[，,；;、]([^，,；;、（()）]{2,20})$", text, re.DOTALL)
    return (match[1], match[2].strip()) if match else ("", text)


def _without_end(pattern: re.Pattern[str], text: str) -> str:
    """The text up to where a pattern matches its folded form: simplified words find traditional ones."""
    match = pattern.search(fold(text))
    return text[: match.start()] if match else text


def _marked(text: str) -> Units | None:
    """市监局（牵头）、市发改委（配合）: roles in brackets behind the names."""
    role = r"[（(]\s*(牵头|主办|主责|牵头单位|责任|配合|协办|参与|负责|列第一位)\s*[)）]"
    folded = fold(text)
    if not re.search(role, folded):
        return None
    lead: list[str] = []
    rest: list[str] = []
    doubt: Said | None = None
    position = 0
    for match in re.finditer(role, folded):
        units, why = split_units(text[position : match.start()])
        doubt = doubt or why
        position = match.end()
        if not units:
            continue
        helping = match[1] in ("配合", "协办", "参与")
        (rest if helping else lead).append(units[-1])
        rest.extend(units[:-1])
    after, why = split_units(text[position:])
    return Units(lead=tuple(lead), support=(*rest, *after), doubt=doubt or why)


def labelled(text: str) -> Units:
    """Units of a text that states their roles before them: 牵头单位：甲局；配合单位：乙局."""
    parts = _at_labels(text)
    lead: list[str] = []
    responsible: list[str] = []
    support: list[str] = []
    deadline = contact = ""
    doubt: Said | None = None
    before = parts[0].strip(" \n；;，,、。（(")
    if before:
        loose, doubt = split_units(before)
        (lead if all(looks_like_unit(unit) for unit in loose) else responsible).extend(
            unit for unit in loose if looks_like_unit(unit)
        )
        doubt = doubt or (None if all(looks_like_unit(unit) for unit in loose) else say("words-before-unit"))
    for label, content in zip(parts[1::2], parts[2::2], strict=True):
        content = content.strip(" \n；;，,、。")
        if re.match(r"完成|时", label):
            deadline = content
        elif re.match(r"责任人|联系", label):
            contact = f"{contact} {content}".strip()
        else:
            units, why = split_units(content)
            doubt = doubt or why
            if re.match(r"总?牵头|主办|主|第一", label):
                lead.extend(units)
            elif re.match(r"配合|协|参", label):
                support.extend(units)
            else:
                responsible.extend(units)
    if lead:
        support = [*responsible, *support]
    else:
        lead = responsible
    return Units(_once(lead), _once(support, but=lead), deadline=deadline, contact=contact, doubt=doubt)


def _at_labels(text: str) -> list[str]:
    """Like `re.split` with the labels kept, but found in either script; labels come back folded."""
    parts: list[str] = []
    position = 0
    for match in LABEL.finditer(fold(text)):
        parts.extend((text[position : match.start()], match[1]))
        position = match.end()
    return [*parts, text[position:]]


def _once(units: list[str], but: list[str] | None = None) -> tuple[str, ...]:
    return tuple(unit for unit in dict.fromkeys(units) if not but or unit not in but)


def resolve(units: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    """Full names where the register knows the short one; otherwise as written."""
    if not known:
        return units
    return tuple(dict.fromkeys(known.get(unit) or known.get(fold(unit)) or unit for unit in units))

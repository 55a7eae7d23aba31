"""How the parts of an official text are written: patterns for numbers, dates, headings, recipients, in either script."""

from __future__ import annotations

import re

DIGITS = "〇○零一二三四五六七八九十百"
_YEAR = rf"(?:\d{{2,4}}|[{DIGITS}]{{4}})"
DATE = re.compile(
    rf"^\s{{0,9}}(?:{_YEAR}\s{{0,9}}年\s{{0,9}}[\d{DIGITS}]{{1,3}}\s{{0,9}}月\s{{0,9}}[\d{DIGITS}]{{1,3}}\s{{0,9}}日|\d{{4}}\s{{0,9}}[-./．]\s{{0,9}}\d{{1,2}}\s{{0,9}}[-./．]\s{{0,9}}\d{{1,2}})\s{{0,9}}$"
)
RIGHT_DATE = re.compile(r"^[1-9]\d{3}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日$")
BLANK_DATE = re.compile(r"^\s{0,9}(?:\d{4})?\s{0,9}年\s{0,9}(?:\d{1,2})?\s{0,9}月\s{0,9}(?:\d{1,2})?\s{0,9}日\s{0,9}$")
ANY_DATE = re.compile(
    rf"(?:{_YEAR}\s{{0,9}}年\s{{0,9}}[\d{DIGITS}]{{1,3}}\s{{0,9}}月\s{{0,9}}[\d{DIGITS}]{{1,3}}\s{{0,9}}日|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})"
)

_OPEN, _CLOSE = "〔［\\[(（【<《〈{", "〕］\\])）】>》〉}"
NUMBER = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{1,16}})\s{{0,9}}(?P<open>[{_OPEN}])\s{{0,9}}(?P<year>\d{{2,4}})\s{{0,9}}(?P<close>[{_CLOSE}])\s{{0,9}}"
    r"(?P<before>第?)\s{0,9}(?P<number>\d{1,5})\s{0,9}(?P<after>[号號]?)"
)
RIGHT_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,16}〔[1-9]\d{3}〕[1-9]\d*[号號]$")

SECRECY = re.compile(r"^(?:绝密|机密|秘密|絕密|機密)\s{0,9}(?:★.{0,12})?$")
URGENCY = re.compile(r"^(?:特急|加急|平急|急件|特提)$")
COPY_NUMBER = re.compile(r"^(?:No\.?|№)?\s{0,9}\d{1,8}$")
SIGNATORY = re.compile(
    r"(?:签发人|簽發人|签发|簽發)\s{0,9}(?P<colon>[:：]?)\s{0,9}(?P<name>[\u4e00-\u9fff·]{2,12}(?:[\s\u3000]+[\u4e00-\u9fff·]{2,12})*)?"
)
ISSUE = re.compile(r"^[(（]?第\s{0,9}[\d一二三四五六七八九十百〇]+\s{0,9}期")

HEADINGS = (
    re.compile(rf"^(?P<number>[{DIGITS}]{{1,4}})(?P<sign>、)"),
    re.compile(rf"^（(?P<number>[{DIGITS}]{{1,4}})）(?P<sign>)(?![、.．,，])"),
    re.compile(r"^(?P<number>\d{1,2})(?P<sign>[.．])(?!\d)"),
    re.compile(r"^（(?P<number>\d{1,2})）(?P<sign>)(?![、.．,，])"),
)
"""Numbers of the four levels as the standard gives them."""

WRONG_HEADINGS = (
    re.compile(rf"^(?P<number>[{DIGITS}]{{1,4}})(?:[.．,，:：](?!\s{{0,9}}$)|\s{{0,9}}、\s{{0,9}}[.．])"),
    re.compile(rf"^(?:\((?P<number>[{DIGITS}]{{1,4}})[)）]|（(?P<half>[{DIGITS}]{{1,4}})\)|（(?P<more>[{DIGITS}]{{1,4}})）[、.．,，])[、.．,，]?"),
    re.compile(r"^(?P<number>\d{1,2})(?:[、,，](?!\d)|[)）]|[.．]、)"),
    re.compile(r"^(?:\((?P<number>\d{1,2})[)）]|（(?P<half>\d{1,2})\)|（(?P<more>\d{1,2})）[、.．,，])[、.．,，]?"),
)  # fmt: skip

ARTICLES = re.compile(rf"^第[{DIGITS}\d]{{1,5}}[条章节條節]")

_ORGANISATIONS = (
    "政府", "委", "委员会", "委員會", "局", "办", "辦", "办公室", "辦公室", "厅", "廳", "院", "部", "部门", "部門", "单位", "單位", "机构", "機構", "公司", "企业", "企業", "处", "處",
    "科", "站", "所", "中心", "协会", "協會", "学校", "學校", "医院", "醫院", "县", "縣", "区", "區", "市", "省", "乡", "鄉", "镇", "鎮", "街道", "党组", "黨組", "集团", "集團", "银行", "銀行",
    "同志", "小组", "小組", "组", "組", "队", "隊", "署", "法院", "检察院", "大学", "學院", "学院", "会", "會", "园", "組織", "组织", "成员", "機關", "机关", "团体",
)  # fmt: skip
_RECIPIENT = re.compile(rf"(?:{'|'.join(_ORGANISATIONS)})(?:[（(][^（）()]*[)）])?$")
_SENTENCE = ("如下", "现将", "現將", "为了", "根据", "按照", "。", "；")

ATTACHMENT_NOTE = re.compile(r"^附\s{0,9}件\s{0,9}(?:[:：]|\d?\s{0,9}[.．、])\s{0,9}\S|^附\s{0,9}[:：]\s{0,9}\S")
ATTACHMENT_ITEM = re.compile(r"^(?P<number>\d{1,2})\s{0,9}(?P<sign>[.．、,，)）:：]?)\s{0,9}(?P<name>\S.*)$")
ANNEX = re.compile(r"^附\s{0,9}件\s{0,9}(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?\s{0,9}(?P<colon>[:：]?)$")
COPIES = re.compile(r"^(?:抄\s{0,9}送|抄\s{0,9}报|抄\s{0,9}報|分\s{0,9}送|主\s{0,9}送)\s{0,9}(?P<colon>[:：]?)")
PRINTED = re.compile(rf"(?P<date>{ANY_DATE.pattern})\s{{0,9}}(?P<word>印发|印發|印|印制)?\s{{0,9}}$")
REMARK = re.compile(
    r"^(?P<open>[（(])(?:联系|聯繫|聯絡|此件|公开|公開|信息公开|主动|主動|依申请|不予公开|政府信息|发至|電話|电话).*(?P<close>[)）])$"
)
CAPTION = re.compile(
    r"^(?:[图圖表]\s{0,9}\d|注\s{0,9}[:：\d]|註|说明\s{0,9}[:：]|說明\s{0,9}[:：]|数?据?来源\s{0,9}[:：]|資料來源|资料来源|单位\s{0,9}[:：]|單位\s{0,9}[:：]|备注\s{0,9}[:：])"
)

UPWARD = re.compile(r"(?:请示|請示|报告|報告)(?:[（(].{1,8}[)）])?$")

HAN = re.compile(r"[\u4e00-\u9fff]")


def is_recipient(text: str) -> bool:
    """Does a line name those it is sent to, and nothing else?"""
    bare = text.strip().rstrip(":：").strip()
    if not bare or len(bare) > 200 or any(sign in bare for sign in _SENTENCE):
        return False
    parts = [part for part in re.split(r"[、，,；;]|并|和", re.sub(r"[（(][^（）()]*[)）]", "", bare)) if part.strip()]
    return bool(parts) and all(_RECIPIENT.search(part.strip()) for part in (parts[0], parts[-1]))


def level_of(text: str) -> tuple[int, bool]:
    """The level a paragraph's number stands for, 0 for none, and whether it is written as it should be."""
    for level, pattern in enumerate(HEADINGS, start=1):
        if pattern.match(text):
            return level, True
    for level, pattern in enumerate(WRONG_HEADINGS, start=1):
        if pattern.match(text):
            return level, False
    return 0, True


def number_of(text: str, level: int) -> tuple[int, int]:
    """A heading's count, 0 where it is none, and how many characters its number takes."""
    for pattern in (HEADINGS[level - 1], WRONG_HEADINGS[level - 1]):
        match = pattern.match(text)
        if match:
            found = next((value for key, value in match.groupdict().items() if value and key != "sign"), "")
            return counted(found), match.end()
    return 0, 0


def counted(text: str) -> int:
    """A number up to 999 in Arabic or Chinese digits; 0 for none."""
    if text.isascii() and text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            place = "〇一二三四五六七八九".find(sign)
            digit = max(place, 0)
    return total + digit

"""Who sits where in the made-up city: made-up persons, each a surname followed by 演示 or 样例, and their posts.

The persons who may be signed in as are named here; the others hold their posts, act in the story and never sign in.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.demo.places import CITY_CODE, COUNTIES, DEPARTMENTS, TOWNSHIPS

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
)

OFFICE = "office"
GOVERNMENT = "government"
# Departments, by their first short name, that lead tasks and so verify what others report on them.
LEADS = (
    "市场监管局", "发展改革委", "经济和信息化局", "住建局", "生态环境局", "农业农村局", "商务局", "文广旅游局", "应急管理局",
)  # fmt: skip
# Who leads which field of quality: one, or several (the speeches name two for services).
FIELD_LEADS = {
    "product": ("市场监管局",),
    "works": ("住建局",),
    "service": ("发展改革委", "商务局"),
    "environment": ("生态环境局",),
    "economy": ("经济和信息化局",),
    "standards": ("市场监管局",),
    "brands": ("市场监管局", "经济和信息化局"),
    "intellectual-property": ("市场监管局",),
    "safety": ("市场监管局", "应急管理局"),
}
DEMO_COUNTY, SLOW_COUNTY = COUNTIES[0], COUNTIES[4]


@dataclass(frozen=True)
class Seat:
    """A post: at which unit (its key), with which title, role and reach; `username` where one may sign in as it."""

    unit: str
    title: str
    role: str
    region: str = CITY_CODE
    duty: str = ""
    username: str = ""
    position: str = ""


def _city() -> list[Seat]:
    return [
        Seat("大数据局", "系统管理员", "administrator", username="admin", duty="管理账号、岗位和区划"),
        Seat(GOVERNMENT, "市长", "leader", position="chair"),
        Seat(GOVERNMENT, "副市长", "leader", username="leader", duty="分管质量工作", position="deputy"),
        Seat(
            OFFICE, "负责人", "office", username="head", duty="审批、公开、核实牵头部门报送", position="office-director"
        ),
        Seat(OFFICE, "经办人", "office", username="office", duty="任务分解、交办、督办"),
        Seat("统计局", "统计分析员", "analyst"),
    ]


def _departments() -> list[Seat]:
    names = {"市场监管局": "market", "农业农村局": "farm", "财政局": "finance"}
    return [
        Seat(unit, "质量工作联络员", "lead-department" if unit in LEADS else "unit", username=names.get(unit, ""))
        for unit in (department_key(department.short_names) for department in DEPARTMENTS)
    ]


def _counties() -> list[Seat]:
    names = {DEMO_COUNTY.code: "moxi", SLOW_COUNTY.code: "liushan"}
    seats = []
    for county in COUNTIES:
        head = "县长" if county.name.endswith("县") else "区长" if county.name.endswith("区") else "市长"
        seats += [
            Seat(county.code, f"副{head}", "leader", region=county.code, position="chair"),
            Seat(county.code, f"质量强{county.name[-1]}办主任", "county-office", county.code, position="office-director"),
            Seat(county.code, f"质量强{county.name[-1]}办经办人", "county-office", county.code,
                 username=names.get(county.code, "")),
        ]  # fmt: skip
    return seats


def _townships() -> list[Seat]:
    return [
        Seat(town.code, "质量协管员", "township", town.code, username="zhifangxi" if town is TOWNSHIPS[0] else "")
        for town in TOWNSHIPS
    ]


# The accounts that may be signed in as, in the order in which they are shown.
USERNAMES = ("office", "head", "market", "farm", "finance", "moxi", "liushan", "zhifangxi", "leader", "admin")


def department_key(short_names: tuple[str, ...]) -> str:
    """How a department is called here: its first short name without 市 in front."""
    return next(name for name in short_names[1:])


SEATS = (*_city(), *_departments(), *_counties(), *_townships())


def person_name(place: int) -> str:
    """A person's made-up name: no real person is called so."""
    return SURNAMES[place % len(SURNAMES)] + ("演示" if place < len(SURNAMES) else "样例")

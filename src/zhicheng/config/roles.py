"""Who may do what: every role of the city as a readable list of permissions.

A role is stored by its slug. What a person sees and may change follows from the post held, never from a list of
names. Roles that verify, publish or administer ask for a second factor.
"""

from __future__ import annotations

from zhicheng.core.access.roles import Role
from zhicheng.core.accounts.permissions import P as A
from zhicheng.core.ledger.permissions import P as L
from zhicheng.core.text import Names
from zhicheng.goals.permissions import P as G
from zhicheng.indicators.permissions import P as I
from zhicheng.publications.permissions import P as D
from zhicheng.registry.permissions import P as R
from zhicheng.statutes.permissions import P as S

READ = frozenset({G.TASK_VIEW, R.REGISTRY_VIEW, S.STATUTES_VIEW, I.EDITION_VIEW, D.DOCUMENT_VIEW})
REPORT = READ | {G.ASSIGNMENT_SIGN, G.ASSIGNMENT_FIX, G.REPORT_WRITE, G.CHANGE_REQUEST, D.FORM_ANSWER}

ROLES = (
    Role(
        "administrator", Names("系统管理员", "Administrator"),
        frozenset({R.REGISTRY_VIEW, R.REGISTRY_EDIT, R.POST_APPOINT, A.ACCOUNT_MANAGE, S.STATUTES_VIEW,
                   S.CALENDAR_ENTER, S.CLOCK_RECOMPUTE, L.LEDGER_VIEW}),
        "region", second_factor=True,
    ),
    Role(
        "office", Names("市质量强市办", "Quality office"),
        READ | {G.PROGRAMME_EDIT, G.PROGRAMME_ISSUE, G.PROGRAMME_OPEN, G.TASK_IMPORT, G.TASK_EDIT, G.TASK_ASSIGN,
                G.REPORT_VERIFY, G.CHANGE_DECIDE, G.COORDINATION_ANSWER, G.PROGRAMME_VIEW_ALL, R.REGISTRY_EDIT,
                L.LEDGER_VIEW, S.CALENDAR_ENTER, S.CLOCK_RECOMPUTE, S.CLOCK_EXTEND, S.CLOCK_SUSPEND, I.EDITION_FREEZE,
                I.EDITION_PUBLISH, D.DOCUMENT_WRITE, D.DOCUMENT_APPROVE, D.DOCUMENT_PUBLISH, D.FORM_FILL,
                D.FORM_APPROVE},
        "region", second_factor=True,
    ),
    Role("leader", Names("领导小组成员", "Leading group"), READ | {G.PROGRAMME_VIEW_ALL}, "region"),
    Role("analyst", Names("统计分析人员", "Analyst"), READ | {G.PROGRAMME_VIEW_ALL}, "region"),
    Role("lead-department", Names("牵头部门", "Lead department"), REPORT | {G.REPORT_VERIFY}, "organisation",
         second_factor=True),
    Role("unit", Names("责任单位", "Responsible unit"), REPORT, "organisation"),
    # Verifies its townships' reports, hence the second factor.
    Role("county-office", Names("县（市、区）质量强县办", "County quality office"),
         REPORT | {G.ASSIGNMENT_SPLIT, G.REPORT_VERIFY}, "organisation", second_factor=True),
    Role("township", Names("乡镇（街道）质量协管员", "Township coordinator"), REPORT, "organisation"),
)  # fmt: skip

"""What is wrong with a template: where, what, and what to do; a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "unknown-figure": _("没有叫“%(name)s”的数据。请从数据名表中选取，或改正写法。"),
    "unknown-figure-near": _("没有叫“%(name)s”的数据。是不是 %(near_names)s？"),
    "no-earlier": _("“%(name)s”要用上期数据，但没有选定上期数据版本。请在“数据版本”处选定，或删去这个数据。"),
    "no-edition": _("“%(name)s”要用冻结数据，但公文没有选定数据版本。请先选定。"),
    "no-value": _("“%(name)s”在本期没有数值（未报送或不适用）。请删去这一处，或用【若 …】把它包起来。"),
    "reaches": _("“%(text)s”不是算式：算式里只能写数据名、数字、加减乘除和括号。请删去其他写法。"),
    "syntax": _("算式“%(text)s”写法有误：%(where)s处缺少数据名、数字或运算符号。请补齐。"),
    "brackets": _("算式“%(text)s”的括号没有配对。请补上或删去一个括号。"),
    "comparison": _("条件“%(text)s”应写成“数据 > 0”的形式，可用 > < >= <= = ≠。"),
    "circular": _("“%(name)s”的算式绕回了自己：%(chain)s。请去掉其中一处引用。"),
    "zero": _("算式“%(text)s”的除数为 0，无法计算。请改用【若 除数 > 0】…【完】，或改写算式。"),
    "too-big": _("算式“%(text)s”的结果过大或过长，无法印出。请核对算式。"),
    "too-long": _("算式过长或括号层数过多。请拆成几个“设 名称 = 算式”。"),
    "text-figure": _("“%(name)s”是文字，不是数，不能参加计算，也不能带小数格式。"),
    "format": _("格式“%(format)s”无法识别。可用：0、0.1、0.01、%%、百分点、绝对值、带单位、无单位。"),
    "unclosed-figure": _("这里的 {{ 没有对应的 }}。请在数据名后补上 }}。"),
    "stray-close": _("这里的 }} 前面没有对应的 {{。请补上 {{ 或删去 }}。"),
    "unclosed-place": _("这里的 [[ 没有对应的 ]]。请补上 ]]。"),
    "unclosed-if": _("这里的【若 …】没有对应的【完】。请在这段文字之后补上【完】。"),
    "stray-else": _("这里的【否则】前面没有【若 …】。请补上条件或删去它。"),
    "second-else": _("一个【若 …】里只能有一个【否则】。请删去多余的。"),
    "stray-end": _("这里的【完】前面没有【若 …】。请补上条件或删去它。"),
    "too-deep": _("【若】套了太多层，最多 %(limit)s 层。请把文字拆开写。"),
    "defined-many": _("“设 名称 = 算式”最多 %(limit)s 个，其后的没有计算。请删减。"),
    "name-taken": _("“%(name)s”已有同名的数据或算式。请给这个算式另取一个名称。"),
    "name-bad": _("“%(name)s”不能作算式的名称：名称只用汉字、字母和数字，不带点和运算符号。"),
    "unknown-place": _("没有叫“%(name)s”的%(what)s。可用：%(known)s。"),
    "place-inline": _("%(what)s须独占一行。已移到这一段之后。"),
    "unknown-place-of": _("%(what)s“%(name)s”要写明对象，例如：%(example)s。"),
    "chart-empty": _("图“%(name)s”没有可画的数据。%(why)s请删去这一行，或换一个数据版本。"),
    "table-long": _("表“%(name)s”有 %(rows)s 行，超过公文允许的 %(limit)s 行。请按领域分表，或改为附件。"),
    "two-titles": _("题目只能有一个，这一行按一级标题处理。请改为以“## ”开头。"),
    "no-title": _("没有题目。请在第一行写“# 题目”。"),
    "template-long": _("正文模板超过 %(limit)s 字，只读到这里。请把长表改为附件。"),
    "too-many": _("问题过多，只列出前 %(limit)s 处。请先改正这些。"),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One problem of a template. `line` and `column` count from 1; `length` is how many characters it is about."""

    code: str
    line: int
    column: int
    length: int = 1
    facts: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it is and what to do, in the active language."""
        return str(SENTENCES[self.code]) % self.facts

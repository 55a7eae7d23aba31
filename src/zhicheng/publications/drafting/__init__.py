"""The plain template language of clerks: text with figures by name, tables, charts, derived figures and conditions.

    # 关于{{期间}}重点任务进展情况的通报        the title
    ## 总体情况                                a heading; ### and #### beneath it
    全市共有{{全市.任务数}}项任务，占{{比例|0.1|%}}。 a paragraph, one line each
    - 第一点                                   a point; "1. " for numbered ones, "> " for a line without indent
    设 比例 = 全市.滞后 / 全市.任务数             a derived figure: + - * / and brackets over figures and numbers
    【若 全市.滞后 > 0】…【否则】…【完】           text that depends on figures
    [[表 领域进展]]  [[图 领域进展]]              a table, a chart; each on a line of its own
    // 说明                                    a note for whoever writes; never printed

Nothing is ever executed: names are looked up in a palette, arithmetic is done by a parser of our own over decimals.
What cannot be understood stays in the text as it was written, with a problem that names line, column and way out.
"""

from zhicheng.publications.drafting.composing import Composed, compose
from zhicheng.publications.drafting.palette import Palette, PaletteEntry, palette
from zhicheng.publications.drafting.problems import Problem

__all__ = ["Composed", "Palette", "PaletteEntry", "Problem", "compose", "palette"]

"""The sentences of the reader of decomposition tables, by code."""

from __future__ import annotations

from zhicheng.core.text import Names

_NOT_STORED = "没有保存计算结果（请用 WPS 或 Excel 打开后保存）"
_NOT_STORED_EN = "holds no stored result (open and save it in WPS or Excel)"

SENTENCES: dict[str, Names] = {
    # The file
    "macros": Names(
        "文件含有宏，没有运行，只读取了单元格。", "The file holds macros; they were not run, only cells were read."
    ),
    "links": Names(
        "文件链接了别的工作簿，没有打开，只读取了已存的值。",
        "The file links to other workbooks; they were not opened, only stored values were read.",
    ),
    "objects": Names("文件嵌有对象，没有打开。", "The file embeds objects; they were not opened."),
    "card": Names(
        "“%(sheet)s”是一项任务一张的任务卡，已按卡上的栏目读取：下面所说的行，是卡上的内容。",
        "“%(sheet)s” is a card of one task; it was read by its labels: rows named below are what stands on the card.",
    ),
    "comments": Names(
        "“%(sheet)s”有%(count)s条批注，没有读入（如“%(text)s”）。",
        "“%(sheet)s” has %(count)s comments, which were not read (such as “%(text)s”).",
    ),
    "turned": Names(
        "“%(sheet)s”的表头在第一栏，任务横着排，已转置后读取：下面所说的行，是原表的栏。",
        "“%(sheet)s” has its head in the first column and its tasks side by side; it was turned before reading: rows named "
        "below are columns of the original.",
    ),
    "year-unread": Names(
        "没有读到年度，只写了月日的时限定不下来。这是哪一年的任务？",
        "No year was found, so deadlines with month and day only stay open. Which year are these tasks for?",
    ),
    "year-differs": Names(
        "表上写的是%(stated)s年，计划是%(given)s年，暂按%(given)s年读取。按哪一年？选%(given)s，表中写明%(stated)s年的时限"
        "一并改到%(given)s年的同一天；选%(stated)s，时限都在%(stated)s年；不改，则写明年份的照表中所写。",
        "The table says %(stated)s, the programme is for %(given)s; it was read for %(given)s. Which year? With %(given)s, "
        "deadlines written in %(stated)s move to the same day of %(given)s; with %(stated)s, all lie in %(stated)s; left as it "
        "is, deadlines with a year stay as written.",
    ),
    "deadlines-other-year": Names(
        "表中有好几项任务的时限写在（或存成）%(other)s年，计划是%(year)s年。是否一律改到%(year)s年的同一天？",
        "Several deadlines are written (or stored) in %(other)s, the programme is for %(year)s. Move all of them to the same "
        "day of %(year)s?",
    ),
    # Sheets and tables
    "sheet-hidden": Names(
        "工作表“%(sheet)s”被隐藏，里面有任务表，没有导入。是否要导入？",
        "Sheet “%(sheet)s” is hidden and holds a table of tasks; it was left out. Import it?",
    ),
    "by-county": Names(
        "几张工作表（%(counties)s）按县（市、区）写着同样的任务，暂各读一项。是否合并成一项，各县的数作为分县任务数，"
        "没有全市数的以各县之和为全市目标？",
        "Several sheets (%(counties)s) hold the same tasks county by county; each was read as a task. Merge them into one, "
        "with a number for each county and, where the city gives none, their sum as the target?",
    ),
    "no-head": Names(
        "没有认出表头：需要有“任务”一栏，和“目标值”“责任单位”“完成时限”中至少一栏。请在表格上方补上表头后再导入。",
        "No head of a table was found: it needs a column for the task and at least one for target, responsible unit or "
        "deadline. Add the head above the table and import again.",
    ),
    "sheet-no-table": Names(
        "工作表“%(sheet)s”（“%(shown)s…”）不是任务分解表，没有导入。如里面有任务，请补上表头后重新导入。",
        "Sheet “%(sheet)s” (“%(shown)s…”) is no table of tasks and was left out. If it holds tasks, add a head and "
        "import again.",
    ),
    "table-no-table": Names(
        "%(sheet)s（“%(shown)s…”）不是任务分解表，没有导入。",
        "%(sheet)s (“%(shown)s…”) is no table of tasks and was left out.",
    ),
    "list-below": Names(
        "第%(row)s行起（“%(shown)s…”）是另一张表，不是任务分解表，没有导入。",
        "From row %(row)s on (“%(shown)s…”) stands another list, no table of tasks; it was left out.",
    ),
    "nested": Names(
        "%(sheet)s的单元格里套有表格，已按文字读取。如不对，请在文件里改好后重新导入。",
        "Cells of %(sheet)s hold tables, which were read as text. If that is wrong, mend the file and import again.",
    ),
    "no-prose": Names(
        "没有认出任务表，正文里也没有带责任单位的任务。请把任务放进表格，或在每条任务后写明（牵头单位：…）。",
        "No table of tasks was found, nor tasks in the text that name their units. Put the tasks into a table, or write "
        "(牵头单位：…) behind each of them.",
    ),
    # Columns
    "of-column": Names("%(why)s（表头“%(label)s”）", "%(why)s (column “%(label)s”)"),
    "column-hidden": Names(
        "“%(label)s”一栏被隐藏，没有读取。是否要导入这一栏？",
        "Column “%(label)s” is hidden and was not read. Import it?",
    ),
    "column-unit": Names(
        "“单位”一栏看不出是计量单位还是责任单位", "Column “单位” may hold units of measure or responsible units"
    ),
    "two-deadlines": Names(
        "有两栏都像完成时限，以左边一栏为准", "Two columns look like deadlines; the left one was taken"
    ),
    "two-responsible": Names(
        "有两栏都像责任单位，暂以左边一栏为牵头单位",
        "Two columns look like responsible units; the left one was taken to lead",
    ),
    "two-leads": Names(
        "“%(group)s”另有牵头单位，暂列为配合单位",
        "“%(group)s” has leading units of its own; they were taken to support",
    ),
    "two-tasks": Names(
        "有两栏都像任务内容，暂以“%(label)s”为任务", "Two columns look like tasks; “%(label)s” was taken for the task"
    ),
    "rival-targets": Names(
        "有几栏都像目标值，没有读取。以哪一栏为准？",
        "Several columns look like targets; none was read. Which one counts?",
    ),
    # Rows
    "row-aside": Names(
        "第%(row)s行%(how)s（“%(label)s”），没有导入。是否要导入？",
        "Row %(row)s %(how)s (“%(label)s”) and was left out. Import it?",
    ),
    "hidden": Names("被隐藏", "is hidden"),
    "revised-away": Names("在修订中被删除", "was deleted in a tracked change"),
    "struck": Names("带删除线", "is struck through"),
    "full-stop": Names("%(why)s。", "%(why)s."),
    "only-name": Names(
        "这一行只有任务名称，没有序号和其他内容，看不出是任务还是标题",
        "This row holds a task's name and nothing else: it may be a task or a heading",
    ),
    "like-heading": Names(
        "这一行的编号像标题，却填有任务内容，看不出是任务还是标题",
        "This row is numbered like a heading but filled in like a task: it may be either",
    ),
    "part-row": Names(
        "这一行写的是上面一项的其中数（“%(text)s”），暂按单独一项读取。",
        "This row gives a part of the task above (“%(text)s”); it was read as a task of its own.",
    ),
    "row": Names("第%(row)s行", "row %(row)s"),
    "sheet-row": Names("“%(sheet)s”第%(row)s行", "row %(row)s of “%(sheet)s”"),
    "twice": Names("与%(where)s的任务内容相同，是否重复？", "The same task stands in %(where)s. Is it a repetition?"),
    "row-comment": Names(
        "第%(row)s行有批注“%(text)s”，批注没有读入，任务暂按表上所写读取。是否仍要导入？",
        "Row %(row)s has the comment “%(text)s”, which was not read; the task was read as it stands. Import it?",
    ),
    "same-task": Names(
        "与第%(row)s行是同一任务名下的另一行，暂按单独一项读取。",
        "Another row under the same task as row %(row)s; it was read as a task of its own.",
    ),
    "number-twice": Names("序号“%(no)s”与第%(row)s行重复。", "Number “%(no)s” stands in row %(row)s as well."),
    "number-day": Names("序号“%(text)s”被存成了日期。", "Number “%(text)s” was stored as a day."),
    # Tasks
    "several-tasks": Names(
        "这一格像是写了%(count)s项任务，各有责任单位，暂按一项读取。是否拆开？",
        "This cell seems to hold %(count)s tasks, each with its units; it was read as one. Split it?",
    ),
    "numbered-tasks": Names(
        "这一格写了%(count)s项编号的任务（%(parts)s），暂按一项读取。是否拆成%(count)s项？",
        "This cell holds %(count)s numbered tasks (%(parts)s); it was read as one. Split it into %(count)s?",
    ),
    "lines-tasks": Names(
        "这一格分行写了%(count)s项任务（%(parts)s），各有目标，暂按一项读取。是否拆成%(count)s项？",
        "This cell holds %(count)s tasks on lines of their own (%(parts)s), each with a target; it was read as one. "
        "Split it into %(count)s?",
    ),
    "numbered-points": Names(
        "这一格写了%(count)s条编号的内容（%(parts)s），看不出是几项任务还是一项任务的几点要求，暂按一项读取。是否拆开？",
        "This cell holds %(count)s numbered points (%(parts)s): several tasks, or points of one; it was read as one. "
        "Split it?",
    ),
    "units-inside": Names(
        "任务中间另写有责任单位，这一格可能是几项任务，请核对后指定责任单位。",
        "Units are named inside the task: the cell may hold several tasks. Check it and say which units are responsible.",
    ),
    "no-task": Names("这一行没有任务内容", "This row has no task"),
    "only-units": Names("这一行只有责任单位，没有任务内容", "This row has units but no task"),
    "task-formula": Names(
        "任务内容是公式，没有保存计算结果或已出错（请用 WPS 或 Excel 打开后保存）",
        "The task is a formula without a stored result or in error (open and save it in WPS or Excel)",
    ),
    # Cells
    "cell-struck": Names(
        "“%(text)s”带删除线，没有读取。是否仍然有效？",
        "“%(text)s” is struck through and was not read. Does it still hold?",
    ),
    "formula-error": Names("公式出错（%(text)s）", "The formula is in error (%(text)s)"),
    "formula-empty": Names(f"公式{_NOT_STORED}", f"The formula {_NOT_STORED_EN}"),
    "not-read": Names("%(why)s，没有读取。", "%(why)s and was not read."),
    "part-gone": Names(
        "“%(text)s”%(how)s，按已删去读取。是否如此？", "“%(text)s” %(how)s and was taken for deleted. Is that so?"
    ),
    "hidden-words": Names(
        "“%(text)s”是隐藏文字，没有读取。是否要导入？", "“%(text)s” is hidden text and was not read. Import it?"
    ),
    # Units
    "no-units": Names(
        "表里没有读到牵头（责任）单位。请指定。", "The table names no lead (responsible) unit. Say which."
    ),
    "no-unit": Names("没有读到牵头（责任）单位。", "No lead (responsible) unit was found."),
    "no-unit-above": Names(
        "没有读到牵头（责任）单位；是否与上一行相同？",
        "No lead (responsible) unit was found; is it that of the row above?",
    ),
    "unit-formula": Names(
        "责任单位是公式，没有保存计算结果或已出错（请用 WPS 或 Excel 打开后保存）。",
        "The responsible unit is a formula without a stored result or in error (open and save it in WPS or Excel).",
    ),
    "units-differ": Names(
        "任务后面写的责任单位与责任单位栏不一致，暂按责任单位栏读取。",
        "The units behind the task differ from those in the column; the column was taken.",
    ),
    "check": Names("%(why)s，请核对。", "%(why)s; please check."),
    "units-etc": Names("单位名单以“等”结尾，没有列全", "The list of units ends in “等” and is not complete"),
    "no-such-unit": Names("“%(name)s”不像单位", "“%(name)s” does not look like a unit"),
    "unit-bracket": Names(
        "单位后面括号里的“%(text)s”不像单位", "“%(text)s” in brackets behind a unit does not look like one"
    ),
    "unit-marked": Names(
        "部分单位标有“%(mark)s”，暂以标出的为牵头单位",
        "Some units are marked with “%(mark)s”; those were taken to lead",
    ),
    "bracket": Names("括号没有配对", "A bracket is not closed"),
    "words-before-unit": Names("单位前有没认出的文字", "Words before the unit were not understood"),
    "unit-several": Names("“%(name)s”可能指几个单位，请选定。", "“%(name)s” may mean several units. Choose one."),
    "unit-unknown": Names(
        "单位库中没有“%(name)s”，请选定或先登记。",
        "The register has no “%(name)s”. Choose a unit, or register it first.",
    ),
    # Deadlines
    "deadline-early": Names(
        "完成时限%(day)s早于%(year)s年度，请核对。", "The deadline %(day)s lies before the year %(year)s; please check."
    ),
    "no-deadlines": Names(
        "表里没有写完成时限。全部任务的时限是？", "The table gives no deadlines. What is the deadline of all tasks?"
    ),
    "no-deadlines-rest": Names(
        "表里没有完成时限一栏，有%(count)s项任务没有写时限。它们的时限是？",
        "The table has no column for deadlines, and %(count)s tasks name none. What is their deadline?",
    ),
    "no-deadline": Names("没有写完成时限。", "No deadline is given."),
    "answer-no-day": Names("所答“%(text)s”读不出日期。", "The answer “%(text)s” is no day."),
    "deadline-unread": Names("完成时限“%(text)s”读不出日期", "The deadline “%(text)s” could not be read"),
    "deadline-maybe": Names(
        "完成时限“%(text)s”可能是持续推进，也可能另有日期",
        "The deadline “%(text)s” may mean ongoing, or a day of its own",
    ),
    "deadline-several": Names("完成时限“%(text)s”有几种读法", "The deadline “%(text)s” can be read in several ways"),
    "deadline-year": Names(
        "日期显示为“%(text)s”，单元格里存的年份是%(year)s年",
        "The day shows as “%(text)s”, the cell stores the year %(year)s",
    ),
    "deadlines-inside": Names(
        "任务内容里有几个时间，看不出哪个是完成时限", "The task names several times: which one is the deadline?"
    ),
    # Targets
    "target-range": Names("目标写成了区间", "The target is a range"),
    "target-each": Names(
        "数字是对每个单位提的，全市目标数没有写明",
        "The number is asked of each unit; the whole city's target is not given",
    ),
    "target-strive": Names(
        "另写有力争达到的数，暂按前一个读取", "A number to strive for is given as well; the first one was taken"
    ),
    "target-several": Names(
        "文中有几个数，看不出哪个是目标值", "The text holds several numbers: which one is the target?"
    ),
    "target-perhaps": Names(
        "文中的数量可能是目标，也可能只是说法", "The number in the text may be a target, or only a way of speaking"
    ),
    "target-double": Names("写的是翻番，没有写明目标数", "It says “double” and gives no number"),
    "coverage-numbers": Names(
        "要求全覆盖，又另有数字，看不出哪个是目标值",
        "It asks for all and gives other numbers too: which one is the target?",
    ),
    "coverage-of": Names("要求全覆盖，但没有写明应覆盖多少个", "It asks for all, but not of how many"),
    "target-day": Names("单元格里是日期，不是数", "The cell holds a day, not a number"),
    "target-open": Names("目标值“%(text)s”没有定数", "The target “%(text)s” gives no number"),
    "target-unread": Names("目标里有数字，但读不准", "The target holds numbers that could not be read for sure"),
    "target-units": Names(
        "目标里写的单位是“%(own)s”，单位栏是“%(unit)s”", "The target says “%(own)s”, the column for units “%(unit)s”"
    ),
    "percent-unit": Names(
        "单元格是百分数，单位栏是“%(unit)s”", "The cell is a percentage, the column for units says “%(unit)s”"
    ),
    "percent-high": Names(
        "百分数大于150%%，可能多乘了100", "The percentage is above 150%%: it may be 100 times too high"
    ),
    "percent-low": Names(
        "单位是%%，但存的是小数，看不出是否已折算",
        "The unit is %%, the cell stores a fraction: is it converted already?",
    ),
    "answer-no-number": Names("所答“%(text)s”读不出数", "The answer “%(text)s” is no number"),
    "target-merged": Names(
        "目标值一格合并了几行，看不出每项任务各是多少",
        "The target's cell is merged over rows: how much is it for each task?",
    ),
    "target-shared": Names(
        "目标值一格对着拆开的几项任务，看不出“%(task)s”是多少",
        "One target stands beside all the tasks split: how much is it for “%(task)s”?",
    ),
    "target-missing": Names("任务类型是定量，但没有写目标值", "The task is declared as counted, but has no target"),
    "target-words": Names(
        "目标值栏与任务内容里的数不一致，暂按目标值栏读取",
        "The column and the task's own words give different numbers; the column was taken",
    ),
    "only-county-rates": Names(
        "只写了各县的比率，没有写全市目标值", "Only the counties' rates are given, not the whole city's target"
    ),
    "only-counties": Names(
        "没有写全市目标值，各县之和如下", "The whole city's target is not given; the counties sum up to"
    ),
    "figures-differ": Names("几处数字不一致（%(figures)s）", "The figures do not agree (%(figures)s)"),
    "figure-target": Names("目标值%(value)s", "target %(value)s"),
    "figure-words": Names("目标%(value)s", "target in words %(value)s"),
    "figure-total": Names("合计%(value)s", "total %(value)s"),
    "figure-counties": Names("各县之和%(value)s", "sum of counties %(value)s"),
    "no-measure": Names("目标值%(value)s没有写计量单位。", "The target %(value)s has no unit of measure."),
    "sum-differs": Names(
        "“%(label)s”栏合计写的是%(stated)s，各行相加是%(total)s。合计行不导入，各行按所写读取；"
        "如某行有误，请在文件里改好后重新导入。",
        "Column “%(label)s” states a sum of %(stated)s, its rows add up to %(total)s. Rows of sums are not imported, the "
        "others are read as they stand; if one is wrong, mend the file and import again.",
    ),
    # Counties
    "share-unread": Names("%(county)s的任务数%(why)s", "The number of %(county)s: %(why)s"),
    "no-number": Names("“%(text)s”读不出数", "“%(text)s” is no number"),
    "shares-shared": Names(
        "分县任务数对着拆开的几项任务，看不出“%(task)s”各县是多少。请按“某县5、某区8”写明。",
        "The counties' numbers stand beside all the tasks split: how much is it for “%(task)s”? Write “某县5、某区8”.",
    ),
    "shares-fraction": Names(
        "单位是%%，各县写的是小数（%(shown)s），看不出是否已折算。",
        "The unit is %%, the counties' numbers are fractions (%(shown)s): are they converted already?",
    ),
    "shares-unread": Names(
        "分县任务数读不准。请按“某县5、某区8”写明。",
        "The counties' numbers could not be read. Write them as “某县5、某区8”.",
    ),
}

"""What happened to forms from above: received, asked about, filled, approved, handed back."""

from __future__ import annotations

from zhicheng.core.ledger import entry


@entry(
    "publications.form-received",
    zh="收到上级报表 %(form)s，按数据版本 %(edition)s 填报",
    en="received form %(form)s, filled from %(edition)s",
)
class FormReceived:
    """A blank form arrived; `sha256` is of the file as it came."""

    form: int
    edition: str
    sha256: str
    proposed: int
    questions: int
    gaps: int


@entry(
    "publications.form-answered",
    zh="确认上级报表 %(form)s 的 %(questions)s 个问题",
    en="answered %(questions)s questions on form %(form)s",
)
class FormAnswered:
    """Questions about labels were answered; the answers are remembered for the form's next time."""

    form: int
    questions: int


@entry(
    "publications.form-cell-set",
    zh="人工填写上级报表 %(form)s 的 %(cells)s 格",
    en="typed %(cells)s cells of form %(form)s",
)
class FormCellSet:
    """Cells were typed by hand with their source, emptied again, or left blank for a reason."""

    form: int
    cells: int
    stamp: int


@entry(
    "publications.form-edition-changed",
    zh="上级报表 %(form)s 改用数据版本 %(edition)s",
    en="form %(form)s now uses edition %(edition)s",
)
class FormEditionChanged:
    """The form is filled from another edition."""

    form: int
    edition: str
    before: str


@entry(
    "publications.form-requested",
    zh="为上级报表 %(form)s 向 %(organisation)s 要数（%(cells)s 格）",
    en="asked %(organisation)s for %(cells)s cells of form %(form)s",
)
class FormRequested:
    """A unit was asked for figures that are missing."""

    form: int
    request: int
    organisation: str
    cells: int


@entry(
    "publications.form-request-answered",
    zh="答复上级报表 %(form)s 的缺数（%(cells)s 格）",
    en="answered the request for %(cells)s cells of form %(form)s",
)
class FormRequestAnswered:
    """The unit gave the figures, or said why there are none."""

    form: int
    request: int
    organisation: str
    cells: int


@entry(
    "publications.form-request-withdrawn",
    zh="撤回上级报表 %(form)s 向 %(organisation)s 的要数",
    en="withdrew the request to %(organisation)s for form %(form)s",
)
class FormRequestWithdrawn:
    """The figures are no longer asked for."""

    form: int
    request: int
    organisation: str


@entry(
    "publications.form-submitted",
    zh="上级报表 %(form)s 送审，空缺 %(gaps)s 格",
    en="submitted form %(form)s with %(gaps)s gaps",
)
class FormSubmitted:
    """The filled form waits for somebody else."""

    form: int
    stamp: int
    gaps: int


@entry("publications.form-sent-back", zh="退回上级报表 %(form)s 修改", en="sent form %(form)s back")
class FormSentBack:
    """It goes back to be changed."""

    form: int
    stamp: int


@entry("publications.form-approved", zh="审核通过上级报表 %(form)s", en="approved form %(form)s")
class FormApproved:
    """Somebody other than who filled it approved it; `sha256` is of the filled file."""

    form: int
    stamp: int
    sha256: str
    edition: str


@entry("publications.form-handed-back", zh="上级报表 %(form)s 已报上级", en="handed form %(form)s back")
class FormHandedBack:
    """The filled file went back to the superior."""

    form: int
    sha256: str


@entry("publications.form-withdrawn", zh="作废上级报表 %(form)s", en="withdrew form %(form)s")
class FormWithdrawn:
    """It will not be filled any further."""

    form: int


@entry(
    "publications.form-forgotten",
    zh="上级报表 %(form)s 保存期满，连同文件一并清理",
    en="form %(form)s was removed with its files after the declared time",
)
class FormForgotten:
    """Its time was over: rows and files went, this line and the earlier ones stay."""

    form: int
    state: str
    sha256: str

"""What happened to documents: drafted, checked, approved, published, corrected, withdrawn."""

from __future__ import annotations

from zhicheng.core.ledger import entry


@entry("publications.document-drafted", zh="起草公文 %(document)s", en="drafted document %(document)s")
class DocumentDrafted:
    """A document was begun."""

    document: str
    kind: str
    edition: str


@entry(
    "publications.document-saved",
    zh="修改公文 %(document)s 第%(version)s版",
    en="edited version %(version)s of %(document)s",
)
class DocumentSaved:
    """Its text or its fields were changed; `content` is the hash of both."""

    document: str
    version: int
    stamp: int
    content: str


@entry(
    "publications.document-checked", zh="检查公文 %(document)s：%(blocking)s处须处理，%(remarks)s处提示",
    en="checked %(document)s: %(blocking)s to be settled, %(remarks)s remarks",
)  # fmt: skip
class DocumentChecked:
    """The whole text was checked."""

    document: str
    version: int
    content: str
    blocking: int
    remarks: int


@entry("publications.document-submitted", zh="公文 %(document)s 送签", en="sent %(document)s for approval")
class DocumentSubmitted:
    """It was sent for approval."""

    document: str
    version: int
    content: str


@entry("publications.document-approved", zh="签发公文 %(document)s", en="approved %(document)s")
class DocumentApproved:
    """Somebody other than who sent it approved it; `waived` are the findings for which a reason was given."""

    document: str
    version: int
    content: str
    waived: tuple[str, ...]


@entry("publications.document-returned", zh="退回公文 %(document)s 修改", en="returned %(document)s")
class DocumentReturned:
    """It goes back to be changed."""

    document: str
    version: int


@entry(
    "publications.document-published", zh="印发公文 %(document)s 第%(version)s版，%(number)s",
    en="published version %(version)s of %(document)s, %(number)s",
)  # fmt: skip
class DocumentPublished:
    """It was numbered and published; the hashes are of the files as they went out."""

    document: str
    version: int
    number: str
    disclosure: str
    edition: str
    content: str
    pdf: str
    docx: str


@entry("publications.document-withdrawn", zh="撤回公文 %(document)s", en="withdrew %(document)s")
class DocumentWithdrawn:
    """A published document was withdrawn; its address says so and why."""

    document: str
    version: int


@entry(
    "publications.document-dropped",
    zh="作废公文 %(document)s 第%(version)s版草稿",
    en="dropped draft %(version)s of %(document)s",
)
class DocumentDropped:
    """A version that never went out was given up."""

    document: str
    version: int


@entry(
    "publications.correction-opened",
    zh="公文 %(document)s 有%(figures)s个数据发生变化",
    en="%(figures)s figures of %(document)s changed",
)
class CorrectionOpened:
    """Figures of a published document have other values now."""

    document: str
    version: int
    figures: int
    edition: str


@entry("publications.correction-begun", zh="对公文 %(document)s 作更正", en="began a correction of %(document)s")
class CorrectionBegun:
    """A new version at the same address was begun."""

    document: str
    version: int
    corrections: tuple[int, ...]


@entry(
    "publications.correction-dismissed",
    zh="公文 %(document)s 的数据变化不需更正",
    en="no correction of %(document)s needed",
)
class CorrectionDismissed:
    """The office decided, with its reason, that a changed value needs no correction."""

    document: str
    correction: int

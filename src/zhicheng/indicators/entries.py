"""What is on record of editions: frozen, published, superseded, withdrawn."""

from __future__ import annotations

from zhicheng.core.ledger import entry


@entry(
    "indicators.edition-frozen", zh="冻结数据版本 %(edition)s（截至 %(cut_off)s，数值 %(values)s 个）",
    en="froze the edition %(edition)s (cut-off %(cut_off)s, %(values)s values)",
)  # fmt: skip
class EditionFrozen:
    """Verified counts were frozen as an edition; the hash says which."""

    edition: str
    programme: str
    period: str
    cut_off: str
    values: int
    items: int
    content_hash: str
    reason: str
    counties_open: tuple[str, ...]


@entry("indicators.edition-published", zh="公开数据版本 %(edition)s", en="published the edition %(edition)s")
class EditionPublished:
    """Somebody else published an edition; `supersedes` is the published one that it replaced, "" for none."""

    edition: str
    programme: str
    supersedes: str
    content_hash: str
    public_hash: str


@entry(
    "indicators.edition-withdrawn", zh="撤回数据版本 %(edition)s：%(reason)s",
    en="withdrew the edition %(edition)s: %(reason)s",
)  # fmt: skip
class EditionWithdrawn:
    """A published edition is shown no more."""

    edition: str
    programme: str
    reason: str

"""What this room enters into the ledger."""

from __future__ import annotations

from zhicheng.core.ledger import entry

# Enough of a digest to tell files apart; the whole of it is kept.
SHORT = {"sha256": lambda digest: digest[:12]}


@entry(
    "core.evidence.file-attached",
    zh="为 %(subject)s 附上了佐证材料（编号 %(attachment)s，SHA-256 %(sha256)s…）",
    en="attached evidence %(attachment)s (SHA-256 %(sha256)s…) to %(subject)s",
    words=SHORT,
)
class FileAttached:
    """A file became evidence."""

    attachment: int
    subject: str
    sha256: str


@entry(
    "core.evidence.file-withdrawn",
    zh="撤回了 %(subject)s 的佐证材料（编号 %(attachment)s，SHA-256 %(sha256)s…）",
    en="withdrew evidence %(attachment)s (SHA-256 %(sha256)s…) from %(subject)s",
    words=SHORT,
)
class FileWithdrawn:
    """A file is evidence no longer; its bytes and this line stay."""

    attachment: int
    subject: str
    sha256: str


@entry(
    "core.evidence.swept",
    zh="清理了没有任何记录引用的上传残留 %(files)s 个（共 %(bytes)s 字节）",
    en="removed %(files)s uploads that no record names (%(bytes)s bytes)",
)
class EvidenceSwept:
    """Content that nothing names, of uploads that were broken off, was removed."""

    files: int
    bytes: int

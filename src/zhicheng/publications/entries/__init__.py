"""Facts of this module as the ledger keeps them: past tense, ids and codes only, a sentence in each language."""

from __future__ import annotations

from zhicheng.publications.entries import documents, forms

__all__ = ["documents", "forms"]

"""The check of a document before it is approved: its template, its fields, its figures, its persons, its form.

Findings stand beside the text; the text is never changed. What must be settled is either mended or, where that is
allowed, let pass by the approver with a written reason, which stays on record.
"""

from zhicheng.publications.checking.examining import Examined, Material, examine
from zhicheng.publications.checking.findings import Finding, open_findings

__all__ = ["Examined", "Finding", "Material", "examine", "open_findings"]

"""Three renderings of one block model: the page (HTML), the kept file (PDF/UA by typst), the editable file (docx).

Owns the look of GB/T 9704-2012 in all three, the fixed words in three languages, the limits on what a document may
hold. Refuses tables nobody reads, tables too wide for paper, charts that say nothing to who cannot see them; never
reads a text as markup. Not taken: a Word file as the template of the others (it can be neither page nor PDF), a browser
for the PDF (ragged Chinese lines, untagged, twenty times slower).
"""

from zhicheng.publications.rendering.page import to_html
from zhicheng.publications.rendering.pdf import to_pdf
from zhicheng.publications.rendering.translating import translated
from zhicheng.publications.rendering.word import to_docx

__all__ = ["to_docx", "to_html", "to_pdf", "translated"]

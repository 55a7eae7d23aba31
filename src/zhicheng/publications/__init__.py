"""Official documents bound to frozen figures, and the tables that superiors send, filled from verified records.

Owns the kinds of document, their text as blocks, the three renderings of those blocks (docx, PDF, page), the layout
check of any docx against GB/T 9704, the way from draft over check and approval to publication, correction and
withdrawal, and the forms from above with their gaps and requests. It refuses to count: every figure is a value of an
edition (`indicators.editions`). Not taken: Word files as templates of the text (they can be neither a page nor a PDF,
and nobody can say which figure stands where).
"""

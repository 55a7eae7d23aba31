"""Evidence: the files that prove a count, stored by the hash of their content, and what each is attached to.

Owns the bytes (once, however often they are attached), the check of what a file really is, and attachments with their
scope. Refuses whatever a browser would run or an office program would execute: HTML, SVG, XML, scripts, macros, the
old binary formats. A file is never served by its hash, only as an attachment, to those in whose scope it stands. Not
taken: names from outside in paths, files in the database (a backup of one large file instead of many that never
change), trust in an extension.
"""

"""Official texts, read to the character: docx, pdf, html, txt and xlsx as one string with its blocks and their places.

Owns what a text is for those who check or search it, reading it in a child process with limits, and a copy of it with
somebody's remarks beside its words. Refuses: judging what the text says, altering the original, fetching what a file
links to, and kinds that only their own program reads (doc, wps, et, ofd), each with what to do instead. Tables that
become rows of ours are `core.intake`'s.
"""

from zhicheng.core.prose.commenting import commented_copy
from zhicheng.core.prose.model import Block, Prose, Remark, plain_prose
from zhicheng.core.prose.reading import Reader, read_prose

__all__ = ["Block", "Prose", "Reader", "Remark", "commented_copy", "plain_prose", "read_prose"]

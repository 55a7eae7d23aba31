"""The layout check: any docx measured by its declared geometry and styles against GB/T 9704-2012.

Owns the rules with their clauses, the measuring of a stranger's file in a child process with limits, and the sentences.
Refuses to judge the wording, to alter the file, and to guess from a picture of the page: what Word, WPS and LibreOffice
draw differs by their fonts, what a file declares does not. Not taken: rendering and measuring pixels; it needs an office
program beside, takes seconds, and cannot say which setting to change.
"""

from zhicheng.publications.layout.checking import check, check_file
from zhicheng.publications.layout.register import RULES, STANDARD, Rule
from zhicheng.publications.layout.report import Deviation, LayoutReport

__all__ = ["RULES", "STANDARD", "Deviation", "LayoutReport", "Rule", "check", "check_file"]

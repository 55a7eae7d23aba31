"""Charts of an edition: one Vega-Lite specification for page, PDF and docx, with the finding as title and in words.

Owns the kinds of chart (`kinds`, one file each) and the drawing of any specification as SVG or PNG. Refuses to draw
what has no data, to compute values (they are an edition's), and to fetch anything. Not taken: a library in the browser;
it would draw a second time for PDF and docx, and differ.
"""

from zhicheng.publications.charts.drawing import forget, keep_in, png, size, spec_hash, svg
from zhicheng.publications.charts.kinds import CHARTS, ChartKind, chart

__all__ = ["CHARTS", "ChartKind", "chart", "forget", "keep_in", "png", "size", "spec_hash", "svg"]

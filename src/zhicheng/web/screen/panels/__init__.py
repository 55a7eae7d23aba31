"""The panels, one file each, and which stand beside each other: the wide place on the left, the narrow on the right."""

from zhicheng.web.screen.panel import Panel
from zhicheng.web.screen.panels.corrections import PANEL as CORRECTIONS
from zhicheng.web.screen.panels.counties import PANEL as COUNTIES
from zhicheng.web.screen.panels.county_map import PANEL as COUNTY_MAP
from zhicheng.web.screen.panels.documents import PANEL as DOCUMENTS
from zhicheng.web.screen.panels.fields import PANEL as FIELDS
from zhicheng.web.screen.panels.figures import PANEL as FIGURES
from zhicheng.web.screen.panels.late import PANEL as LATE

# Left and right of a page; of a pair that is partly silent the other stands alone.
PAIRS: tuple[tuple[Panel, Panel], ...] = (
    (FIELDS, FIGURES),
    (COUNTY_MAP, COUNTIES),
    (LATE, DOCUMENTS),
    (CORRECTIONS, FIGURES),
)
PANELS: tuple[Panel, ...] = tuple({panel.slug: panel for pair in PAIRS for panel in pair}.values())

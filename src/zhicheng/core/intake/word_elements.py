"""The elements of a Word document: their names and properties, paragraphs, tables, text boxes."""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
GONE = {"del", "moveFrom"}


def local_name(element: Any) -> str:
    """The name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child_of(element: Any, name: str) -> Any:
    """The first child of this name, or None."""
    return next((child for child in element if local_name(child) == name), None) if element is not None else None


def attribute(element: Any, name: str) -> str | None:
    """An attribute of the element, in the usual or the strict namespace."""
    if element is None:
        return None
    return element.get(_W + name) or element.get(_STRICT + name)


def is_on(properties: Any, name: str) -> bool:
    """A property is there and not switched off."""
    element = child_of(properties, name)
    return element is not None and (attribute(element, "val") or "1").lower() not in ("0", "false", "off", "none")


def paragraphs_and_tables(container: Any) -> list[Any]:
    """The paragraphs and tables of a cell or a text box, also inside content controls and insertions."""
    found = []
    for element in container:
        local = local_name(element)
        if local in ("p", "tbl"):
            found.append(element)
        elif local in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            found.extend(paragraphs_and_tables(element))
    return found


def named(container: Any, name: str) -> list[Any]:
    """The elements of a name, also inside content controls and insertions."""
    found = []
    for element in container:
        local = local_name(element)
        if local == name:
            found.append(element)
        elif local in ("sdt", "sdtContent", "ins", "customXml"):
            found.extend(named(element, name))
    return found


def rows_of(table: Any) -> list[Any]:
    """The rows of a table."""
    return named(table, "tr")


def cells_of(row: Any) -> list[Any]:
    """The cells of a row."""
    return named(row, "tc")


def text_boxes(element: Any) -> list[Any]:
    """The contents of text boxes below an element, each once and none of those that were deleted."""
    found = []
    for child in element:
        local = local_name(child)
        if local == "txbxContent":
            found.append(child)
        elif local == "AlternateContent":
            found.extend(next((boxes for way in child if (boxes := text_boxes(way))), []))
        elif local not in GONE:
            found.extend(text_boxes(child))
    return found

"""What the check of a version needs, gathered: editions as they are today, names of persons, what the files look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.refusal import Missing, Refusal
from zhicheng.indicators.editions.content import Edition
from zhicheng.indicators.queries import editions
from zhicheng.publications.blocks import Document as Printed
from zhicheng.publications.checking import Finding, Material
from zhicheng.publications.drafting import Composed
from zhicheng.publications.kinds import KINDS, DocumentKind
from zhicheng.publications.letterheads import letterhead
from zhicheng.publications.models import Document, Version
from zhicheng.publications.printing import docx_of, inspect_fonts, inspect_layout
from zhicheng.registry.queries.people import person_names

NAMED_FIELDS = ("signatory", "recipients", "copies", "contact", "urgency", "basis", "attachments", "edition")


def kind_of(slug: str) -> DocumentKind:
    """A declared kind. Raises: Missing."""
    if slug not in KINDS:
        raise Missing(_("没有“%(kind)s”这种公文。请从公文种类中选择。"), kind=slug)
    return KINDS[slug]


def edition_or_none(code: str, actor: Actor) -> Edition | None:
    """An edition by its code; None for "". Raises: Missing."""
    return editions.edition(code, actor) if code else None


def material(document: Document, version: Version, actor: Actor, *, with_files: bool = True) -> Material:
    """All that the check of this version needs. Raises: Missing (its edition is not there for this person)."""
    edition = edition_or_none(version.edition, actor)
    earlier = edition_or_none(version.earlier, actor)
    return Material(
        kind=kind_of(document.kind), template=version.template, language=version.language,
        fields={name: getattr(version, name) for name in NAMED_FIELDS}, disclosure=version.disclosure,
        disclosure_reason=version.disclosure_reason, reviewed=version.reviewed, edition=edition,
        earlier=earlier, newest=newest_of((edition, earlier), actor), later=_later(edition, actor),
        edition_state=editions.edition_head(version.edition, actor).state if version.edition else "",
        names=person_names(), inspect=_inspector(document, version) if with_files else None,
    )  # fmt: skip


def newest_of(used: Sequence[Edition | None], actor: Actor) -> dict[str, Edition]:
    """The newest edition of the period of each of these, by period."""
    found = {}
    for each in used:
        head = editions.latest_of_period(each.programme, each.period, actor) if each is not None else None
        if head is not None:
            found[head.period] = editions.edition(head.code, actor)
    return found


def _later(edition: Edition | None, actor: Actor) -> Edition | None:
    """The newest edition of a later period; None where there is none."""
    last = editions.latest(edition.programme, actor) if edition is not None else None
    if edition is None or last is None or last.period == edition.period or last.cut_off <= edition.cut_off:
        return None
    return editions.edition(last.code, actor)


def _inspector(document: Document, version: Version) -> Callable[[Composed], Sequence[Finding]]:
    def inspect(composed: Composed) -> Sequence[Finding]:
        made = printed(document, version, composed, status="草稿")
        # Measured as it will go out: without its date a reader, and the check, cannot tell where the text ends.
        made = replace(made, dated=made.dated or localdate(version.edited_at))
        try:
            content = docx_of(made)
        except Refusal as refusal:
            return [Finding("unrendered", facts={"error": refusal.sentence})]
        return [*inspect_fonts(made), *inspect_layout(content, form=made.letterhead.form)]

    return inspect


def printed(
    document: Document, version: Version, composed: Composed, *, status: str = "", number: int | None = None,
    year: int | None = None, address: str = "", mark: str | None = None,
) -> Printed:  # fmt: skip
    """The document as the renderings take it."""
    kind = kind_of(document.kind)
    return Printed(
        kind=kind.slug, title=composed.title or str(kind.names), blocks=composed.blocks,
        letterhead=letterhead(settings.CITY.folder, document.letterhead, kind, city=settings.CITY.name),
        year=year if year is not None else document.year, number=number if number is not None else document.number,
        signatory=version.signatory if kind.shows_signatory else "", recipients=one_line(version.recipients),
        copies=one_line(version.copies), contact=version.contact, urgency=version.urgency,
        disclosure=version.disclosure or kind.disclosure, disclosure_reason=version.disclosure_reason,
        basis=split_lines(version.basis), attachments=split_lines(version.attachments), dated=version.dated,
        language=version.language, edition=version.edition,
        mark_of_data=mark if mark is not None else mark_of(version), status=status, address=address,
        sources=sources_of(composed),
    )  # fmt: skip


def mark_of(version: Version) -> str:
    """What kind of data it is: the edition's own word, and that of the city."""
    head = editions.edition_head(version.edition, SYSTEM) if version.edition else None
    return (head.mark if head is not None else "") or (_("虚构") if settings.CITY.made_up else "")


def sources_of(composed: Composed) -> tuple[tuple[str, str], ...]:
    """Each figure of the text once, with where it comes from, for the list at the end."""
    found: dict[str, str] = {}
    for each in composed.figures:
        if each.name:
            derived = "、".join(each.derived_from)
            found.setdefault(each.name, f"由{derived}计算" if derived else f"数据版本 {each.edition}")
    return tuple(found.items())


def one_line(text: str) -> str:
    """Lines of a field joined as offices write them."""
    return "，".join(split_lines(text))


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a field that say something."""
    return tuple(each.strip() for each in text.splitlines() if each.strip())

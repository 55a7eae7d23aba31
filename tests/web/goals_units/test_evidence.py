"""Files that prove a report: only for those in scope, only as attachments."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.goals_units.conftest import Desk
from zhicheng.core.evidence.queries import attachments_of

As = Callable[[str], Client]
PDF = b"%PDF-1.4\n%made up\n"


def test_evidence_goes_to_those_in_scope_and_to_nobody_else(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂")
    file = SimpleUploadedFile("证书.pdf", PDF)
    done = as_("county").post(f"/desk/reports/{report.pk}/evidence/", {"file": file}, follow=True)
    assert "证书.pdf" in done.content.decode()
    [row] = attachments_of(report.subject)
    address = f"/desk/reports/{report.pk}/evidence/{row.id}/"
    response = as_("lead").get(address)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    office = as_("office").get(address)
    assert b"".join(office.streaming_content) == PDF  # type: ignore[attr-defined]
    assert as_("stranger").get(address).status_code == 404


def test_evidence_of_one_report_is_not_served_under_another(desk: Desk, as_: As) -> None:
    first = desk.report(desk.held(), "演示一厂")
    second = desk.report(desk.held("2", "另一项任务"), "演示二厂")
    client = as_("county")
    client.post(f"/desk/reports/{first.pk}/evidence/", {"file": SimpleUploadedFile("证书.pdf", PDF)})
    [row] = attachments_of(first.subject)
    assert client.get(f"/desk/reports/{second.pk}/evidence/{row.id}/").status_code == 404


def test_markup_is_refused_as_evidence_with_a_sentence(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂")
    file = SimpleUploadedFile("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    response = as_("county").post(f"/desk/reports/{report.pk}/evidence/", {"file": file})
    assert response.status_code == 422
    assert "不能作为佐证" in response.content.decode()


def test_who_only_verifies_attaches_nothing(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂")
    response = as_("lead").post(f"/desk/reports/{report.pk}/evidence/", {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert response.status_code == 403
    assert not attachments_of(report.subject)


def test_evidence_is_taken_back_with_a_reason_until_it_was_verified(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂")
    client = as_("county")
    client.post(f"/desk/reports/{report.pk}/evidence/", {"file": SimpleUploadedFile("证书.pdf", PDF)})
    [row] = attachments_of(report.subject)
    address = f"/desk/reports/{report.pk}/evidence/{row.id}/"
    assert as_("stranger").post(f"{address}withdraw/", {"because": "x"}).status_code == 404
    as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"})
    late = client.post(f"{address}withdraw/", {"because": "传错了"})
    assert late.status_code == 422
    assert "不能再撤回" in late.content.decode()
    other = desk.report(desk.held("2", "另一项任务"), "演示二厂")
    client.post(f"/desk/reports/{other.pk}/evidence/", {"file": SimpleUploadedFile("证书.pdf", PDF)})
    [again] = attachments_of(other.subject)
    client.post(f"/desk/reports/{other.pk}/evidence/{again.id}/withdraw/", {"because": "传错了"})
    assert client.get(f"/desk/reports/{other.pk}/evidence/{again.id}/").status_code == 404

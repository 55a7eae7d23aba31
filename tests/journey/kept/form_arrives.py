"""Run in a city's own process: a superior's blank form arrives twice; one is filled, approved and keeps its answers."""

from __future__ import annotations

from io import BytesIO

import django

django.setup()

from django.utils import timezone  # noqa: E402

from zhicheng.core.access import SYSTEM, Actor  # noqa: E402
from zhicheng.core.access.queries import actor_of  # noqa: E402
from zhicheng.core.accounts.models import Account  # noqa: E402
from zhicheng.demo.forms import blank_form  # noqa: E402
from zhicheng.indicators.queries.editions import editions  # noqa: E402
from zhicheng.publications.actions.forms import (  # noqa: E402
    answer_question,
    approve_form,
    receive_form,
    submit_form,
)
from zhicheng.publications.forms.answers import Draft  # noqa: E402


def who(username: str) -> Actor:
    """The person behind an account."""
    account = Account.objects.get(username=username)
    return actor_of(account_id=account.pk, person=account.person, name=account.name, on=timezone.localdate())


def main() -> None:
    """Receive, answer what is asked, submit, approve."""
    at, clerk, head = timezone.now(), who("office"), who("head")
    newest = next(each for each in editions(SYSTEM) if each.state == "published")
    year, quarter = int(newest.period[:4]), int(newest.period[5:])
    for name in ("样表甲.xlsx", "样表乙.xlsx"):
        content = BytesIO(blank_form(year=year, quarter=quarter))
        form = receive_form(content=content, file_name=name, edition=newest.code, by=clerk, at=at)
    asked = Draft.from_plain(form.draft).questions
    if asked:
        answers = {each.key: each.options[0].value for each in asked}
        answer_question(form.pk, answers=answers, by=clerk, at=at)
    submit_form(form.pk, note="照此上报", by=clerk, at=at)
    approve_form(form.pk, by=head, at=at)


main()

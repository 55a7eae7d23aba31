"""What others may do with forms from above: receive, fill, ask units, approve, hand back."""

from zhicheng.publications.actions.forms.approving import (
    approve_form,
    hand_back,
    send_back_form,
    submit_form,
    withdraw_form,
)
from zhicheng.publications.actions.forms.arriving import receive_form
from zhicheng.publications.actions.forms.filling import answer_question, set_cell, use_edition
from zhicheng.publications.actions.forms.requests import (
    answer_request,
    ask_again,
    request_missing,
    withdraw_request,
)

__all__ = [
    "answer_question",
    "answer_request",
    "approve_form",
    "ask_again",
    "hand_back",
    "receive_form",
    "request_missing",
    "send_back_form",
    "set_cell",
    "submit_form",
    "use_edition",
    "withdraw_form",
    "withdraw_request",
]

"""What can be permitted with documents and with tables from above."""


class P:
    """Permissions of this module, `publications.noun.verb`."""

    DOCUMENT_VIEW = "publications.document.view"
    DOCUMENT_WRITE = "publications.document.write"
    DOCUMENT_APPROVE = "publications.document.approve"
    DOCUMENT_PUBLISH = "publications.document.publish"
    FORM_FILL = "publications.form.fill"
    FORM_APPROVE = "publications.form.approve"
    FORM_ANSWER = "publications.form.answer"

"""What can be permitted about the ledger."""


class P:
    """Permissions of this room."""

    LEDGER_VIEW = "core.ledger.view"

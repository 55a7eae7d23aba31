"""What can be permitted about accounts."""


class P:
    """Permissions of this room."""

    ACCOUNT_MANAGE = "core.account.manage"

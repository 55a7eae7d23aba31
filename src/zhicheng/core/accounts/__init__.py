"""Accounts: how a person signs in. An account is not a person: the person is named by code and lives above.

Owns the user model, invitations, and the record of handing an account's work over. It refuses to know what anybody
may do: that is `core.access`, through the posts that the person holds.
"""

"""The user model of the first migration, with tables for inviting people in and handing their work over."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; a password that is not given is unusable until an invitation is accepted."""

    def create_account(self, username: str, *, person: str, name: str, password: str | None = None) -> Account:
        """A new account for a person's code."""
        account = self.model(username=self.model.normalize_username(username), person=person, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in. `person` is the registry's code of the person behind it; one person may have no account."""

    username = models.CharField(max_length=60, unique=True)
    person = models.CharField(max_length=40, blank=True, db_index=True)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    # An account of the made-up city: signs in over loopback only, and there without a second factor.
    made_up = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_active=True) & ~Q(person=""), name="one_open_account_a_person"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(is_active=False), name="a_closed_account_is_not_active"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """The name shown beside what this account did."""
        return self.name


class Invitation(models.Model):
    """A one-time way to set the first password, or a new one; only the hash of its secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="an_invitation_expires_after_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%Y-%m-%d}"


class HandOver(models.Model):
    """One person's open work passed to another; what was moved is named in the ledger's entry."""

    from_person = models.CharField(max_length=40, db_index=True)
    to_person = models.CharField(max_length=40, db_index=True)
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_person=models.F("to_person")), name="handed_over_to_someone_else"),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} → {self.to_person}"


class Token(models.Model):
    """A person's own key for programs that report in her name; only the hash of its secret is kept.

    It never reaches further than the person's posts on the day it is used, and without `may_report` it only reads.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    # The last characters of the secret, by which its owner tells her tokens apart.
    ending = models.CharField(max_length=4)
    may_report = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="a_token_expires_after_it_is_made"
            ),
            models.UniqueConstraint(
                fields=["account", "name"], condition=Q(ended_at=None), name="one_open_token_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.name}"

"""What a password must be like: Django's checks, refused in sentences that say what to do instead."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """A shortest length."""

    def get_error_message(self) -> str:
        """How long it must be."""
        return _("密码太短，至少 %(n)s 个字符。可用几个互不相干的词连起来。") % {"n": self.min_length}


class UnlikeThePerson(password_validation.UserAttributeSimilarityValidator):
    """Not the user name, nor the person's name with a figure behind."""

    def get_error_message(self) -> str:
        """What it resembles."""
        return _("密码与用户名或姓名太相近，容易被猜到。请另取一个。")


class Uncommon(password_validation.CommonPasswordValidator):
    """Not one of the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        """Why not this one."""
        return _("这是常见密码，容易被猜到。请另取一个。")

"""People who sign in, and the audit lines of what they did."""

from typing import Any, ClassVar, NoReturn
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import LoginEmailField


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(_("This is no time zone. Try one such as Europe/Rome.")) from error


def default_language() -> str:
    """The language of the site's addresses without a prefix."""
    return str(settings.LANGUAGE_CODE)


def default_time_zone() -> str:
    """The newsroom's own zone."""
    return str(settings.TIME_ZONE)


class NeverDeleted(Exception):
    """Raised where code tries to delete an account: it is closed instead."""


class UserQuerySet(models.QuerySet["User"]):
    """Accounts, none of which is ever deleted: what somebody wrote or typed would go with it."""

    def delete(self) -> NoReturn:
        raise NeverDeleted("Accounts are closed, never deleted.")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts; the address is normalised by the field itself."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Return a new saved account. Raises ValueError where `email` is empty."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Return a new saved account with every right."""
        return self.create_user(email, password, **extra | {"is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in: a journalist, an administrator, or both."""

    email = LoginEmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("name"), max_length=150, help_text=_("As colleagues see it, not as printed in bylines.")
    )
    language = models.CharField(
        _("language"), max_length=16, choices=settings.LANGUAGES, default=default_language
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default=default_time_zone,
        validators=[validate_time_zone],
        help_text=_("Times on the desk are shown and entered in this zone."),
    )
    is_staff = models.BooleanField(
        _("works on the desk"), default=False, help_text=_("May sign in to the desk.")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off instead of deleting an account.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["display_name", "id"]

    def __str__(self) -> str:
        return self.display_name or self.email

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverDeleted("Accounts are closed, never deleted.")

    def get_full_name(self) -> str:
        """The name as colleagues see it."""
        return str(self)

    def get_short_name(self) -> str:
        """The name as colleagues see it."""
        return str(self)


class AppendOnly(Exception):
    """Raised where code tries to change or delete what may only be added."""


class AppendOnlyQuerySet(models.QuerySet["AuditLine"]):
    """A query set that cannot change what it finds."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Audit lines are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly("Audit lines are never deleted.")


class AuditLine(models.Model):
    """Who did what, to what, when. Written by accounts.audit.record alone."""

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    action = models.CharField(_("what"), max_length=64)
    target_type = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64)
    target_text = models.CharField(_("on what"), max_length=500)
    detail = models.JSONField(_("detail"), default=dict, encoder=DjangoJSONEncoder)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit line")
        verbose_name_plural = _("audit lines")
        ordering: ClassVar = ["-at", "-id"]
        indexes = [models.Index(fields=["target_type", "target_id", "-at"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("Audit lines are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Audit lines are never deleted.")

"""People and audit lines on the desk. Administrators only; nothing here can be deleted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, people
from accounts.models import AuditLine, User

admin.site.unregister(Group)


class PersonCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A new account."""

    class Meta:
        model = User
        fields = ("email", "display_name")
        field_classes: dict[str, type[forms.Field]] = {}


class PersonChangeForm(UserChangeForm):  # type: ignore[type-arg]
    """An account's own fields."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type[forms.Field]] = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """People."""

    form = PersonChangeForm
    change_form_template = "admin/accounts/user/change_form.html"
    add_form = PersonCreationForm
    list_display = ["display_name", "email", "is_staff", "is_superuser", "is_active", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active"]
    search_fields = ["display_name", "email"]
    ordering = ["display_name", "id"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    actions = None
    fieldsets = [
        (None, {"fields": ["email", "display_name", "password"]}),
        (_("On the desk"), {"fields": ["language", "time_zone"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "email",
                    "display_name",
                    "is_staff",
                    "usable_password",
                    "password1",
                    "password2",
                ],
            },
        )
    ]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # an account is closed; what it wrote stays

    def delete_view(self, request: HttpRequest, object_id: str, *_args: Any) -> HttpResponse:
        """Says that nobody is deleted, and offers to close the account instead."""
        person = self.get_object(request, unquote(object_id))
        if person is None or not self.has_change_permission(request, person):
            raise Http404("There is no such person for you.")
        by = request.user
        if not isinstance(by, User):
            raise PermissionDenied
        reasons = people.reasons_not_to_close(person=person, by=by)
        if request.method == "POST":
            try:
                people.close_account(person=person, by=by, now=timezone.now())
            except people.UnableToClose as error:
                reasons = error.reasons
            else:
                messages.success(request, _("The account of %s is closed.") % person)
                return HttpResponseRedirect(reverse("admin:accounts_user_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": _("Close the account of %s?") % person,
            "opts": self.opts,
            "person": person,
            "reasons": reasons,
        }
        return TemplateResponse(request, "admin/accounts/user/close.html", context)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        secret = {"password", "password1", "password2"}
        changed = {
            name: "changed" if name in secret else str(form.cleaned_data.get(name))
            for name in form.changed_data
        }
        action = "change_person" if change else "add_person"
        actor = request.user if isinstance(request.user, User) else None
        audit.record(actor=actor, action=action, target=obj, now=timezone.now(), changed=changed)


@admin.register(AuditLine)
class AuditLineAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What was done, newest first; to read only."""

    list_display = ["at", "actor", "action", "target_text"]
    list_filter = ["action"]
    list_select_related = ["actor"]
    search_fields = ["target_text"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditLine | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditLine | None = None) -> bool:
        return False

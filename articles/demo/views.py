"""“Continue as”: sign in as somebody of the demo without a password, in the demo alone."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from articles.demo.load import LOGINS


@require_POST
def continue_as(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo person whose address is posted, and open the desk.

    Http404 outside the demo (the address is not even there then) and for anybody else.
    """
    email = request.POST.get("email", "")
    if not settings.DEMO or email not in {known.email for known in LOGINS}:
        raise Http404("There is nobody to continue as.")
    person = get_object_or_404(User, email=email, is_active=True)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(reverse("admin:index"))

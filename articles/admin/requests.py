"""What the desk's views ask of a request."""

from django.http import HttpRequest

from accounts.models import User


def person(request: HttpRequest) -> User:
    """Who is signed in. The admin lets nobody else through, so anybody else is a fault of ours."""
    if not isinstance(request.user, User):
        raise TypeError("Nobody is signed in.")
    return request.user


def wants_json(request: HttpRequest) -> bool:
    """Whether one of the desk's scripts asks, and goes on by what it is told."""
    return request.headers.get("Accept", "").startswith("application/json")

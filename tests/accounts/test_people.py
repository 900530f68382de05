"""Accounts: one mailbox is one account, on every database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from accounts.fields import normalise_email
from accounts.models import User


@pytest.mark.parametrize(
    "spelling",
    ["Ada@Example.org", "  ada@example.org ", "ＡＤＡ@example.org", "ada@EXAMPLE.ORG"],
)
def test_an_address_is_found_however_it_is_spelt(db: None, spelling: str) -> None:
    ada = User.objects.create_user(email="ada@example.org", display_name="Ada")

    assert User.objects.get(email=spelling) == ada
    assert User.objects.get_by_natural_key(spelling) == ada


def test_an_address_is_normalised_when_it_is_set() -> None:
    assert User(email="ADA@Example.org").email == "ada@example.org"


def test_two_spellings_of_an_address_are_one_account(db: None) -> None:
    User.objects.create_user(email="straße@example.org", display_name="One")

    with pytest.raises(IntegrityError):
        User.objects.create_user(email="STRASSE@example.org", display_name="Two")


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(address: str) -> None:
    once = normalise_email(address)

    assert normalise_email(once) == once


def test_an_account_needs_an_address(db: None) -> None:
    with pytest.raises(ValueError, match="needs an e-mail"):
        User.objects.create_user(email="", display_name="Nobody")


def test_a_superuser_works_on_the_desk(db: None) -> None:
    ada = User.objects.create_superuser("ada@example.org", "password", display_name="Ada")

    assert (ada.is_staff, ada.is_superuser) == (True, True)
    assert ada.check_password("password")


def test_a_time_zone_must_exist(db: None) -> None:
    ada = User(email="ada@example.org", display_name="Ada", time_zone="Mars/Olympus")
    ada.set_unusable_password()

    with pytest.raises(ValidationError) as caught:
        ada.full_clean()

    assert list(caught.value.message_dict) == ["time_zone"]

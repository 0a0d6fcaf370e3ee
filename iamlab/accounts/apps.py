"""Registers the accounts with Django."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-up, sign-in, passwords, and the end of an account."""

    name = "iamlab.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Connect the signals."""
        import_module("iamlab.accounts.signals")

"""Registers the accounts with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-up, sign-in, passwords, and the end of an account."""

    name = "iamlab.accounts"
    label = "accounts"
    verbose_name = "Accounts"

"""Registers the sandbox with Django."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """The practice organizations that learners own."""

    name = "iamlab.sandbox"
    label = "sandbox"
    verbose_name = "Sandbox"
    default_auto_field = "django.db.models.BigAutoField"

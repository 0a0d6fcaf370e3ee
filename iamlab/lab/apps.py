"""Registers the lab with Django."""

from django.apps import AppConfig


class LabConfig(AppConfig):
    """The pages of the laboratory."""

    name = "iamlab.lab"
    label = "lab"
    verbose_name = "Lab"

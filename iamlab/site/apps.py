"""Registers the site shell with Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Error pages, limits, health and the serve command."""

    name = "iamlab.site"
    label = "site"
    verbose_name = "Site"

"""Draws an icon of the shared sprite."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Return the SVG of the icon `name` in static/img/icons.svg, hidden from screen readers.

    An icon stands beside a word that says the same, so it has no label of its own.
    """
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )

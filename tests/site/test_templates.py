"""Every icon that a template or view names is in the sprite, and the sprite is well formed."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from django.conf import settings
from django.template import Context, Template

ROOT = Path(settings.BASE_DIR)
SVG = "{http://www.w3.org/2000/svg}"


def sprite_names() -> set[str]:
    """Return the names of the sprite's symbols, without their prefix."""
    tree = ElementTree.parse(ROOT / "static/img/icons.svg")  # noqa: S314
    return {symbol.attrib["id"].removeprefix("i-") for symbol in tree.iter(f"{SVG}symbol")}


def test_named_icons_are_in_the_sprite() -> None:
    pattern = re.compile(r'{% icon "([\w-]+)"|#i-([\w-]+)"')
    named = {
        first or second
        for template in (ROOT / "templates").rglob("*.html")
        for first, second in pattern.findall(template.read_text(encoding="utf-8"))
    }
    assert "logo" in named
    assert named <= sprite_names()


def test_icon_is_hidden_from_screen_readers() -> None:
    drawn = Template('{% icon "chevron" "chevron" %}').render(Context())
    assert 'class="icon chevron" aria-hidden="true"' in drawn
    assert 'img/icons.svg#i-chevron"' in drawn


def test_every_style_sheet_is_linked() -> None:
    templates = (ROOT / "templates").rglob("*.html")
    linked = "".join(template.read_text(encoding="utf-8") for template in templates)
    for sheet in (ROOT / "static/css").glob("*.css"):
        assert f"css/{sheet.name}" in linked


def test_templates_have_no_inline_style_or_handler() -> None:
    pattern = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    for template in (ROOT / "templates").rglob("*.html"):
        assert not pattern.search(template.read_text(encoding="utf-8")), template

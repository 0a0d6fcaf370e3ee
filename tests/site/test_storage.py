"""A server that is not in debug mode finds every static file, under a name made of its content."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test.utils import override_settings


@pytest.fixture
def own_scripts(tmp_path: Path) -> Iterator[Path]:
    """A source folder of two modules, beside the site's own."""
    scripts = tmp_path / "source" / "js"
    scripts.mkdir(parents=True)
    (scripts / "one.js").write_text("export const one = 1;\n")
    (scripts / "two.js").write_text('import {\n  one,\n} from "./one.js";\nimport "./one.js";\n')
    storages = copy.deepcopy(settings.STORAGES)
    storages["staticfiles"]["BACKEND"] = "iamlab.site.storage.ModuleStaticFilesStorage"
    with override_settings(
        STORAGES=storages,
        STATIC_ROOT=tmp_path / "collected",
        STATICFILES_DIRS=[*settings.STATICFILES_DIRS, tmp_path / "source"],
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield tmp_path / "collected"


def test_collected_files_and_their_imports_are_named_by_content(own_scripts: Path) -> None:
    for name in ("css/tokens.css", "js/site.js", "django_htmx/htmx-2.min.js"):
        stem, suffix = name.rsplit(".", 1)
        url = staticfiles_storage.url(name)
        assert re.fullmatch(rf"/static/{re.escape(stem)}\.[0-9a-f]{{12}}\.{suffix}", url)
    one = Path(staticfiles_storage.url("js/one.js")).name
    two = own_scripts / "js" / Path(staticfiles_storage.url("js/two.js")).name
    assert two.read_text() == f'import {{\n  one,\n}} from "./{one}";\nimport "./{one}";\n'

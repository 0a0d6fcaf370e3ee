"""How static files are named on a server that is not in debug mode."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own support for modules reads every script, and trips over those of the libraries.
MODULE_IMPORTS = (
    "js/*.js",
    (
        (
            r"""(?P<matched>import(?P<names>[\s{][^'"]*?)\s*from\s*["'](?P<url>\.[^'"]+)["'])""",
            'import%(names)s from "%(url)s"',
        ),
        (r"""(?P<matched>import\s*["'](?P<url>\.[^'"]+)["'])""", 'import "%(url)s"'),
    ),
)


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names files by their content, also in the imports of our modules: each loads once."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, MODULE_IMPORTS)

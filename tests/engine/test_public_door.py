"""The public door of the engine: what it offers, without Django and without reading anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import iamlab.engine

PROJECT = Path(__file__).parents[2]
FORBID = """
import sys

class Forbid:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {packages!r}:
            raise ImportError(f"{{name}} is forbidden here")
        return None

sys.meta_path.insert(0, Forbid())
"""
WATCH = """
import sys

sys.dont_write_bytecode = True
seen = []
FOLDERS = tuple(entry for entry in sys.path if entry)
CODE = (".py", ".pyc", ".so", ".pth")

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        name = str(path)
        if name.endswith(CODE) and mode in ("r", "rb", None):
            return
        seen.append((event, name))
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "sqlite3.")):
        seen.append((event, ""))
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.chmod", "os.putenv"):
        seen.append((event, str(arguments)))
"""


def run(program: str) -> str:
    """Run a program in a new interpreter, from the project's folder, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", iamlab.engine.__all__)
def test_every_name_that_is_offered_exists(name: str) -> None:
    assert getattr(iamlab.engine, name) is not None


def test_names_are_offered_once_and_in_order() -> None:
    assert iamlab.engine.__all__ == sorted(set(iamlab.engine.__all__), key=_as_ruff_sorts)


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


def test_the_door_works_without_django() -> None:
    program = FORBID.format(packages=("django",)) + (
        "from iamlab.engine import *\n"
        "import iamlab.engine as engine\n"
        "missing = [name for name in engine.__all__ if name not in globals()]\n"
        "assert not missing, missing\n"
        "answer = Authorizer(Snapshot()).decide(Request('anonymous', 's3:GetObject', '*'))\n"
        "print(answer.verdict.value, any(name.startswith('django') for name in sys.modules))\n"
    )
    assert run(program).split() == ["implicitDeny", "False"]


@pytest.mark.parametrize("module", ["iamlab.engine.scenarios", "iamlab.engine.simulation"])
def test_the_other_doors_work_without_django_too(module: str) -> None:
    program = FORBID.format(packages=("django",)) + f"import {module}\nprint('open')\n"
    assert run(program).strip() == "open"


def test_the_hook_that_forbids_a_package_does_so() -> None:
    """The two tests above would prove nothing otherwise."""
    program = FORBID.format(packages=("django",)) + (
        "try:\n    import django\nexcept ImportError as error:\n    print(error)\n"
    )
    assert "forbidden" in run(program)


def test_importing_the_engine_reads_nothing_but_code() -> None:
    """No data file, no socket, no process: those are for the moment when somebody asks."""
    program = WATCH + ("sys.addaudithook(watch)\nimport iamlab.engine\nprint(sorted(set(seen)))\n")
    assert run(program).strip() == "[]"


def test_the_watch_notices_a_file_that_is_read() -> None:
    """The test above would prove nothing otherwise."""
    program = WATCH + "sys.addaudithook(watch)\nopen('pyproject.toml').close()\nprint(len(seen))\n"
    assert run(program).strip() == "1"


def test_importing_the_engine_prints_nothing() -> None:
    assert run("import iamlab.engine\n") == ""

"""`manage.py validate_policy`, as a script, a pipe and a repository's guard meet it."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from iamlab.engine import MAX_LENGTH, PolicyType
from iamlab.settings import BASE_DIR

COMMAND = (sys.executable, str(BASE_DIR / "manage.py"), "validate_policy")
SECONDS = 60
GOOD = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-receipts/*"}
  ]
}
"""
TYPO = GOOD.replace("GetObject", "GetObjets")
RISKY = GOOD.replace("s3:GetObject", "iam:PassRole").replace("arn:aws:s3:::acme-receipts/*", "*")
TRUST = """{
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}
}
"""


def run(*arguments: str, given: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=given,
        capture_output=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, **settings},
    )
    assert b"Traceback" not in done.stderr
    return done


def call(*arguments: str) -> tuple[int, str, str]:
    """Run the command in this process; return its status, output and remarks."""
    output, remarks = io.StringIO(), io.StringIO()
    status: object = 0
    try:
        call_command("validate_policy", *arguments, stdout=output, stderr=remarks)
    except SystemExit as stop:
        status = stop.code
    assert isinstance(status, int)
    return status, output.getvalue(), remarks.getvalue()


def write(folder: Path, name: str, content: str | bytes) -> str:
    """Write a file and return its name."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


# Status


def test_status_is_0_without_errors(tmp_path: Path) -> None:
    status, output, _ = call(write(tmp_path, "good.json", GOOD))
    assert status == 0
    assert output == "Checked 1 file: 0 errors, 0 security warnings, 0 warnings, 0 suggestions.\n"


def test_status_is_0_when_all_findings_are_warnings(tmp_path: Path) -> None:
    status, output, _ = call(write(tmp_path, "risky.json", RISKY))
    assert "SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_RESOURCE" in output
    assert status == 0


def test_status_is_1_when_one_of_several_files_has_an_error(tmp_path: Path) -> None:
    names = [write(tmp_path, "good.json", GOOD), write(tmp_path, "typo.json", TYPO)]
    status, output, _ = call(*names)
    assert status == 1
    assert output.splitlines()[-1].startswith("Checked 2 files: 1 error, ")


def test_status_is_2_when_a_file_is_missing_and_all_others_are_reported(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.json")
    status, output, remarks = call(missing, write(tmp_path, "typo.json", TYPO))
    assert status == 2
    assert f"validate_policy: {missing}: No such file or directory\n" in remarks
    assert "typo.json:4:35: ERROR INVALID_ACTION" in output
    assert output.endswith("1 file could not be read.\n")


def test_guarded_resources_are_reported(tmp_path: Path) -> None:
    name = write(tmp_path, "good.json", GOOD)
    guards = ["--guard", "s3:GetObject", "arn:aws:s3:::acme-receipts/payouts/1.csv"]
    assert "WARNING SENSITIVE_ACCESS" in call(*guards, name)[1]
    others = ["--guard", "s3:PutObject", "arn:aws:s3:::acme-receipts/payouts/1.csv"]
    assert "SENSITIVE_ACCESS" not in call(*others, name)[1]


def test_no_file_at_all_is_a_wrong_call() -> None:
    done = run()
    assert done.returncode == 2
    assert b"required: FILE" in done.stderr


@pytest.mark.parametrize("option", [("--type", "iam"), ("--format", "xml")])
def test_unknown_choices_are_a_wrong_call(option: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call(*option, "policy.json")


# What is read


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GOOD.encode("utf-16"), "not UTF-8 text (byte 0 is 0xff)"),
        (b'{"Version": "\xe9"}', "not UTF-8 text (byte 13 is 0xe9)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 text (byte 0 is 0x89)"),
        (b" " * (4 * MAX_LENGTH + 5), "no policy is nearly as long"),
    ],
)
def test_unusable_content_is_told_in_one_line(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    name = write(tmp_path, "policy.json", content)
    status, output, remarks = call("--quiet", name)
    assert status == 2
    [complaint] = remarks.splitlines()
    assert complaint.startswith(f"validate_policy: {name}: ")
    assert sentence in complaint
    assert output.startswith("Checked 0 files:")


def test_folder_is_told_in_one_line(tmp_path: Path) -> None:
    status, _, remarks = call("--quiet", str(tmp_path))
    assert status == 2
    assert remarks == f"validate_policy: {tmp_path}: Is a directory\n"


def test_text_over_the_engine_s_limit_is_a_finding(tmp_path: Path) -> None:
    status, output, _ = call(write(tmp_path, "long.json", GOOD.ljust(MAX_LENGTH + 1)))
    assert status == 1
    assert "long.json:1:1: ERROR POLICY_TOO_LONG" in output


@pytest.mark.parametrize("content", ["", "   \n"])
def test_empty_file_is_an_error_of_the_policy(tmp_path: Path, content: str) -> None:
    status, output, _ = call(write(tmp_path, "empty.json", content))
    assert status == 1
    assert "ERROR JSON_SYNTAX_ERROR" in output


def test_byte_order_mark_and_crlf_move_no_place(tmp_path: Path) -> None:
    plain = write(tmp_path, "policy.json", TYPO)
    _, expected, _ = call(plain)
    windows = b"\xef\xbb\xbf" + TYPO.replace("\n", "\r\n").encode()
    _, output, _ = call(write(tmp_path, "policy.json", windows))
    assert output == expected
    assert ":4:35: ERROR INVALID_ACTION" in output


def test_dash_is_standard_input() -> None:
    done = run("--type", "identity", "-", given=TYPO.encode())
    assert done.returncode == 1
    assert done.stdout.startswith(b"-:4:35: ERROR INVALID_ACTION ")
    assert done.stderr == b""


# The type


@pytest.mark.parametrize("name", [item.value for item in PolicyType])
def test_every_type_can_be_named(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, "policy.json", GOOD)
    _, output, remarks = call("--type", name, "--format", "json", file)
    assert json.loads(output)["type"] == name
    assert remarks == ""


def test_type_decides_what_is_wrong(tmp_path: Path) -> None:
    file = write(tmp_path, "trust.json", TRUST)
    assert call("--type", "trust", file)[0] == 0
    status, output, _ = call("--type", "identity", file)
    assert status == 1
    assert "UNSUPPORTED_PRINCIPAL" in output


def test_without_type_identity_is_meant_and_said(tmp_path: Path) -> None:
    file = write(tmp_path, "trust.json", TRUST)
    status, output, remarks = call(file)
    assert status == 1
    assert "UNSUPPORTED_PRINCIPAL" in output
    assert "identity-based policies" in remarks
    assert call("--quiet", file)[2] == ""


# The formats


def test_text_line_has_path_line_column_severity_code_and_message(tmp_path: Path) -> None:
    file = write(tmp_path, "typo.json", TYPO)
    first = call(file)[1].splitlines()[0]
    place, severity_and_code, message = first.split(" ", 1)[0], *_cut(first)
    assert place == f"{file}:4:35:"
    assert severity_and_code == "ERROR INVALID_ACTION"
    assert "`s3:GetObjets`" in message


def _cut(line: str) -> tuple[str, str]:
    _, severity, code, message = line.split(" ", 3)
    return f"{severity} {code}", message


def test_control_characters_of_a_policy_stay_on_their_line(tmp_path: Path) -> None:
    file = write(tmp_path, "policy.json", GOOD.replace("s3:GetObject", "s3:Get\\u001b[31m\\nX"))
    _, output, _ = call(file)
    assert "\x1b" not in output
    assert all(line.startswith((f"{file}:", "Checked ")) for line in output.splitlines())


def test_characters_that_the_output_cannot_write_are_spelled_out(tmp_path: Path) -> None:
    file = write(tmp_path, "policy.json", GOOD.replace("s3:GetObject", "s3:Gét"))
    done = run("--quiet", file, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert rb"s3:G\xe9t" in done.stdout


def test_json_is_one_object_with_version_counts_and_findings(tmp_path: Path) -> None:
    names = [write(tmp_path, "typo.json", TYPO), str(tmp_path / "missing.json")]
    status, output, _ = call("--format", "json", *names)
    report = json.loads(output)
    assert status == 2
    assert list(report) == ["version", "type", "catalog", "counts", "files"]
    assert report["version"] == 1
    assert report["counts"] == {"ERROR": 1, "SECURITY_WARNING": 0, "WARNING": 0, "SUGGESTION": 0}
    typo, missing = report["files"]
    assert missing == {
        "file": names[1],
        "problem": "No such file or directory",
        "findings": [],
    }
    assert (typo["file"], typo["problem"]) == (names[0], None)


def test_json_finding_has_its_place_path_link_and_repair(tmp_path: Path) -> None:
    _, output, _ = call("--format", "json", write(tmp_path, "typo.json", TYPO))
    [file] = json.loads(output)["files"]
    [finding] = file["findings"]
    message = finding.pop("message")
    assert "`s3:GetObjets`" in message
    [edit] = finding["repair"].pop("edits")
    assert TYPO[edit["start"] : edit["end"]] == '"s3:GetObjets"'
    assert edit["text"] == '"s3:GetObject"'
    assert finding == {
        "code": "INVALID_ACTION",
        "severity": "ERROR",
        "line": 4,
        "column": 35,
        "end_line": 4,
        "end_column": 49,
        "path": ["Statement", 0, "Action"],
        "link": "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-"
        "checks.html#access-analyzer-reference-policy-checks-error-invalid-action",
        "repair": {"label": "Use s3:GetObject"},
    }


def test_sarif_is_a_log_of_one_run_in_ascii(tmp_path: Path) -> None:
    names = [write(tmp_path, "typo.json", TYPO), str(tmp_path / "missing.json")]
    status, output, _ = call("--format", "sarif", *names)
    log = json.loads(output)
    assert status == 2
    assert output.isascii()
    assert log["version"] == "2.1.0"
    [found] = log["runs"]
    assert [item["ruleId"] for item in found["results"]] == ["INVALID_ACTION"]


# The surroundings


def test_nothing_but_the_report_goes_to_the_output(tmp_path: Path) -> None:
    """Thirty files at once: no progress bar where there is no terminal."""
    names = [write(tmp_path, f"{number}.json", GOOD) for number in range(30)]
    done = run("--type", "identity", *names)
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.startswith(b"Checked 30 files: 0 errors")


def test_closed_pipe_ends_quietly_and_keeps_the_status(tmp_path: Path) -> None:
    write(tmp_path, "t", TYPO)
    command = " ".join((*COMMAND, "--quiet", *(["t"] * 2000)))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -n 1"],
        cwd=tmp_path,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


def screen_of(folder: Path, *options: str) -> bytes:
    """Return what a terminal shows of a run that waits more than a second for its first file."""
    slow = folder / "slow.json"
    os.mkfifo(slow)
    names = [str(slow), *([write(folder, "good.json", GOOD)] * 5)]
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    with subprocess.Popen(
        [*COMMAND, "--type", "identity", *options, *names],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        with slow.open("w") as pipe:  # opens when the command does
            time.sleep(1.3)
            pipe.write(GOOD)
        assert process.wait(SECONDS) == 0
    shown = b""
    try:
        while part := os.read(screen, 4096):
            shown += part
    except OSError:
        pass  # how Linux says that nobody writes to the terminal any more
    finally:
        os.close(screen)
    return shown


def test_terminal_sees_progress_after_a_second_of_work(tmp_path: Path) -> None:
    assert b"/6 [" in screen_of(tmp_path)


def test_quiet_shows_no_progress(tmp_path: Path) -> None:
    assert screen_of(tmp_path, "--quiet") == b""


def test_database_is_not_needed(tmp_path: Path) -> None:
    nowhere = "sqlite:////nowhere/at/all.sqlite3"
    name = write(tmp_path, "good.json", GOOD)
    done = run("--quiet", name, DATABASE_URL=nowhere, DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, b"")

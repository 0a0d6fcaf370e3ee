"""`manage.py simulate`, as a script, a pipe and a terminal meet it."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.management import call_command

from iamlab.settings import BASE_DIR

COMMAND = (sys.executable, str(BASE_DIR / "manage.py"), "simulate")
REQUEST = {
    "principal": "arn:aws:iam::111122223333:user/alice",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::reports/q1.csv",
}
ALLOWING = {
    "name": "AllowS3",
    "document": {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
    },
}
SECONDS = 30


def line(identifier: Any = "q1", **parts: Any) -> str:
    """Return a line that is allowed, unless its parts say otherwise."""
    return json.dumps(
        {"id": identifier, "request": REQUEST, "identity_policies": [ALLOWING], **parts}
    )


def run(*arguments: str, text: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command with a text on standard input."""
    given = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [*COMMAND, *arguments], input=given, capture_output=True, timeout=SECONDS, check=False
    )
    assert b"Traceback" not in done.stderr
    return done


def answers(output: bytes) -> list[dict[str, Any]]:
    """Read the answers, which must be ASCII and one to a line."""
    assert output == b"" or output.endswith(b"\n")
    return [json.loads(item) for item in output.decode("ascii").splitlines()]


def answers_of(path: Path, content: bytes, *options: str) -> list[dict[str, Any]]:
    """Answer a file in this very process."""
    file = path / "questions.jsonl"
    file.write_bytes(content)
    output, errors = io.StringIO(), io.StringIO()
    status: object = 0
    try:
        call_command("simulate", str(file), *options, stdout=output, stderr=errors)
    except SystemExit as stop:
        status = stop.code
    found = answers(output.getvalue().encode())
    assert status == int(any("error" in item for item in found))
    assert errors.getvalue() == ""
    return found


def test_status_is_0_when_every_line_is_answered(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    denied = line("q2", identity_policies=[])
    file.write_text(f"{line()}\n{denied}\n")
    done = run(str(file))
    assert done.returncode == 0
    assert done.stderr == b""
    assert [item["decision"] for item in answers(done.stdout)] == ["allowed", "implicitDeny"]


@pytest.mark.parametrize("arguments", [("-",), ()])
def test_dash_and_nothing_are_standard_input(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, text=line())
    assert done.returncode == 0
    assert [item["id"] for item in answers(done.stdout)] == ["q1"]


def test_status_is_1_when_a_line_cannot_be_answered_and_the_run_goes_on() -> None:
    wrong = line("q2", request={**REQUEST, "action": "GetObject"})
    done = run(text="\n".join((line(), wrong, "not json", "", line("q3"))))
    assert done.returncode == 1
    assert done.stderr == b""
    first, second, third, fourth = answers(done.stdout)
    assert (first["id"], first["decision"]) == ("q1", "allowed")
    assert (second["id"], second["error"]["code"]) == ("q2", "INVALID_REQUEST")
    assert second["error"]["message"].startswith("request.action: ")
    assert second["error"]["line"] == 2
    assert (third["id"], third["error"]["line"]) == (None, 3)
    assert (fourth["id"], fourth["decision"]) == ("q3", "allowed")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id,principal,action\n1,alice,s3:GetObject\n", "the file is not JSON Lines"),
        (b"<!doctype html>\n<p>Hello\n", "the file is not JSON Lines"),
        (b"{\n  \"id\": \"q1\",\n  \"request\": {}\n}\n", "JSON spread over several lines"),
        (b"[\n  {}\n]\n", "JSON spread over several lines"),
        (line().encode("utf-16"), "not UTF-8"),
        (b"\xff\xfe\x00\x01", "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
    ],
)  # fmt: skip
def test_status_is_2_when_the_file_is_no_json_lines(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "questions"
    file.write_bytes(content)
    done = run(str(file))
    assert done.returncode == 2
    assert done.stdout == b""
    [complaint] = done.stderr.decode().splitlines()
    assert complaint.startswith(f"simulate: {file}: ")
    assert sentence in complaint


def test_status_is_2_when_the_file_is_missing_or_a_folder(tmp_path: Path) -> None:
    for name in (tmp_path / "nowhere.jsonl", tmp_path):
        done = run(str(name))
        assert done.returncode == 2
        assert done.stdout == b""
        [complaint] = done.stderr.decode().splitlines()
        assert complaint.startswith(f"simulate: {name}: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_status_is_2_when_the_file_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(line())
    file.chmod(0)
    assert run(str(file)).returncode == 2


def test_bytes_that_are_no_utf8_end_the_run_after_the_answers_before_them() -> None:
    good = (line() + "\n").encode() * 3
    filler = b" " * 300_000 + b"\n"  # so that what is read ahead ends before the bad bytes
    done = run(text=good + filler + b'{"id": "\xff"}\n')
    assert done.returncode == 2
    assert len(answers(done.stdout)) == 3
    assert b"not UTF-8" in done.stderr


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" \r\n"])
def test_file_without_questions_has_no_answers(tmp_path: Path, content: bytes) -> None:
    assert answers_of(tmp_path, content) == []


def test_answers_keep_the_order_of_the_lines(tmp_path: Path) -> None:
    lines = "\n".join(line(number) for number in range(200))
    assert [item["id"] for item in answers_of(tmp_path, lines.encode())] == list(range(200))


def test_byte_order_mark_crlf_and_blank_lines_are_no_obstacle(tmp_path: Path) -> None:
    wrong = '{"id": 3}'
    content = "\ufeff" + "\r\n".join(("", line(1), "", " \t", line(2), wrong, ""))
    found = answers_of(tmp_path, content.encode())
    assert [item["id"] for item in found] == [1, 2, 3]
    assert found[2]["error"]["line"] == 6


def test_other_line_separators_do_not_end_a_line(tmp_path: Path) -> None:
    odd = "a\u2028b\u0085c"
    text = json.dumps({"id": odd, "request": REQUEST}, ensure_ascii=False)
    assert [item["id"] for item in answers_of(tmp_path, text.encode())] == [odd]


@pytest.mark.parametrize("identifier", ["😀", "a\x00b", "\ud800"])
def test_any_character_of_an_id_comes_back(tmp_path: Path, identifier: str) -> None:
    [found] = answers_of(tmp_path, line(identifier).encode())
    assert found["id"] == identifier


def test_astral_characters_may_stand_unescaped(tmp_path: Path) -> None:
    named = {**ALLOWING, "name": "😀"}
    text = json.dumps(
        {"id": "🦊", "request": REQUEST, "identity_policies": [named]}, ensure_ascii=False
    )
    [found] = answers_of(tmp_path, text.encode())
    assert (found["id"], found["matched_statements"][0]["policy"]) == ("🦊", "😀")


def test_hostile_lines_are_errors_and_no_obstacle(tmp_path: Path) -> None:
    hostile = [
        line("x" * 5_000_000),
        "[" * 100_000,
        '{"id": ' + '{"a":' * 1000 + "1" + "}" * 1001,
        '{"id": NaN}',
        '{"id": 1' + "0" * 5000 + "}",
        '{"a\x00b": 1}',
        "[1, 2]",
    ]
    content = "\n".join((line(1), *hostile, line(2)))
    found = answers_of(tmp_path, content.encode())
    assert len(found) == len(hostile) + 2
    assert [item["decision"] for item in (found[0], found[-1])] == ["allowed", "allowed"]
    for number, item in enumerate(found[1:-1], 2):
        assert item["error"]["code"] == "INVALID_REQUEST"
        assert item["error"]["line"] == number


def test_trace_switch_adds_the_trace(tmp_path: Path) -> None:
    [plain] = answers_of(tmp_path, line().encode())
    [traced] = answers_of(tmp_path, line().encode(), "--trace")
    assert "trace" not in plain
    assert traced["trace"]["layers"]


@pytest.fixture
def conversation() -> Iterator[subprocess.Popen[bytes]]:
    """Give a running command with which to talk through pipes."""
    with subprocess.Popen(
        [*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        yield process
        process.kill()


def tell(process: subprocess.Popen[bytes], text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.flush()


def hear(stream: IO[bytes] | None) -> dict[str, Any]:
    """Return the next answer; it must come while the command still waits for more."""
    assert stream is not None
    ready, _, _ = select.select([stream], [], [], SECONDS)
    assert ready, "no answer came"
    return dict(json.loads(stream.readline()))


def test_each_answer_comes_before_the_next_question(
    conversation: subprocess.Popen[bytes],
) -> None:
    for number in range(3):
        tell(conversation, line(number) + "\n")
        assert hear(conversation.stdout)["id"] == number
    assert conversation.stdin is not None
    conversation.stdin.close()
    assert conversation.wait(SECONDS) == 0


def test_reader_that_has_had_enough_ends_the_run_quietly(
    conversation: subprocess.Popen[bytes],
) -> None:
    tell(conversation, line(1) + "\n")
    hear(conversation.stdout)
    assert conversation.stdout is not None
    assert conversation.stdin is not None
    assert conversation.stderr is not None
    conversation.stdout.close()
    tell(conversation, line(2) + "\n")
    conversation.stdin.close()
    assert conversation.wait(SECONDS) == 1
    assert conversation.stderr.read() == b""


def test_interrupt_ends_the_run_quietly(conversation: subprocess.Popen[bytes]) -> None:
    tell(conversation, line(1) + "\n")
    hear(conversation.stdout)
    conversation.send_signal(signal.SIGINT)
    assert conversation.wait(SECONDS) == 130
    assert conversation.stderr is not None
    assert conversation.stderr.read() == b""


def shown_on_terminal(pause: float) -> bytes:
    """Return what a terminal on standard error shows of a run that lasts `pause` seconds."""
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    with subprocess.Popen(
        [*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=terminal
    ) as process:
        os.close(terminal)
        tell(process, line(1) + "\n")
        hear(process.stdout)
        time.sleep(pause)
        tell(process, line(2) + "\n")
        hear(process.stdout)
        assert process.stdin is not None
        process.stdin.close()
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


def test_terminal_sees_progress_after_a_second_of_work() -> None:
    assert b"2 questions" in shown_on_terminal(1.2)


def test_terminal_sees_nothing_of_a_short_run() -> None:
    assert shown_on_terminal(0) == b""


def test_no_progress_shows_where_no_terminal_is(conversation: subprocess.Popen[bytes]) -> None:
    tell(conversation, line(1) + "\n")
    hear(conversation.stdout)
    time.sleep(1.2)
    tell(conversation, line(2) + "\n")
    hear(conversation.stdout)
    assert conversation.stdin is not None
    assert conversation.stderr is not None
    conversation.stdin.close()
    assert conversation.wait(SECONDS) == 0
    assert conversation.stderr.read() == b""


def test_database_is_not_needed(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}
    environment["DATA_DIR"] = str(tmp_path)
    done = subprocess.run(
        [*COMMAND, "-"],
        input=line().encode(),
        capture_output=True,
        timeout=SECONDS,
        env=environment,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert answers(done.stdout)[0]["decision"] == "allowed"

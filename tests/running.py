"""Commands as pages show them, run as a shell runs them; but digestkit itself in the tests' own process.

To start a program takes ten times as long as most of what one does on a page.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from digestkit.cli import main

# What may mean something to a shell, besides quotation marks, comments and stars, is left to one.
_CALL = re.compile(r"(?:(.*)( \| |\n))?(digestkit [^|&;<>$`?\[\]~(){}!\n\\]*)", re.DOTALL)


class Done(NamedTuple):
    """What a command did: its exit code, and what it wrote to either stream."""

    returncode: int
    stdout: str


def run(command: str, folder: Path) -> Done:
    """Run a command in a folder; where it ends in a plain call of digestkit, the shell gets the rest only."""
    found = _CALL.fullmatch(command)
    if found is None:
        done = _shell(command, folder, subprocess.STDOUT)
        return Done(done.returncode, done.stdout.decode("utf-8"))
    before, how, call = found.groups()
    given = _shell(before, folder) if before else None
    if given is not None and given.returncode:
        return Done(given.returncode, (given.stdout + given.stderr).decode("utf-8"))
    piped = given.stdout if given is not None and how != "\n" else b""
    printed = given.stdout if given is not None and how == "\n" else b""
    last = _here(shlex.split(call, comments=True)[1:], piped, folder)
    told = given.stderr.decode("utf-8") if given is not None else ""
    return Done(last.returncode, printed.decode("utf-8") + told + last.stdout)


def _shell(command: str, folder: Path, errors: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("DIGESTKIT_")},
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        timeout=300,
        check=False,
    )


def _here(arguments: list[str], piped: bytes, folder: Path) -> Done:
    words = [each for word in arguments for each in _globbed(word, folder)]
    unset = dict.fromkeys(name for name in os.environ if name.startswith("DIGESTKIT_"))
    with contextlib.chdir(folder):
        done = CliRunner(env=unset).invoke(main, words, input=piped, prog_name="digestkit")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.output)


def _globbed(word: str, folder: Path) -> list[str]:
    """The names that a word with stars stands for, in their order, as the shell would have them."""
    if "*" not in word:
        return [word]
    return [path.relative_to(folder).as_posix() for path in sorted(folder.glob(word))]

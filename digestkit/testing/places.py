"""Whether the output depends on anything but the digests and the context: chance, time or place."""

from __future__ import annotations

import hashlib
import inspect
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from digestkit.testing import reading, samples
from digestkit.testing.changes import Digests, day, usual
from digestkit.testing.findings import Finding, first_difference, python, setting
from digestkit.testing.study import ALL, Settings, Study, sample

_SCRIPT = Path(__file__).with_name("elsewhere.py")

_FRESH = itertools.count(50_000)
"""Numbers of papers that no run has seen."""

VARIATIONS = (
    "the clock",
    "the time zone",
    "the locale",
    "the hash seed",
    "the working directory",
    "the home directory",
    "the name of the user",
    "the name of the host",
    "environment variables",
    "where its files are",
)
"""What differs elsewhere. Another process differs in more, such as addresses in memory and its number."""

_NEEDED = (
    "PATH",
    "PYTHON",
    "LD_",
    "DYLD_",
    "SYSTEM",
    "VIRTUAL_ENV",
    "JAVA",
    "DIGESTKIT",
    "COV",
    "LC_",
    "LANG",
)
"""Beginnings of the names of variables that a process may need to run at all."""
_LARGEST = 32 << 20
_FILES = 2_000


def again(study: Study) -> Iterator[Finding]:
    """A second run in the same process gives the same bytes."""
    # What no run has seen yet: an exporter that remembers has nothing to remember of it.
    number = next(_FRESH)
    one, two = (study.tried(_fresh(number)) for _ in range(2))
    if one is not None and two is not None and one.data != two.data:
        yield Finding(
            "a second run on the same digests gives other bytes: something is random, or remembered from an "
            "earlier run\n"
            + first_difference(one.data, two.data, ("first run", "second run"))
            + f"\ninput: {python(_fresh(number))}"
        )
        return
    for _, given, name, output in reading.healthy(study):
        first = output.data
        for _ in range(2 if name == ALL else 1):
            more = study.tried(sample(name), given)
            other = more.data if more else b"it fails"
            if other != first:
                yield Finding(
                    f"a second run on the sample {name!r} gives other bytes{setting(given)}: "
                    "something is random, or remembered from an earlier run\n"
                    + first_difference(first, other, ("first run", "second run"))
                    + f"\ninput: {_shown(name)}"
                )
                return


def _fresh(number: int) -> Digests:
    """A day made anew each time, so that an exporter that changes digests spoils only its own."""
    return (day(usual(number)),)


@attrs.frozen
class _Place:
    """How to run the exporter of a study in another process; `folder` is for what is varied."""

    study: Study
    subject: type | None
    folder: Path

    def run(self, varied: Sequence[str], wanted: Sequence[tuple[int, str]] = ()) -> dict[str, str] | str:
        """The hashes of its outputs by set of options and sample, or what is printed where it fails."""
        target = self.folder / "outputs.json"
        target.unlink(missing_ok=True)
        done = subprocess.run(  # noqa: S603 - this very Python on this very package
            [sys.executable, "-P", str(_SCRIPT), json.dumps(self._request(varied, wanted, target))],
            env=environment(varied, self.folder),
            cwd=self.folder if "the working directory" in varied else None,
            capture_output=True,
            check=False,
        )
        if not target.exists():
            return done.stderr.decode(errors="replace")
        outputs: dict[str, str] = json.loads(target.read_text())
        return outputs

    def data(self, varied: Sequence[str], wanted: tuple[int, str]) -> bytes:
        """One output, made elsewhere."""
        made = self.run(varied, [wanted])
        return made.encode() if isinstance(made, str) else (self.folder / "outputs.data").read_bytes()

    def _request(
        self, varied: Sequence[str], wanted: Sequence[tuple[int, str]], target: Path
    ) -> dict[str, object]:
        module = inspect.unwrap(self.study.exporter.export).__module__
        copy = _copied(module, self.folder) if "where its files are" in varied else None
        subject = self.subject
        return {
            "varied": list(varied),
            "wanted": list(wanted),
            "target": str(target),
            "of": module,
            "copy": copy,
            "roots": roots(module, copy),
            "module": subject.__module__ if subject else "",
            "path": inspect.getfile(subject) if subject else "",
            "qualname": subject.__qualname__ if subject else "",
            "name": self.study.named if isinstance(self.study.named, str) else "",
            "allows": sorted(self.study.allows),
            "sys_path": [str(Path(entry).absolute()) for entry in sys.path],
        }


def environment(varied: Sequence[str], folder: Path) -> dict[str, str]:
    """The variables of a process in which these of `VARIATIONS` are different."""
    made = dict(os.environ)
    if "environment variables" in varied:
        own = ("HOME", "USER", "LOGNAME", "USERNAME", "USERPROFILE", "TZ")
        made = {name: value for name, value in made.items() if name.startswith(_NEEDED) or name in own}
        made |= {"COLUMNS": "61", "LINES": "17", "TMPDIR": str(folder)}
    if "the home directory" in varied:
        made |= dict.fromkeys(("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
    if "the name of the user" in varied:
        made |= dict.fromkeys(("USER", "LOGNAME", "LNAME", "USERNAME"), "elsewhere")
    if "the time zone" in varied:
        made["TZ"] = "XST-13:30"  # POSIX counts westwards: 13 and a half hours east of UTC
    # Without the variable, this process has a seed that nobody knows; there it is fixed, so that what
    # differs from one place to the next is not the seed.
    seed = os.environ.get("PYTHONHASHSEED", "")
    seed = seed if seed.isdigit() else "0"
    made["PYTHONHASHSEED"] = seed if "the hash seed" not in varied else "1" if seed != "1" else "2"
    made["PYTHONDONTWRITEBYTECODE"] = "1"
    return made


def elsewhere(study: Study, subject: type | None = None) -> Iterator[Finding]:
    """The bytes are the same in another process, where everything of `VARIATIONS` is different.

    `subject` is the conformance class that other processes find the exporter by; without one, it is found
    by the name of the format.
    """
    if subject is not None and "<locals>" in subject.__qualname__:
        yield Finding(
            f"{subject.__qualname__} must be defined at module level, where another process can find it"
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        place = _Place(study, subject, Path(os.path.realpath(folder)))
        there = place.run(VARIATIONS)
        if isinstance(there, str):
            yield _failing(place, there)
            return
        for number, given, name, output in reading.healthy(study):
            if hashed(output.data) != there[f"{number} {name}"]:
                yield _differing(place, (number, name), given, output.data)
                return


def _failing(place: _Place, printed: str) -> Finding:
    causes = [name for name in VARIATIONS if isinstance(place.run([name]), str)]
    if isinstance(place.run([]), str):
        causes = []
    what = f"where this is different: {', '.join(causes)}" if causes else "in another process"
    return Finding(f"it fails {what}\n{printed.strip()}")


def _differing(place: _Place, wanted: tuple[int, str], given: Settings, here: bytes) -> Finding:
    """Which variation it is: each is tried alone, after none at all."""
    name = wanted[1]
    control = place.data([], wanted)
    if control == here:
        causes = [one for one in VARIATIONS if place.data([one], wanted) != here]
    else:
        again, seeded = place.data([], wanted), place.data(["the hash seed"], wanted)
        causes = ["the hash seed"] if again == control and seeded != control else []
    if causes:
        what, there = f"where this is different: {', '.join(causes)}", place.data(causes, wanted)
    elif control != here:
        what, there = (
            "in another process (addresses in memory, its number, what is random at import)",
            control,
        )
    else:
        what, there = f"where all this is different: {', '.join(VARIATIONS)}", place.data(VARIATIONS, wanted)
    return Finding(
        f"the output depends on {', '.join(causes) or 'the process'}: it differs {what}{setting(given)}\n"
        + first_difference(here, there, ("here", "elsewhere"))
        + f"\ninput: {_shown(name)}"
    )


def _shown(name: str) -> str:
    if name not in samples.NAMES:
        return "digestkit.testing.samples.all_digests()"
    return f"digestkit.testing.samples.sample({name!r})\n  = {python(samples.sample(name))}"


def _file(module: str) -> Path | None:
    """The file or the folder that is the top-level module; None for digestkit's own, and for none."""
    top = module.partition(".")[0]
    if top == "digestkit":
        return None
    found = (getattr(sys.modules.get(name), "__file__", None) for name in (top, module))
    file = next((file for file in found if file is not None), None)
    if file is None:
        return None
    path = Path(file)
    return path.parent if path.stem == "__init__" else path


def hashed(data: bytes) -> str:
    """The SHA-256 of an output, as other processes answer it."""
    return hashlib.sha256(data).hexdigest()


def roots(module: str, copy: str | None = None) -> list[str]:
    """The files and folders of a plugin: its own code sees other variables there."""
    path = _file(module)
    return [root for root in (str(path) if path else None, copy) if root]


def _copied(module: str, folder: Path) -> str | None:
    """A folder with a copy of the exporter's package or module; None where it is too large, or ours."""
    source = _file(module)
    if source is None:
        return None
    target = folder / "copy" / source.name
    if target.exists():
        return str(target.parent)
    target.parent.mkdir(exist_ok=True)
    if source.is_file():
        shutil.copy(source, target)
        return str(target.parent)
    files = [path for path in source.rglob("*") if path.is_file()]
    if len(files) > _FILES or sum(path.stat().st_size for path in files) > _LARGEST:
        return None
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    return str(target.parent)

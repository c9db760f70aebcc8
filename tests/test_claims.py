"""A file that is read and then replaced: no run loses what another, or an editor, puts into it meanwhile."""

import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import digestkit
from digestkit import InputError, OutputError, UsageError
from digestkit.export import options
from digestkit.files import claims, locks, outputs

COMMAND = [sys.executable, "-m", "digestkit"]
DIGEST = "## Daily Papers (2024-07-{0:02})\n\n### [t{0}](https://arxiv.org/abs/2407.{0:05})\n"


@pytest.fixture
def folder(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"{day}.md").write_text(DIGEST.format(day))
    return tmp_path


def append(folder, day, **settings):
    refs = folder / "refs.bib"
    return digestkit.convert(folder / f"{day}.md", "bibtex", refs, append=refs, **settings)


def command(folder, given, **settings):
    return subprocess.Popen(
        [*COMMAND, "convert", given, "-o", "refs.bib", "-O", "append=refs.bib"],
        cwd=folder,
        stderr=subprocess.PIPE,
        **settings,
    )


def keys(folder):
    return re.findall(r"@\w+\{arxiv:2407\.0000(\d),", (folder / "refs.bib").read_text())


def hidden(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def waiting(folder):
    """A run that has read the file, and waits for its digests from a pipe."""
    process = command(folder, "-", stdin=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not any(name.endswith(".lock") for name in hidden(folder)):
        assert time.monotonic() < deadline, "it never began"
        time.sleep(0.02)
    return process


def test_runs_one_after_another_add_to_the_file(folder):
    for day in (1, 2, 3):
        append(folder, day)
    assert keys(folder) == ["1", "2", "3"]
    assert hidden(folder) == []


@pytest.mark.parametrize("exists", [True, False])
def test_the_second_of_two_runs_is_refused(folder, exists):
    if exists:
        append(folder, 1)
    with waiting(folder) as first:
        with command(folder, "2.md") as second:
            assert second.wait(60) == 1
            message = second.stderr.read().decode().splitlines()[-1]
        assert message.endswith("refs.bib: another run is adding to it; run this again when that is done")
        first.stdin.write(DIGEST.format(3).encode())
        first.stdin.close()
        assert first.wait(60) == 0
    append(folder, 2)
    assert keys(folder) == [*(["1"] if exists else []), "3", "2"]
    assert hidden(folder) == []


@pytest.mark.skipif(os.name != "posix", reason="a signal of POSIX")
def test_a_run_that_was_killed_stands_in_nobodys_way(folder):
    append(folder, 1)
    with waiting(folder) as first:
        first.send_signal(signal.SIGKILL)
    assert hidden(folder) != []
    append(folder, 2)
    assert keys(folder) == ["1", "2"]
    assert hidden(folder) == []


def test_nothing_is_lost_where_all_run_at_once(folder):
    pending = {day: command(folder, f"{day}.md") for day in range(1, 6)}
    deadline = time.monotonic() + 100
    while pending:
        assert time.monotonic() < deadline
        for day, process in list(pending.items()):
            with process:
                process.stderr.read()
            if process.returncode == 0:
                del pending[day]
            else:
                pending[day] = command(folder, f"{day}.md")
    assert sorted(keys(folder)) == ["1", "2", "3", "4", "5"]
    assert hidden(folder) == []


@pytest.mark.parametrize("exists", [True, False])
def test_what_an_editor_saves_meanwhile_stays(folder, exists):
    refs = folder / "refs.bib"
    if exists:
        append(folder, 1)

    class Slow(io.BytesIO):
        """Standard input; it takes so long that somebody saves the file meanwhile."""

        def read1(self, _size):
            refs.write_text("theirs") if not self.tell() else None
            return self.read()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(Slow(DIGEST.format(2).encode())))
        with pytest.raises(OutputError, match=r"refs\.bib: it was changed after it was read; no file was"):
            digestkit.convert("-", "bibtex", refs, append=refs)
    assert refs.read_text() == "theirs"
    assert hidden(folder) == []


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
def test_standard_output_into_the_file_that_is_read_is_refused(folder):
    """The shell emptied it before anything could be read."""
    append(folder, 1)
    before = (folder / "refs.bib").read_bytes()
    script = f"{' '.join(COMMAND)} convert 2.md --to bibtex -O append=refs.bib >> refs.bib"
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, timeout=300, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        b"error: the output is refs.bib, which is read first: write to it with -o refs.bib\n"
    )
    assert (folder / "refs.bib").read_bytes() == before


def test_files_that_stay_as_they_are_need_no_claim(folder):
    append(folder, 1)
    refs = folder / "refs.bib"
    with claims.claim(refs):
        digestkit.convert(folder / "2.md", "bibtex", folder / "other.bib", append=refs)
        with pytest.raises(OutputError, match="another run"):
            append(folder, 2)
    assert keys(folder) == ["1"]


def test_which_files_an_output_replaces(folder):
    refs, link = folder / "refs.bib", folder / "link.bib"
    refs.touch()
    link.symlink_to(refs)
    pipe = folder / "pipe"
    os.mkfifo(pipe)

    def updated(place, *read):
        return outputs.updated(outputs.at(place), list(read))

    assert updated(refs, link, refs) == [refs]
    assert updated(link, refs) == [refs]
    assert updated(folder / "new.bib", folder / "new.bib") == [folder / "new.bib"]
    assert updated(folder, refs, folder / "sub" / "a.bib") == [refs, folder / "sub" / "a.bib"]
    assert updated(folder / "new.bib", refs) == []
    assert updated(pipe, pipe) == []
    assert outputs.updated(outputs.Stream(io.BytesIO()), [refs]) == []


def test_a_file_system_without_locks_is_no_obstacle(folder, monkeypatch):
    def refuse(_descriptor):
        raise OSError("No locks available")

    monkeypatch.setattr(locks, "_take", refuse)
    append(folder, 1)
    append(folder, 2)
    assert keys(folder) == ["1", "2"]


def test_a_folder_that_is_not_there_is_told(folder):
    with pytest.raises(OutputError, match=r"refs\.bib: cannot be written: No such file"):
        append(folder / "no", 1)


# --- how much is read ---------------------------------------------------------------------------------------


def test_a_file_of_an_option_may_be_so_large_and_no_larger(folder, monkeypatch):
    monkeypatch.setattr(options, "MOST", 3 << 20)
    big = folder / "big.bib"
    big.write_bytes(b" " * (3 << 20))
    digestkit.convert(folder / "1.md", "bibtex", folder / "out.bib", append=big)
    big.write_bytes(b" " * ((3 << 20) + 1))
    with pytest.raises(InputError, match=r"option append: .*big\.bib is larger than 3 MiB"):
        digestkit.convert(folder / "1.md", "bibtex", folder / "out.bib", append=big)
    assert (folder / "out.bib").stat().st_size >= 3 << 20


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device that never ends")
def test_a_device_that_never_ends_is_an_error():
    with pytest.raises(InputError, match="is larger than 64 MiB"):
        digestkit.dumps(digestkit.parse(DIGEST), "rss", previous="/dev/zero")


def test_a_pipe_is_read_to_its_end():
    read, write = os.pipe()
    os.write(write, b"@misc{a,}\n")
    os.close(write)
    assert digestkit.dumps(digestkit.parse(DIGEST), "bibtex", append=f"/dev/fd/{read}").startswith(
        "@misc{a,}"
    )
    os.close(read)


def test_which_files_options_name(folder):
    from digestkit.formats.bibtex.options import BibtexOptions as Options

    given = {"append": [folder / "a"], "note": "b"}
    assert options.files(Options, given) == [folder / "a"]
    assert options.files(Options, {"append": b"data"}) == []
    assert options.files(None, given) == []
    with pytest.raises(UsageError):
        options.build(Options, {"append": ""}, print)

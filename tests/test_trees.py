"""Several files in a folder: what is somebody else's is never touched, and all is old or all is new."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from failing_calls import Faults, Killed
from hypothesis import given
from hypothesis import strategies as st

from digestkit import Code, File, OutputError, UsageError
from digestkit.files import journal, manifest, sinks, trees

BLOCK = File("x.md", "text/markdown", keep="outside")


def marked(inside, before="", after=""):
    return f"{before}{BLOCK.begin}{inside}{BLOCK.end}{after}"


def parts(files):
    """The stream of a tree: text by path, or text and what is kept."""
    for path, held in files.items():
        text, keep = held if isinstance(held, tuple) else (held, None)
        yield File(path, "text/markdown", keep=keep)
        yield text


def save(folder, files, *, name="notes", clobber=True, complete=True):
    """Bring a folder up to date; what was reported, and what was made."""
    told = []
    with sinks.Files(folder, report=told.append) as sink:
        tree = trees.TreeWriter(folder, name, sink, clobber=clobber, report=told.append)
        made = tree.write(parts(files), lambda: complete)
        sink.commit()
    return told, made


def left(told):
    return [Path(each.source).name for each in told if each.code is Code.LEFT]


def content(folder):
    """All files but the manifest, by path; links as where they lead."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else path.read_text("utf-8", "replace")
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and path.name != manifest.NAME
    }


def folders(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def listed(folder, name="notes"):
    place = folder / manifest.NAME
    return set(manifest.read(place).get(name, {}))


def times(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_tree_is_made_and_brought_up_to_date(tmp_path):
    out = tmp_path / "deep" / "out"
    told, made = save(out, {"a.md": "1", "sub/b.md": "2", "sub/er/c.md": "3"})
    assert content(out) == {"a.md": "1", "sub/b.md": "2", "sub/er/c.md": "3"}
    assert made.files == (out / "a.md", out / "sub/b.md", out / "sub/er/c.md")
    assert made.size == 3
    assert told[-1].text() == f"{out}: DK506 3 files: 3 written"
    (out / "CNAME").write_text("digests.example")
    told, _ = save(out, {"a.md": "1", "sub/b.md": "changed", "new/d.md": "4"})
    assert content(out) == {"a.md": "1", "sub/b.md": "changed", "new/d.md": "4", "CNAME": "digests.example"}
    assert folders(out) == {"sub", "new"}
    gone = f"{out}: DK615 1 file that is no longer made is removed, sub/er/c.md first"
    assert [each.text() for each in told] == [gone, f"{out}: DK506 3 files: 2 written, 1 removed"]
    assert listed(out) == {"a.md", "sub/b.md", "new/d.md"}


def test_a_system_that_writes_a_part_at_a_time_writes_all(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:7]))
    save(tmp_path / "out", {"sub/a.md": "0123456789" * 3})
    monkeypatch.undo()
    assert content(tmp_path / "out") == {"sub/a.md": "0123456789" * 3}


def test_a_folder_that_is_emptied_goes_unless_somebody_put_something_there(tmp_path):
    save(tmp_path, {"a/b/c.md": "1", "d/e.md": "2"})
    (tmp_path / "d" / "mine").write_text("mine")
    save(tmp_path, {})
    assert content(tmp_path) == {"d/mine": "mine"}
    assert folders(tmp_path) == {"d"}


def test_what_did_not_change_is_not_written(tmp_path, monkeypatch):
    files = {"a.md": "1" * 100_000, "b.md": ("x", "existing"), "c.md": (marked("m"), "outside")}
    save(tmp_path, files)
    before = times(tmp_path)
    monkeypatch.setattr(sinks.Files, "write", None)
    told, _ = save(tmp_path, files)
    assert times(tmp_path) == before
    assert told[-1].message == "3 files: as before"


def test_the_manifest_is_the_same_for_the_same_files(tmp_path):
    save(tmp_path / "one", {"a.md": "1", "b.md": "2"})
    save(tmp_path / "two", {"b.md": "2"})
    save(tmp_path / "two", {"b.md": "2", "a.md": "1"})
    one, two = ((tmp_path / name / manifest.NAME).read_bytes() for name in ("one", "two"))
    assert one == two
    assert json.loads(one)["formats"]["notes"]["a.md"] == {"sha256": manifest.sha256(b"1")}


# --- what is somebody else's ---------------------------------------------------------------------------


def test_what_is_in_the_way_is_refused_and_nothing_is_changed(tmp_path):
    save(tmp_path, {"a.md": "1", "b.md": "2"})
    (tmp_path / "c.md").write_text("mine")
    (tmp_path / "b.md").write_text("my 2")
    (tmp_path / "d.md").mkdir()
    before = content(tmp_path), times(tmp_path)
    with pytest.raises(UsageError) as caught:
        save(tmp_path, {"a.md": "changed", "b.md": "changed", "c.md": "3", "d.md": "4"})
    assert str(caught.value) == (
        f"{tmp_path}: b.md was changed since digestkit wrote it; c.md is not digestkit's; d.md is a folder:"
        " move what is in the way elsewhere, or write to another folder; no file was written"
    )
    assert (content(tmp_path), times(tmp_path)) == before
    (tmp_path / "b.md").rename(tmp_path / "mine.md")
    (tmp_path / "c.md").unlink()
    (tmp_path / "d.md").rmdir()
    save(tmp_path, {"a.md": "changed", "b.md": "changed", "c.md": "3", "d.md": "4"})
    assert content(tmp_path)["mine.md"] == "my 2"


def test_of_many_obstacles_some_are_named(tmp_path):
    files = {f"{at}.md": "x" for at in range(9)}
    for name in files:
        (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match=r"4\.md is not digestkit's \(and 4 more\): move"):
        save(tmp_path, files)


def test_a_file_that_holds_the_same_already_becomes_digestkits(tmp_path):
    """As after a manifest was lost, or a tree was unpacked from a zip."""
    save(tmp_path, {"a.md": "1"})
    (tmp_path / manifest.NAME).unlink()
    save(tmp_path, {"a.md": "1"})
    assert listed(tmp_path) == {"a.md"}
    save(tmp_path, {"a.md": "2"})
    assert content(tmp_path) == {"a.md": "2"}


@pytest.mark.parametrize("longer", ["12", "1 and more" * 50_000, ""])
def test_a_beginning_in_common_is_not_enough(tmp_path, longer):
    (tmp_path / "a.md").write_text(longer)
    with pytest.raises(UsageError, match="is not digestkit's"):
        save(tmp_path, {"a.md": "1"})
    assert content(tmp_path) == {"a.md": longer}


def test_what_is_no_longer_made_stays_if_somebody_changed_it(tmp_path):
    save(tmp_path, {"a.md": "1", "b.md": "2"})
    (tmp_path / "a.md").write_text("1 and mine")
    told, _ = save(tmp_path, {})
    assert content(tmp_path) == {"a.md": "1 and mine"}
    [each] = [each for each in told if each.code is Code.LEFT]
    assert each.text() == (
        f"{tmp_path / 'a.md'}: DK610 left as it is: it is no longer made, but somebody changed it"
    )
    told, _ = save(tmp_path, {})
    assert left(told) == [], "it is said once"
    (tmp_path / "a.md").unlink()
    save(tmp_path, {})
    assert not (tmp_path / manifest.NAME).exists()


def test_where_an_input_failed_nothing_is_removed(tmp_path):
    save(tmp_path, {"a.md": "1", "b.md": "2"})
    save(tmp_path, {"a.md": "changed"}, complete=False)
    assert content(tmp_path) == {"a.md": "changed", "b.md": "2"}
    assert listed(tmp_path) == {"a.md", "b.md"}
    save(tmp_path, {"a.md": "changed"})
    assert content(tmp_path) == {"a.md": "changed"}


def test_two_formats_may_share_a_folder_but_no_file(tmp_path):
    save(tmp_path, {"a.md": "1", "c.md": "x"}, name="notes")
    save(tmp_path, {"b.md": "2"}, name="site")
    assert content(tmp_path) == {"a.md": "1", "b.md": "2", "c.md": "x"}
    for text in ("1", "2"):
        with pytest.raises(UsageError, match=r"a\.md is of the format notes"):
            save(tmp_path, {"a.md": text}, name="site")
    save(tmp_path, {}, name="site")
    assert content(tmp_path) == {"a.md": "1", "c.md": "x"}
    assert (listed(tmp_path), listed(tmp_path, "site")) == ({"a.md", "c.md"}, set())


def test_no_clobber_adds_and_changes_nothing(tmp_path):
    save(tmp_path, {"a.md": "1"})
    save(tmp_path, {"a.md": "1", "b.md": "2"}, clobber=False)
    for files in ({"a.md": "changed", "b.md": "2"}, {"a.md": "1"}):
        with pytest.raises(OutputError, match="--no-clobber"):
            save(tmp_path, files, clobber=False)
    assert content(tmp_path) == {"a.md": "1", "b.md": "2"}


@pytest.mark.parametrize("keep", [None, "existing", "outside"])
def test_links_are_not_followed(tmp_path, keep):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (elsewhere / "x.md").write_text("theirs")
    (out / "folder").symlink_to(elsewhere)
    (out / "file.md").symlink_to(elsewhere / "x.md")
    (out / "nowhere.md").symlink_to(elsewhere / "y.md")
    for name in ("folder/x.md", "folder/new.md", "file.md", "nowhere.md"):
        with contextlib.suppress(UsageError):
            save(out, {name: (marked("1"), keep)})
            assert keep is not None
            assert "/" not in name
    assert content(elsewhere) == {"x.md": "theirs"}
    assert (out / "file.md").is_symlink()


def test_what_lies_behind_a_link_is_not_removed(tmp_path):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    save(out, {"folder/x.md": "1"})
    (out / "folder").rename(elsewhere)
    (out / "folder").symlink_to(elsewhere)
    told, _ = save(out, {})
    assert content(elsewhere) == {"x.md": "1"}
    assert left(told) == ["x.md"]


def test_a_manifest_is_not_followed_elsewhere(tmp_path):
    out = tmp_path / "out"
    save(out, {"a.md": "1"})
    (out / manifest.NAME).rename(tmp_path / "elsewhere")
    (out / manifest.NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        save(out, {"a.md": "2"})


def test_a_file_that_somebody_removed_is_made_anew_or_forgotten(tmp_path):
    save(tmp_path, {"a.md": "1", "sub/b.md": "2"})
    (tmp_path / "a.md").unlink()
    (tmp_path / "sub/b.md").unlink()
    save(tmp_path, {"a.md": "1"})
    assert content(tmp_path) == {"a.md": "1"}
    assert listed(tmp_path) == {"a.md"}


def test_the_folder_itself_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    _, made = save(tmp_path / "out", {"a.md": "1"})
    assert content(tmp_path / "real") == {"a.md": "1"}
    assert made.files == (tmp_path / "out" / "a.md",)


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< ours",
        "[]",
        '{"digestkit-manifest": 2, "formats": {}}',
        '{"digestkit-manifest": 1, "formats": {"notes": {"../x": {"sha256": "0"}}}}',
        '{"digestkit-manifest": 1, "formats": {"notes": {"x": {}}}}',
        '{"digestkit-manifest": 1, "formats": {"notes": 3}}',
    ],
)
def test_a_manifest_that_cannot_be_read_stops_the_run(tmp_path, text):
    out = tmp_path / "out"
    save(out, {"a.md": "1"})
    (tmp_path / "x").write_text("not in the folder")
    (out / manifest.NAME).write_text(text)
    with pytest.raises(OutputError, match="is damaged, or of a later digestkit"):
        save(out, {"a.md": "2"})
    assert content(out) == {"a.md": "1"}
    assert (tmp_path / "x").exists()


def test_a_file_that_is_changed_during_the_run_is_not_replaced(tmp_path):
    save(tmp_path, {"a.md": "1", "b.md": "2"})

    def stream(name, text):
        yield from parts({"a.md": "new", "b.md": "2", "d.md": "4"})
        (tmp_path / name).write_text(text)

    for name in ("a.md", "d.md"):
        before = content(tmp_path)
        with sinks.Files(tmp_path) as sink:
            tree = trees.TreeWriter(tmp_path, "notes", sink, clobber=True, report=print)
            with pytest.raises(OutputError, match="it was changed after it was read"):
                tree.write(stream(name, "mine"), lambda: True)
        assert content(tmp_path) == {**before, name: "mine"}
        (tmp_path / name).write_text(before[name]) if name in before else (tmp_path / name).unlink()


def test_new_folders_take_their_places_whole(tmp_path, monkeypatch):
    moved, forced = [], []
    move, sync = os.replace, journal.sync_folders
    monkeypatch.setattr(os, "replace", lambda *names: moved.append(names[1]) or move(*names))
    monkeypatch.setattr(sinks, "sync_folders", lambda folders: forced.extend(folders) or sync(folders))
    files = {f"new/er/{number}.md": "new" for number in range(5)} | {"new/a.md": "new", "b.md": "new"}
    save(tmp_path, files)
    assert {Path(path).relative_to(tmp_path).as_posix() for path in moved} == {"new", "b.md", manifest.NAME}
    assert len(forced) == 2, "the names within them are on the disk, too"
    assert content(tmp_path) == files
    moved.clear()
    save(tmp_path, files | {"new/er/6.md": "new"})
    assert {Path(path).name for path in moved} == {"6.md", manifest.NAME}


def test_a_folder_that_somebody_makes_during_the_run_stays(tmp_path):
    def stream():
        yield from parts({"new/a.md": "1"})
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "mine.md").write_text("mine")
        yield from parts({"b.md": "2"})

    with sinks.Files(tmp_path) as sink:
        tree = trees.TreeWriter(tmp_path, "notes", sink, clobber=True, report=print)
        with pytest.raises(OutputError, match="it was changed after it was read"):
            tree.write(stream(), lambda: True)
    assert content(tmp_path) == {"new/mine.md": "mine"}


def test_one_run_at_a_time(tmp_path):
    with sinks.Files(tmp_path) as sink:
        trees.TreeWriter(tmp_path, "notes", sink, clobber=True, report=print).write(
            parts({"a.md": "1"}), lambda: True
        )
        with pytest.raises(OutputError, match="another run"):
            save(tmp_path, {"a.md": "2"})
        sink.commit()
    assert content(tmp_path) == {"a.md": "1"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that count")
def test_a_file_that_cannot_be_read_is_named(tmp_path):
    save(tmp_path, {"a.md": "1"})
    (tmp_path / "a.md").chmod(0)
    with pytest.raises(OutputError, match=r"a\.md"):
        save(tmp_path, {"a.md": "2"})


def test_a_file_that_its_owner_has_protected_stays(tmp_path, monkeypatch):
    save(tmp_path, {"a.md": "1"})
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)  # root may write everything
    with pytest.raises(OutputError, match=r"a\.md: is write-protected"):
        save(tmp_path, {"a.md": "2"})
    assert content(tmp_path) == {"a.md": "1"}


# --- files that are kept -------------------------------------------------------------------------------


def test_a_file_that_exists_is_left(tmp_path):
    (tmp_path / "mine.md").write_text("mine")
    files = {"mine.md": ("ours", "existing"), "ours.md": ("ours", "existing")}
    save(tmp_path, files)
    assert content(tmp_path) == {"mine.md": "mine", "ours.md": "ours"}
    _, made = save(tmp_path, {"mine.md": ("new", "existing"), "ours.md": ("new", "existing")})
    assert made.size == 6
    assert content(tmp_path) == {"mine.md": "mine", "ours.md": "ours"}
    save(tmp_path, {})
    assert content(tmp_path) == {"mine.md": "mine"}, "what nobody touched goes again"


def test_a_marked_block_is_brought_up_to_date(tmp_path):
    place = tmp_path / "a.md"
    save(tmp_path, {"a.md": (marked("1\n", "---\nv: 1\n---\n"), "outside")})
    save(tmp_path, {"a.md": (marked("2\n", "---\nv: 2\n---\n"), "outside")})
    assert place.read_text() == marked("2\n", "---\nv: 2\n---\n"), (
        "a file that nobody touched is replaced whole"
    )
    place.write_text(marked("2\n", "---\nv: 2\nmine: 1\n---\n", "\nI read it.\n"))
    save(tmp_path, {"a.md": (marked("3\n", "---\nv: 3\n---\n"), "outside")})
    assert place.read_text() == marked("3\n", "---\nv: 2\nmine: 1\n---\n", "\nI read it.\n")
    told, _ = save(tmp_path, {"a.md": (marked("4\n", "---\nv: 4\n---\n"), "outside")})
    assert place.read_text() == marked("4\n", "---\nv: 2\nmine: 1\n---\n", "\nI read it.\n")
    assert left(told) == []
    told, _ = save(tmp_path, {})
    assert left(told) == ["a.md"]
    assert "I read it." in place.read_text()
    save(tmp_path, {"a.md": (marked("5\n"), "outside")})
    assert marked("5\n") in place.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "no marks at all\n",
        marked("1\n").replace("<!-- digestkit:end -->\n", ""),
        marked("1\n").replace("<!-- digestkit:begin -->\n", ""),
        marked("1\n") * 2,
        marked("1\n") + BLOCK.end,
        BLOCK.end + "mine\n" + BLOCK.begin,
        marked("1\nand mine\n"),
        marked("mine\n"),
    ],
)
def test_where_marks_are_lost_or_words_stand_between_them_a_note_is_left(tmp_path, text):
    save(tmp_path, {"a.md": (marked("1\n"), "outside")})
    (tmp_path / "a.md").write_text(text)
    for _ in range(2):
        told, _ = save(tmp_path, {"a.md": (marked("2\n"), "outside")})
        assert content(tmp_path) == {"a.md": text}
        assert left(told) == ["a.md"]
    save(tmp_path, {})
    assert content(tmp_path) == {"a.md": text}


def test_a_note_of_ones_own_gets_a_block_by_empty_marks(tmp_path):
    (tmp_path / "a.md").write_text(f"mine\n{BLOCK.begin}\n{BLOCK.end}")
    save(tmp_path, {"a.md": (marked("1\n"), "outside")})
    assert content(tmp_path) == {"a.md": f"mine\n{BLOCK.begin}1\n{BLOCK.end}"}
    told, _ = save(tmp_path, {})
    assert content(tmp_path) == {"a.md": f"mine\n{BLOCK.begin}1\n{BLOCK.end}"}
    assert left(told) == ["a.md"]


def test_line_ends_of_an_editor_are_no_change_and_stay(tmp_path):
    place = tmp_path / "a.md"
    save(tmp_path, {"a.md": (marked("1\n2\n"), "outside")})
    place.write_bytes(b"\xef\xbb\xbf" + marked("1\n2\n", after="mine").replace("\n", "\r\n").encode())
    told, _ = save(tmp_path, {"a.md": (marked("3\n4\n"), "outside")})
    assert (
        place.read_bytes() == b"\xef\xbb\xbf" + marked("3\n4\n", after="mine").replace("\n", "\r\n").encode()
    )
    assert left(told) == []


def test_bytes_of_another_encoding_survive(tmp_path):
    place = tmp_path / "a.md"
    save(tmp_path, {"a.md": (marked("1\n"), "outside")})
    place.write_bytes(b"\xe9\xff\n" + marked("1\n").encode() + b"\x80")
    save(tmp_path, {"a.md": (marked("2\n"), "outside")})
    assert place.read_bytes() == b"\xe9\xff\n" + marked("2\n").encode() + b"\x80"


NAMES = ("a.md", "b.md", "sub/c.md", "sub/d.md")
HELD = st.one_of(
    st.sampled_from(["one\n", "two\n", ""]),
    st.tuples(st.sampled_from(["one\n", "two\n"]), st.just("existing")),
    st.tuples(
        st.builds(marked, st.sampled_from(["one\n", "two\n", ""]), st.sampled_from(["", "front\n"])),
        st.just("outside"),
    ),
)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.dictionaries(st.sampled_from(NAMES), HELD)),
        st.tuples(
            st.sampled_from(["below", "above", "inside", "anew", "delete", "no marks", "twice", "lost"]),
            st.sampled_from(NAMES),
        ),
    ),
    max_size=14,
)


def act(folder, action, name, word):
    """What a person does to a file; the word that they write, if they do."""
    place = folder / name
    if action == "lost":
        (folder / manifest.NAME).unlink(missing_ok=True)
    if not place.exists():
        if action == "anew":
            place.parent.mkdir(exist_ok=True)
            place.write_text(word)
        return
    text = place.read_text()
    changed = {
        "below": text + word,
        "above": word + text,
        "inside": text.replace(BLOCK.begin, BLOCK.begin + word),
        "anew": word,
        "no marks": text.replace(BLOCK.begin, "").replace(BLOCK.end, ""),
        "twice": text + text,
    }
    if action == "delete":
        place.unlink()
    elif action in changed:
        place.write_text(changed[action])


@given(ACTIONS)
def test_no_word_that_somebody_wrote_is_ever_lost(actions):
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        folder = Path(name)
        for number, (action, what) in enumerate(actions):
            word = f"word{number};\n"
            if action != "run":
                act(folder, action, what, word)
                continue
            before = "".join(content(folder).values())
            try:
                save(folder, what)
            except UsageError:
                assert "".join(content(folder).values()) == before
            after = "".join(content(folder).values())
            written = {each for each in before.split("\n") if each.startswith("word")}
            assert written <= set(after.split("\n"))
            again = content(folder)
            with contextlib.suppress(UsageError):
                save(folder, what)
            assert content(folder) == again, "a second run changes nothing"


# --- whatever fails ------------------------------------------------------------------------------------

FIRST = {
    "a.md": "old a",
    "same.md": "same",
    "gone.md": "gone",
    "sub/deep/gone.md": "gone",
    "note.md": (marked("old\n"), "outside"),
}
SECOND = {
    "a.md": "new a",
    "same.md": "same",
    "new/er/d.md": "new d",
    "note.md": (marked("new\n"), "outside"),
}
OLD = {
    "a.md": "old a",
    "same.md": "same",
    "gone.md": "gone",
    "sub/deep/gone.md": "gone",
    "note.md": marked("old\n", after="mine"),
    "CNAME": "mine",
}
NEW = {
    "a.md": "new a",
    "same.md": "same",
    "new/er/d.md": "new d",
    "note.md": marked("new\n", after="mine"),
    "CNAME": "mine",
}


def shown(folder):
    """The files of a tree that are there, and those that the manifest has."""
    found = {name: text for name, text in content(folder).items() if journal.PREFIX not in name}
    return found, listed(folder)


def clean(folder):
    """Whether all is old, or all is new, and nothing else lies there."""
    there = content(folder), listed(folder), folders(folder)
    assert there in ((OLD, set(FIRST), {"sub", "sub/deep"}), (NEW, set(SECOND), {"new", "new/er"})), there
    return there[0] == NEW


def saved_with(folder, at, error, **kind):
    """Save with a fault at a place; whether the fault came."""
    before = folder.parent / "before"
    if not before.exists():
        save(before, FIRST)
        (before / "CNAME").write_text("mine")
        (before / "note.md").write_text(marked("old\n", after="mine"))
    shutil.copytree(before, folder)
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(OutputError, type(error)):
        faults = Faults(patch, at, error, **kind)
        save(folder, SECOND)
    return faults.count >= at


def saved_with_each(tmp_path, error, **kind):
    at = 1
    while saved_with(tmp_path / str(at), at, error, **kind):
        yield tmp_path / str(at)
        at += 1
    assert at > 40, "there are more places than that where it may fail"


@pytest.fixture(params=["links", "no links"])
def _file_system(request, monkeypatch):
    """Once as it is, and once without hard links, as on FAT; the disk itself is not waited for."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    if request.param == "no links":

        def refuse(*_arguments, **_settings):
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)


def lock_files(folder):
    """Locks end with the process; the file of one may stay, and means nothing."""
    for path in folder.glob("*.lock"):
        path.unlink()


@pytest.mark.usefixtures("_file_system")
@pytest.mark.parametrize(
    ("error", "after"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (KeyboardInterrupt(), False),
        (KeyboardInterrupt(), True),
    ],
    ids=["full disk", "interrupt", "interrupt after"],
)
def test_whatever_fails_the_tree_is_old_or_new(tmp_path, error, after):
    outcomes = set()
    for folder in saved_with_each(tmp_path, error, after=after):
        assert shown(folder) in ((OLD, set(FIRST)), (NEW, set(SECOND)))
        journal.recover(folder)
        lock_files(folder)
        outcomes.add(clean_but_for_folders(folder))
    assert outcomes == {False, True}


def clean_but_for_folders(folder):
    """As `clean`; removing an empty folder is what may have failed."""
    there = content(folder), listed(folder)
    assert there in ((OLD, set(FIRST)), (NEW, set(SECOND))), there
    return there[0] == NEW


@pytest.mark.usefixtures("_file_system")
@pytest.mark.parametrize("after", [False, True])
def test_the_next_run_cleans_up_wherever_one_was_killed(tmp_path, after):
    outcomes = set()
    for folder in saved_with_each(tmp_path, Killed(), after=after, for_good=True):
        journal.recover(folder)
        lock_files(folder)
        outcomes.add(clean_but_for_folders(folder))
        save(folder, SECOND)
        assert content(folder) == NEW
    assert outcomes == {False, True}


def test_without_a_fault_all_is_new(tmp_path):
    assert not saved_with(tmp_path / "x", 10_000, OSError())
    assert clean(tmp_path / "x")


def test_the_first_run_leaves_nothing_where_it_fails(tmp_path):
    at, count = 1, 10_000
    while at <= count:
        out = tmp_path / str(at) / "new" / "out"
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(OutputError):
            faults = Faults(patch, at, OSError(errno.EIO, "I/O error"))
            save(out, {"a.md": "1", "sub/b.md": "2"})
        count = faults.count
        if not out.exists() or not content(out):
            assert not out.exists() or list(out.rglob("*.new")) == []
        else:
            assert {"a.md": "1", "sub/b.md": "2"}.items() <= content(out).items()
        at += 1
    assert at > 20

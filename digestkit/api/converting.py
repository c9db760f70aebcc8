"""A whole conversion: files and folders in, a file, a folder or a stream out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Union

import attrs

from digestkit import registry
from digestkit.api.arguments import (
    About,
    Paths,
    Report,
    StrPath,
    addressed,
    check_keywords,
    exported,
    ignored,
    listed,
)
from digestkit.api.destinations import (
    check_jobs,
    check_split,
    claimed,
    destination,
    expecting,
    format_of,
    of_several,
)
from digestkit.conversion import Conversion, Progress
from digestkit.errors import UsageError
from digestkit.export.contract import Exporter
from digestkit.export.options import files, is_several
from digestkit.files import outputs
from digestkit.files.decoding import Encoding
from digestkit.files.dialects import Recogniser
from digestkit.files.inputs import Reading
from digestkit.files.limits import TIMEOUT, asked
from digestkit.outcome import Checks, ConvertResult, Log
from digestkit.select import Period, Selection

if TYPE_CHECKING:
    from digestkit.files.seen import Seen
    from digestkit.registry.observers import Observers
    from digestkit.transforms.contract import Transform
    from digestkit.transforms.run import Step

Named = Union[str, "Transform", tuple[Union[str, "Transform"], Mapping[str, object]]]
"""A transform, or its name, alone or with its options."""


def convert(  # noqa: PLR0913 - keywords, one for each option of the command
    paths: Paths,
    to: str | Exporter | None = None,
    output: StrPath | BinaryIO = outputs.STDOUT,
    *,
    format: str | None = None,  # noqa: A002 - the public name
    selection: Selection | None = None,
    split: Period | None = None,
    title: str | None = None,
    lang: str | None = None,
    base_url: str | None = None,
    rights: str | None = None,
    strict: bool = False,
    fail_on_loss: bool = False,
    fail_empty: bool = False,
    clobber: bool = True,
    dialect: str | None = None,
    encoding: str = "utf-8",
    encoding_errors: str = "strict",
    max_mb: float | None = None,
    timeout: float = TIMEOUT,
    transforms: Iterable[Named] = (),
    seen: StrPath | None = None,
    observers: Iterable[object] = (),
    jobs: int | None = 1,
    report: Report | None = None,
    progress: Progress | None = None,
    options: Mapping[str, object] | None = None,
    **more_options: Any,  # noqa: ANN401 - what a selection takes, and the options of any format
) -> ConvertResult:
    """Convert files and folders (`-` is standard input) to a file, a folder or a stream.

    `to` may be left out where the output's suffix says it. An output that ends in a slash, or is a folder,
    gets a file for each input, or with `split` for each period; `-` is standard output. A format of several
    files gets that folder for them, or a zip if the output ends in `.zip`. The fields of a
    `Selection` may be given as keywords in its place. Other keywords are options of the format; those whose
    names are taken go into `options`. `progress` is called before each input, and after the last, with how
    many are done and how many there are.

    `transforms` change the digests, each in its turn, before anything is selected: a `Transform`, a name, or
    either in a pair with a mapping of options. A name may be the path of a Python file.

    `seen` is a file of paper ids, made by the first run: the papers in it are left out, before `top` counts,
    and those that were written are added to it, in one step with the output.

    `observers` see every report, and the result: names of installed ones, or modules and other objects with
    the hooks `digestkit_report` and `digestkit_converted`. What one raises is reported, and changes nothing.

    With more than one of `jobs`, so many inputs are converted at once, each in a process of its own and to a
    file of its own: `output` has to be a folder, and nothing may be asked for that concerns all inputs. A
    format of several files may have them make parts of its output. The result is the same; what a process
    makes is held until it is written. None uses one process for each processor where parts can be made.

    An input that cannot be read is reported and left out. Raises `UsageError`, `OutputError`,
    `PluginError`, and `CheckError` where `strict` and errors were reported, `fail_on_loss` and content
    was lost, or `fail_empty` and there is no paper; files are then as they were.
    """
    where = destination(output, timeout)
    if split is not None:
        check_split(split, where)
    reading = Reading(
        format, Encoding(encoding, encoding_errors), Recogniser(dialect), asked(max_mb, timeout)
    )
    watching = _observers(observers, report or ignored)
    log = Log(watching.report if watching is not None else report or ignored)
    chosen = registry.exporter(to if to is not None else format_of(where))
    selected = _selection(selection, more_options)
    check_keywords(convert, chosen, more_options, [field.name for field in attrs.fields(Selection)])
    about = About(title, lang, base_url, rights)
    given, about = addressed(chosen, {**(options or {}), **more_options}, about)
    several = is_several(chosen.info, given)
    check_jobs(jobs, where, selected, split, has_seen=seen is not None, several=several)
    if several:
        where = of_several(where, chosen.info.name, split, to_stdout=output == outputs.STDOUT)
    # Claimed before the export reads them, so that no other run can replace them between reading and writing.
    read = files(chosen.info.options, given)
    with claimed(where, read) as claims, _remembering(seen, where, read, log.note) as memory:
        result = Conversion(
            paths=listed(paths),
            reading=reading,
            selection=selected,
            split=split,
            export=exported(chosen, given, about, expecting(where, log.note), jobs=jobs),
            output=where,
            checks=Checks(strict=strict, fail_on_loss=fail_on_loss, fail_empty=fail_empty),
            clobber=clobber,
            log=log,
            progress=progress or _no_progress,
            claims=[*claims, memory.claim] if memory is not None else claims,
            steps=_steps(transforms, log.note),
            seen=memory,
            packing=outputs.packing_of(where, chosen.info),
            jobs=jobs or 1,
        ).run()
    if watching is not None:
        watching.converted(result)
    return result


def _observers(asked: Iterable[object], report: Report) -> Observers | None:
    """The observers made ready; None where there is none, which loads nothing of what they need."""
    if isinstance(asked, str):
        raise UsageError("observers must be a list of them")
    if not (given := list(asked)):
        return None
    from digestkit.registry.observers import Observers  # noqa: PLC0415 - few conversions are observed

    return Observers(given, report)


def _steps(transforms: Iterable[Named], report: Report) -> list[Step]:
    """The transforms made ready. Raises `UsageError` for one that there is not, or for its options."""
    if isinstance(transforms, str):
        raise UsageError("transforms must be a list of them")
    steps = []
    for given in transforms:
        from digestkit.registry.transforms import transform  # noqa: PLC0415 - few conversions have one
        from digestkit.transforms.run import step  # noqa: PLC0415 - as above

        named, options = given if isinstance(given, tuple) else (given, {})
        steps.append(step(transform(named), options, report))
    return steps


def _remembering(
    path: StrPath | None, output: outputs.Output, read: list[Path], report: Report
) -> contextlib.AbstractContextManager[Seen | None]:
    """The papers of earlier runs, if they are to be left out."""
    if path is None:
        return contextlib.nullcontext()
    from digestkit.files import seen  # noqa: PLC0415 - few conversions need it

    return seen.opened(path, output, read, report)


def _selection(selection: Selection | None, keywords: dict[str, Any]) -> Selection:
    """The given selection, or one made from the keywords that are its fields, which are then removed."""
    names = [field.name for field in attrs.fields(Selection) if field.name in keywords]
    fields = {name: keywords.pop(name) for name in names}
    if selection is not None and fields:
        raise UsageError(f"a selection and {', '.join(names)}: give one or the other")
    return selection if selection is not None else Selection(**fields)


def _no_progress(_done: int, _total: int) -> None:
    """Show progress to nobody."""

"""Whether what an exporter declares is true: its record, its options, the fields it carries, its reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from digestkit import registry
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import InputError, UsageError
from digestkit.export import options, values
from digestkit.export.contract import FIELDS, FIELDS_1, ExportContext
from digestkit.model import Paper
from digestkit.testing import samples
from digestkit.testing.findings import Finding, python, setting, told
from digestkit.testing.study import Settings, Study

_WRONG = {
    "true | false": ("perhaps", "2"),
    "whole number": ("many", "1.5", "1e3", ""),
    "number": ("many", "nan", "inf", ""),
    "date (YYYY-MM-DD)": ("today", "2024-02-30", "20240705"),
    "choice": ("none of the choices",),
}
"""By the kind of an option: texts after `-O key=` that are no value of it."""

_RIGHT: dict[str, tuple[object, ...]] = {
    "true | false": ("true", "false"),
    "whole number": (0, 1, -1, 7, 10**7),
    "number": (0.0, 0.5, -1.0, 1e300),
    "text": ("", "text", "한글 <b>&amp; \"'{}%$\\", "line\nbreak", "\x00\x1b", "x" * 3000),
    "date (YYYY-MM-DD)": ("0001-01-01", "2024-02-29", "9999-12-31"),
    "path": (Path("no/such/file"), Path()),
    "file": (b"", b"text\n", b"\xff\xfe\x00<{"),
}
"""By the kind of an option: values that it may refuse with a `UsageError`, or else must work with."""


def record(study: Study) -> Iterator[Finding]:
    """What the host demands of the record, and that exceptions are ones that there are."""
    try:
        exporter = registry.exporter(study.named)
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything
        yield Finding(str(error))
        return
    if study.allows - ALLOWANCES.keys():
        unknown = ", ".join(map(repr, sorted(study.allows - ALLOWANCES.keys())))
        yield Finding(f"allows: there is no exception {unknown}; there are {', '.join(ALLOWANCES)}")
    # The defaults come from a factory or not; making them twice must work as making them once.
    if exporter.info.options is not None and exporter.info.options() != exporter.info.options():
        yield Finding("options: two instances of the class with defaults are not equal", since=2)


ALLOWANCES = {
    "temporary files": "it makes temporary files, by `tempfile`, and removes them",
    "logging": "it logs at INFO or above",
    "warnings": "it issues warnings",
    "order of days": "it puts days into the order of their dates",
    "white space": "it need not tell apart runs of white space, or keep it at the ends of a text",
}
"""The exceptions that a class can declare in `allows`, and what each lets pass."""

PAPERS = "papers"
"""What a transform says in `changes` that adds papers or digests, leaves some out, or puts them in order."""


def validated(study: Study) -> Iterator[Finding]:
    """Unknown options and wrong values are usage errors; right ones work, or are usage errors too."""
    described = options.describe(study.exporter.info.options)
    yield from _refused(study, {"an_option_that_nobody_has": "1"})
    for option in described:
        for wrong in wrong_values(option):
            yield from _refused(study, {option.name: wrong})
        for right in values_of(option):
            yield from _borne(study, {option.name: right})


def wrong_values(option: options.Option) -> Iterator[str]:
    """Texts after `key=` that are no value of an option."""
    for wrong in _WRONG.get(option.shape.kind.name, ()):
        # An option that may be None is None where nothing, or "none", is given.
        if wrong != "" or not (option.shape.nullable or option.default is None):
            yield wrong


def values_of(option: options.Option) -> Iterator[object]:
    """Values that an option may refuse with a `UsageError`, or else must work with."""
    kind = option.shape.kind
    found: list[object] = [*(option.choices or _RIGHT.get(kind.name, ()))]
    if option.shape.container is not None:
        yield from ([], *([value] for value in found), found[:3], found[:1] * 2)
        return
    yield from found
    if option.shape.nullable or option.default is None:
        yield None


def _refused(study: Study, given: Settings) -> Iterator[Finding]:
    try:
        study.export(given)
    except UsageError:
        return
    except Exception as error:  # noqa: BLE001 - as above
        yield Finding(f"a wrong value{setting(given)} must be a usage error, not {told(error)}")
    else:
        yield Finding(f"a wrong value is taken{setting(given)}")


def _borne(study: Study, given: Settings) -> Iterator[Finding]:
    try:
        study.run(samples.sample("everything"), given)
    except (UsageError, InputError):
        return  # what it says to the user is its own affair
    except Exception as error:  # noqa: BLE001 - as above
        yield Finding(
            f"a value that it does not refuse makes it fail{setting(given)}: {told(error)}; "
            "give the option a validator, or raise digestkit.UsageError",
            since=2,
        )


def carried(study: Study) -> Iterator[Finding]:
    """A field that is carried shows in the output; one that is not cannot change it.

    What only some dialects have came after version 1: an exporter that declares none of it is of that time,
    and not asked.
    """
    for given in study.settings():
        named = study.carried(given)
        asked = FIELDS_1 if named.issubset(FIELDS_1) else FIELDS
        hidden, shown = [], []
        for field in asked:
            visible = _is_visible(study, field, given)
            if field in named and not visible:
                hidden.append(field)
            elif field not in named and visible:
                shown.append(field)
        for field in hidden:
            yield Finding(
                f"it declares to carry {field!r}, but the output does not show it{setting(given)}",
                field=field,
            )
        for field in shown:
            yield Finding(
                f"it declares not to carry {field!r}, but the output depends on it{setting(given)}",
                field=field,
            )


def _is_visible(study: Study, field: str, given: Settings) -> bool:
    digest = samples.carrying()
    output = study.run([digest], given).data
    return any(study.run([change(digest)], given).data != output for change in samples.CHANGES[field])


def reports(study: Study) -> Iterator[Finding]:
    """Each report has one of digestkit's codes and a message; none tells of a loss where there is none."""
    for given in study.settings():
        export, said = study.export(given)
        for _ in export.chunks(samples.all_digests()):
            pass
        for diagnostic in said:
            if not isinstance(diagnostic.code, Code) or not diagnostic.message.strip():
                yield Finding(f"a report says nothing: {diagnostic!r}{setting(given)}")
                return
        yield from _wolf(study, given)


def _wolf(study: Study, given: Settings) -> Iterator[Finding]:
    """A loss reported for a paper that has nothing to lose."""
    harmless = samples.digest(Paper("Graphs", "https://arxiv.org/abs/2407.00001", authors=("Ada Lovelace",)))
    for digests in ((), (harmless,)):
        export, said = study.export(given)
        for _ in export.chunks(digests):
            pass
        losses: list[Diagnostic] = [
            one for one in said if one.code in (Code.DROPPED, Code.ALTERED, Code.MERGED)
        ]
        if losses:
            yield Finding(
                f"it reports a loss where nothing can be lost{setting(given)}: {losses[0].message!r}\n"
                f"smallest input: {python(digests)}",
                since=2,
            )
            return


def left_alone(study: Study) -> Iterator[Finding]:
    """Digests, options and context are as they were, and a second output of an export is as the first."""
    for name in samples.NAMES:
        digests = samples.sample(name)
        study.tried(digests)
        # Each call copies afresh, so this compares with one that nobody has seen.
        if digests != samples.sample(name):
            yield Finding(
                f"it changed the digests of the sample {name!r}\ninput: {python(samples.sample(name))}"
            )
            return
    lists = {
        option.name: list(option.choices[:2]) or ["text"]
        for option in options.describe(study.exporter.info.options)
        if option.shape.container is not None and option.shape.kind == values.KINDS[str]
    }
    for given in [*study.settings(), *([lists] if lists else [])]:
        yield from _of_one_export(study, given)


def _of_one_export(study: Study, given: Settings) -> Iterator[Finding]:
    """Two outputs of one export, as the host makes them for several inputs."""
    try:
        export, _ = study.export(given)
        before = _state(export.context)
        first = list(export.chunks(samples.sample("everything")))
        after = _state(export.context)
        second = list(export.chunks(samples.sample("everything")))
    except Exception:  # noqa: BLE001 - another check is about what it raises
        return
    if before != after:
        yield Finding(
            f"it changed its options or its context{setting(given)}:\n  {before}\n  {after}", since=2
        )
    elif first != second and list(study.export(given)[0].chunks(samples.sample("everything"))) == first:
        yield Finding(f"two outputs of one export differ{setting(given)}", since=2)


def _state(context: ExportContext) -> str:
    """Everything in a context, by its `repr`; an instance without a `repr` by its variables."""
    names = [field.name for field in attrs.fields(ExportContext) if field.repr]
    return ", ".join(f"{name}={getattr(context, name)!r}" for name in names)

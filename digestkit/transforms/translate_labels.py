"""`--transform translate-labels`: the labels of summaries in other words, from a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from digestkit.errors import InputError, UsageError
from digestkit.export.contract import InputFile
from digestkit.model import Digest, Item, Paper
from digestkit.transforms.contract import TransformContext, transform


@attrs.frozen
class TranslateLabelsOptions:
    """The table: a file, single pairs, or both."""

    table: InputFile = attrs.field(
        default=None, metadata={"help": 'A TOML file with a line `"label" = "other label"` for each label.'}
    )
    label: tuple[str, ...] = attrs.field(
        default=(),
        metadata={"help": "A label and the other, as `label=other label`; comes before the table."},
    )


@transform(
    "translate-labels",
    summary="Replace the labels in summaries.",
    streams=True,
    options=TranslateLabelsOptions,
)
def translate_labels(digests: Iterable[Digest], context: TransformContext) -> Iterator[Digest]:
    """Yield each digest with the labels that the table has for its own; labels without one stay.

    Labels of the table that no digest has are reported at the end, since they are likely misspelt. Raises
    `UsageError` where there is no table, and `InputError` for one that cannot be read.
    """
    table = _table(context.options)
    met: set[str] = set()

    def item(old: Item) -> Item:
        new = table.get(old.label) if old.label is not None else None
        if old.label is None or new is None:
            return old
        met.add(old.label)
        return attrs.evolve(old, label=new)

    def paper(old: Paper) -> Paper:
        return attrs.evolve(old, summary=[item(one) for one in old.summary])

    for digest in digests:
        yield attrs.evolve(digest, papers=[paper(old) for old in digest.papers])
    for label in table:
        if label not in met:
            context.report(f"translate-labels: no digest has the label {label!r}")


def _table(options: TranslateLabelsOptions) -> Mapping[str, str]:
    table = _read(options.table) if options.table is not None else {}
    for pair in options.label:
        old, equals, new = pair.partition("=")
        if not equals or not old.strip() or not new.strip():
            raise UsageError(f"translate-labels: label must be `label=other label`, not {pair!r}")
        table[old.strip()] = new.strip()
    if not table:
        raise UsageError("translate-labels: give a table: translate-labels:table=labels.toml")
    return table


def _read(data: bytes) -> dict[str, str]:
    import tomllib  # noqa: PLC0415 - single pairs need none of it

    try:
        table = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError are both
        raise InputError(f"translate-labels: the table is not TOML in UTF-8: {error}") from error
    for label, other in table.items():
        if not isinstance(other, str) or not other.strip() or "\n" in other:
            raise InputError(f"translate-labels: {label!r} must be given one line of text, not {other!r}")
    return table


TRANSFORM = translate_labels

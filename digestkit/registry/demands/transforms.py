"""What the host demands of a transform."""

from __future__ import annotations

from digestkit.registry.demands import record
from digestkit.registry.demands.record import Check
from digestkit.transforms.contract import TRANSFORM_API_VERSION, Transform, TransformInfo


def violation(made: object) -> str | None:
    """The first thing wrong with a transform, in words for its author; None where all is well."""
    if not isinstance(made, Transform) or not isinstance(made.info, TransformInfo):
        return f"{record.shown(made)} is no transform: decorate it with @digestkit.transform(...)"
    return record.first(CHECKS, made)


CHECKS: tuple[Check, ...] = (
    record.speaks(TRANSFORM_API_VERSION),
    record.name,
    record.summary,
    record.flags("streams"),
    record.described,
    record.takes("change", "digests", "context"),
)

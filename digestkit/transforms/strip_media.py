"""`--transform strip-media`: papers without their pictures and videos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from digestkit.model import Digest, Paper
from digestkit.transforms.contract import TransformContext, transform


@attrs.frozen
class StripMediaOptions:
    """What to leave out."""

    kind: Literal["all", "image", "video"] = attrs.field(
        default="all", metadata={"help": "Which media to leave out."}
    )


@transform("strip-media", summary="Leave out pictures and videos.", streams=True, options=StripMediaOptions)
def strip_media(digests: Iterable[Digest], context: TransformContext) -> Iterator[Digest]:
    """Yield each digest without its media. Nothing is reported: it was asked for."""
    kinds = ("image", "video") if context.options.kind == "all" else (context.options.kind,)

    def stripped(paper: Paper) -> Paper:
        if paper.media is None or paper.media.kind not in kinds:
            return paper
        return attrs.evolve(paper, media=None)

    for digest in digests:
        yield attrs.evolve(digest, papers=[stripped(paper) for paper in digest.papers])


TRANSFORM = strip_media

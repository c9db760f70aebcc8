"""What the book says of its accessibility: computed from what is in it, claiming nothing that nobody checked.

EPUB Accessibility 1.1, package metadata, with the values of the Schema.org accessibility vocabulary. No
`dcterms:conformsTo` is written: it would say that somebody has evaluated this very book.
"""

from __future__ import annotations

import attrs

from digestkit_epub.words import Words


@attrs.frozen
class Contents:
    """What decides about accessibility: pictures beside the cover, and whether anything moves."""

    has_pictures: bool
    has_motion: bool


def properties(contents: Contents, words: Words) -> list[tuple[str, str]]:
    """The metadata as pairs of property and value, a pair for each value.

    The cover counts as no way of access: its words are in its alternative text. Pictures have an empty
    one (they are decoration), so that `alternativeText` is claimed only of a book without them.
    """
    found = [("schema:accessMode", "textual")]
    if contents.has_pictures:
        found.append(("schema:accessMode", "visual"))
    found.append(("schema:accessModeSufficient", "textual"))
    features = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"]
    if not contents.has_pictures:
        features.append("alternativeText")
    found += [("schema:accessibilityFeature", feature) for feature in features]
    found.append(("schema:accessibilityHazard", "unknown" if contents.has_motion else "none"))
    summary = words.accessibility
    if contents.has_pictures:
        summary = f"{summary} {words.accessibility_pictures}"
    return [*found, ("schema:accessibilitySummary", summary)]

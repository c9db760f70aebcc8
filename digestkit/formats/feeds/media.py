"""Pictures and videos in feeds: Media RSS (https://www.rssboard.org/media-rss), in RSS and Atom alike.

A thumbnail stands directly in the item and has the URL that the item's HTML shows, so that readers which
look for either show it once. A video is `media:content`: an `enclosure` would need its length in bytes,
which no digest knows.
"""

from __future__ import annotations

from digestkit.formats.feeds.feed import Entry, Video
from digestkit.formats.feeds.xml import MEDIA, Element, Part, Shape, attribute_of

_THUMBNAIL = f"{{{MEDIA}}}thumbnail"
_CONTENT = f"{{{MEDIA}}}content"

_PICTURE = Shape(_THUMBNAIL, {"url": None}, holds="nothing")
_VIDEO = Shape(_CONTENT, {"url": None, "medium": "video"}, holds="nothing")
_VIDEO_OF = Shape(_CONTENT, {"url": None, "medium": "video", "type": None}, holds="nothing")


def media_parts(entry: Entry) -> list[Part]:
    """The elements for an entry's picture and video, as far as it has them."""
    parts: list[Part] = []
    if entry.thumbnail:
        parts.append((_PICTURE, entry.thumbnail))
    if entry.video:
        # The type is optional: none is better than a guess.
        url, kind = entry.video
        parts.append((_VIDEO_OF, (url, kind)) if kind else (_VIDEO, url))
    return parts


def read_thumbnail(parent: Element) -> str | None:
    """The URL of an item's picture, unchecked; None where it has none."""
    return attribute_of(parent, _THUMBNAIL, "url")


def read_video(parent: Element) -> Video | None:
    """An item's video, its URL unchecked; None where it has none."""
    url = attribute_of(parent, _CONTENT, "url", medium="video")
    return Video(url, attribute_of(parent, _CONTENT, "type", medium="video")) if url else None

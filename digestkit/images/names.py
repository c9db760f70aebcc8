"""What a picture is called in the folder: so a book finds it again by its URL."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from digestkit.export import filenames
from digestkit.images.rules import FailedError


def file_name(url: str) -> str:
    """The last part of a URL's path, percent-decoded.

    Raises `FailedError` where it is no name of a file, or one that some system cannot store or gives to
    something else: a folder of pictures can be copied anywhere.
    """
    try:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError as error:
        raise FailedError("is not a URL") from error
    if not name.strip("."):
        raise FailedError("its URL does not end in the name of a file")
    if name.startswith(".") and "/" not in name:
        raise FailedError("its name is that of a hidden file")
    fault = "it has a slash" if "/" in name else filenames.fault(name)
    if fault is not None:
        raise FailedError(f"its name cannot be that of a file on every system: {fault}")
    return name

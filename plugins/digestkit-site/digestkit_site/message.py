"""The exporter `eml`: a mail that is ready to be sent, as a page and as plain text.

The parts are alternatives (RFC 2046, section 5.1.4), the page last, since the last that a mail program can
show is the one that it shows. There is no date, no sender and no receiver: these belong to the sending, and
programs that send add them. Line ends are those of the system's mail programs, a line feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import digestkit
from digestkit_site import about, catalogue, headline, mail, twin
from digestkit_site.hearing import Hearing
from digestkit_site.onepage import carries
from digestkit_site.options import EmlOptions, Media

if TYPE_CHECKING:
    from email.message import EmailMessage

BOUNDARY = "=_digestkit"
"""What parts the alternatives; neither base64 nor quoted-printable ever has `=_`."""


@digestkit.exporter(
    "eml",
    suffix=".eml",
    media_type="message/rfc822",
    summary="A mail with a page and its plain text, ready to be sent.",
    options=EmlOptions,
    api_version=2,
    carries=carries,
)
def eml(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[str]:
    """Write the newest day first; all digests are held."""
    from email.message import EmailMessage  # noqa: PLC0415 - pages need none of it

    options: EmlOptions = context.options or EmlOptions()
    hearing = Hearing(context)
    made = catalogue.make(hearing.of(digests), min_papers=1)
    site = about.of(made, context, shows_media=options.media is Media.SHOW)
    message = EmailMessage()
    message["Subject"] = hearing.replaced(headline.subject(made, site))
    _fill(
        message, hearing.replaced(twin.lines(made, context, media=options.media is not Media.NONE)), "plain"
    )
    page = EmailMessage()
    _fill(page, mail.html(made, context, options, hearing, has_twin=True), "html")
    del page["MIME-Version"]
    message.make_alternative(BOUNDARY)
    message.attach(page)
    yield message.as_string()


def _fill(part: EmailMessage, text: str, subtype: str) -> None:
    """Set the text of a part, in the encoding that is shorter for it."""
    data = text.encode("utf-8", "replace")
    # Quoted-printable takes three characters for a byte that is not ASCII, base64 four for any three.
    others = sum(byte > 0x7E for byte in data)
    encoding = "quoted-printable" if others * 6 < len(data) else "base64"
    part.set_content(data.decode("utf-8"), subtype=subtype, cte=encoding)

"""What templates see of papers: text rendered to safe markup, links chosen, nothing left to decide.

Attributes of type `Markup` are HTML; all others are plain text without characters that HTML forbids, which
templates escape by themselves. Addresses are relative to the root of the site.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs
from markupsafe import Markup

import digestkit
from digestkit.reference import Reference
from digestkit.text import (
    clean,
    escape_attribute,
    isolated,
    isolated_html,
    link_target,
    typeset,
    video_type,
)
from digestkit.text.languages import direction, other_language, primary
from digestkit.text.summary import visible
from digestkit_site import addresses, citation, markup, whereabouts
from digestkit_site.bylines import TOTAL, Bylines, unnamed
from digestkit_site.catalogue import Catalogue, Listing, TopicKind, terms
from digestkit_site.words import Words

_OWN_SCRIPT = ("ko", "ja", "zh")
"""Languages with scripts of their own, besides those from right to left: on a page in one of them, the script
shows a text in another."""

_LISTED: tuple[TopicKind, ...] = ("category", "tag")
"""What is listed below a paper's names; its section stands above it, and its labels in its summary."""

_NO_MARK = Markup()


@attrs.frozen
class Link:
    """Words that lead somewhere; `address` is relative to the root, `href` absolute, the other is empty.

    `mark` is the attribute of their language where it is not the page's, with a blank before it. `label` is
    one for a name that tells by itself where the link leads, such as `PDF arXiv:2407.01906`.
    """

    text: str
    address: str = ""
    href: str = ""
    mark: Markup = _NO_MARK
    label: Markup = _NO_MARK


@attrs.frozen
class Text:
    """A short text such as a title: as characters, and as markup.

    `lang` is its language where it is not the page's, `mark` the attribute for that, with a blank before it.
    `label` is an attribute for links: their name in characters, since browsers leave formulas out of names.
    """

    plain: str
    markup: Markup
    lang: str | None = None
    mark: Markup = _NO_MARK
    label: Markup = _NO_MARK


@attrs.frozen
class MediaView:
    """A picture or a video; `href` is None where its address may not be a link, which is shown as text.

    `media_type` is that of a video which a browser can play; else it is only linked.
    """

    kind: str
    url: str
    href: str | None
    alt: str
    media_type: str | None


@attrs.frozen
class Section:
    """A text of a paper under a label, the digest's or the page's own; `lang` is the language of the body.

    `mark` is the attribute for that, with a blank before it.
    """

    label: Text
    body: Markup
    lang: str | None
    mark: Markup = _NO_MARK


@attrs.frozen
class PaperView:
    """A paper as a day lists it. What the digest does not say is None or empty.

    `unnamed` says that there are authors whom the digest does not name, and `unnamed_count` how many, 0 where
    that is not known. `shelf` leads to the papers of its section, where no other topic of the paper is called
    the same.
    """

    id: str
    address: str
    anchor: str
    day: str
    title: Text
    href: str | None
    url: str
    arxiv: str | None
    votes: int | None
    votes_text: str
    byline: Markup
    hidden_authors: Markup
    hidden_count: int
    authors_truncated: bool
    unnamed_count: int
    unnamed: Markup
    section: str | None
    shelf: Link | None
    links: tuple[Link, ...]
    dead_links: tuple[tuple[str, str], ...]
    topics: tuple[Link, ...]
    submitted: str | None
    media: MediaView | None
    tldr: Section | None
    abstract: Section | None
    summary: Markup
    summary_lang: str | None
    summary_mark: Markup
    extra: tuple[Section, ...]
    coins: str


@attrs.frozen
class Row:
    """A paper in a list: of a topic, an author, a period."""

    address: str
    title: Text
    date: str
    votes: int | None
    votes_text: str


class Viewer:
    """Makes views of papers, all in one language.

    The pages of a catalogue are linked, where there is one. Of more than `max_authors` names, the others are
    hidden; 0 hides none. Without `math`, formulas are characters.
    """

    def __init__(
        self,
        language: str,
        words: Words,
        catalogue: Catalogue | None = None,
        *,
        max_authors: int = 0,
        media: bool = True,
        math: bool = True,
    ) -> None:
        self.language = language
        self.words = words
        self._words_lang = words.language if words.language != primary(language) else None
        self._own_script = primary(language) in _OWN_SCRIPT or direction(language) == "rtl"
        self._mark = markup.safe(markup.marked(self._words_lang, language))
        self._media_wanted = media
        self._math = math
        self._titles: dict[str, Text] = {}
        self._names: dict[str, tuple[str, Markup]] = {}
        self._rows: dict[Listing, Row] = {}
        self._days: dict[datetime.date | None, str] = {}
        self._pages = {} if catalogue is None else _pages(catalogue)
        self._bylines = Bylines(self._pages, max_authors)
        self._labels = {name: page for (kind, name), page in self._pages.items() if kind == "label"}

    def title(self, text: str) -> Text:
        """A title; one without visible characters is called untitled."""
        made = self._titles.get(text)
        if made is None:
            untitled = self.words.untitled
            shown = clean(text).strip()
            made = self._text(text) if shown else Text(untitled, Markup.escape(untitled))
            self._titles[text] = made
        return made

    def name(self, text: str) -> Text:
        """A name, in which nothing is markup or TeX."""
        shown = clean(text)
        language = other_language(shown, self.language)
        made = markup.safe(isolated_html(str(Markup.escape(shown)), shown))
        return Text(shown, made, language, markup.safe(markup.marked(language, self.language)))

    def link(self, name: str, address: str) -> Link:
        """A name that leads to a page, or to none."""
        made = self._names.get(name)
        if made is None:
            shown = clean(name)
            mark = markup.safe(markup.marked(other_language(shown, self.language), self.language))
            made = self._names[name] = (isolated(shown), mark)
        return Link(made[0], address, mark=made[1])

    def _text(self, text: str) -> Text:
        shown = clean(typeset(text))
        language = other_language(shown, self.language)
        mark = markup.safe(markup.marked(language, self.language))
        made = markup.safe(markup.title(text, math=self._math))
        label = markup.safe(f' aria-label="{escape_attribute(shown)}"') if "<math" in made else _NO_MARK
        return Text(shown, made, language, mark, label)

    def day(self, date: datetime.date | None) -> str:
        """A day as links call it."""
        made = self._days.get(date)
        if made is None:
            made = self._days[date] = self.words.undated if date is None else self.words.on(date)
        return made

    def votes(self, number: int | None) -> str:
        """So many votes; empty where nothing is known of them."""
        return "" if number is None else self.words.count_votes(number)

    def row(self, listing: Listing) -> Row:
        """A paper in a list."""
        made = self._rows.get(listing)
        if made is None:
            reference = listing.reference
            made = self._rows[listing] = Row(
                addresses.of_paper(reference.id),
                self.title(reference.paper.title),
                self.day(reference.day),
                reference.paper.votes,
                self.votes(reference.paper.votes),
            )
        return made

    def paper(self, listing: Listing) -> PaperView:
        """A paper with all that its digest says of it."""
        reference, paper = listing.reference, listing.paper
        title = self.title(paper.title)
        links, dead = self._links(reference, listing.site)
        shown, hidden, count = self._bylines.of(listing.names)
        language = self._language([item.text for item in paper.summary]) if paper.summary else None
        further = bool(paper.further)
        others, others_count = unnamed(paper, self.words)
        return PaperView(
            id=reference.id,
            address=addresses.of_paper(reference.id),
            anchor=listing.anchor,
            day=listing.day,
            title=title,
            href=link_target(paper.href),
            url=clean(paper.url),
            arxiv=reference.arxiv.versioned if reference.arxiv is not None else None,
            votes=paper.votes,
            votes_text=self.votes(paper.votes),
            byline=shown,
            hidden_authors=hidden,
            hidden_count=count,
            authors_truncated=paper.authors_truncated,
            unnamed_count=others_count,
            unnamed=self._beside_names(others),
            section=clean(paper.section) if paper.section is not None else None,
            shelf=self._shelf(paper) if further else None,
            links=links,
            dead_links=dead,
            topics=self._topics(paper) if further else (),
            submitted=None if paper.submitted is None else self.day(paper.submitted),
            media=self._media(paper, title.plain),
            tldr=self._section(self.words.tldr, paper.tldr) if further else None,
            abstract=self._section(self.words.abstract, paper.abstract) if further else None,
            summary=markup.summary(
                paper.summary, language or self.language, math=self._math, pages=self._labels
            ),
            summary_lang=language,
            summary_mark=self._marked(language),
            extra=self._extras(paper, others_count) if paper.extra else (),
            coins=citation.coins(reference, title.plain, listing.names),
        )

    def _language(self, texts: list[str]) -> str | None:
        """The language of texts, where it is another than the page's and their script tells."""
        if not self._own_script:
            found = other_language(" ".join([said[:200] for said in texts]), self.language)
            return found if found in _OWN_SCRIPT else None
        return other_language(" ".join([said[:200] for said in texts]), self.language)

    def _section(self, label: str, said: str | None) -> Section | None:
        """A text under a label of the page's own."""
        if said is None:
            return None
        return self._labelled(self._own(label), said)

    def _extras(self, paper: digestkit.Paper, unnamed_count: int) -> tuple[Section, ...]:
        """Further fields, without the number of authors where the names end with it."""
        shown = [each for each in paper.extra if not unnamed_count or each[0] != TOTAL]
        return tuple([self._extra(name, said) for name, said in shown])

    def _extra(self, name: str, said: str) -> Section:
        known = self.words.field(name)
        return self._labelled(self._text(name) if known is None else self._own(known), said)

    def _beside_names(self, words: str) -> Markup:
        """Words of the page's own that go on where names end: isolated, they would stand before these."""
        if not words:
            return _NO_MARK
        spelled = Markup.escape(words)
        if self._words_lang is None:
            return spelled
        return markup.safe(f'<span lang="{self._words_lang}">{spelled}</span>')

    def _own(self, word: str) -> Text:
        """One of the page's own words."""
        return Text(word, Markup.escape(word), self._words_lang, self._mark)

    def _labelled(self, label: Text, said: str) -> Section:
        language = self._language([said])
        return Section(label, markup.paragraphs(said, math=self._math), language, self._marked(language))

    def _marked(self, language: str | None) -> Markup:
        return _NO_MARK if language is None else markup.safe(markup.marked(language, self.language))

    def _topics(self, paper: digestkit.Paper) -> tuple[Link, ...]:
        return tuple(
            self.link(name, self._pages.get((kind, addresses.fold(name)), ""))
            for kind in _LISTED
            for name in dict.fromkeys(terms(paper, kind))
        )

    def section_page(self, name: str) -> str:
        """The page of a section, or of the category that has the same papers; empty where there is none."""
        folded = addresses.fold(" ".join(name.split()))
        return self._pages.get(("section", folded)) or self._pages.get(("category", folded), "")

    def _shelf(self, paper: digestkit.Paper) -> Link | None:
        others = {addresses.fold(name) for kind in _LISTED for name in terms(paper, kind)}
        for name in terms(paper, "section"):
            if addresses.fold(name) not in others:
                return self.link(name, self.section_page(name))
        return None

    def _links(
        self, reference: Reference, site: str | None
    ) -> tuple[tuple[Link, ...], tuple[tuple[str, str], ...]]:
        """Where the paper can be read, and what cannot be a link."""
        made, dead = whereabouts.of(reference, site, self.words)
        id_ = f"arXiv:{reference.arxiv.versioned}" if reference.arxiv is not None else ""
        links = [Link(text, href=href, label=self._named(text, id_)) for text, href in made]
        return tuple(links), tuple(dead)

    def _named(self, text: str, id_: str) -> Markup:
        """A name for a link by its own words and the paper's id, where these do not say it themselves."""
        if not id_ or text.startswith((id_, "DOI ")):
            return _NO_MARK
        return markup.safe(f' aria-label="{escape_attribute(text)} {id_}"')

    def _media(self, paper: digestkit.Paper, title: str) -> MediaView | None:
        media = paper.media
        if media is None or not self._media_wanted:
            return None
        words = self.words
        alt = (words.video_of if media.kind == "video" else words.picture_of).format(title)
        playable = video_type(media.href) if media.kind == "video" else None
        return MediaView(media.kind, clean(media.url), link_target(media.href), alt, playable)


def _pages(catalogue: Catalogue) -> Mapping[tuple[str, str], str]:
    """The pages of authors and topics, by kind and folded name."""
    found = {("author", addresses.fold(shelf.name)): shelf.address for shelf in catalogue.authors}
    for kind, shelves in catalogue.topics.items():
        found |= {(kind, addresses.fold(shelf.name)): shelf.address for shelf in shelves}
    return found


def plain(listing: Listing) -> str:
    """What the digest says of a paper as plain text, the most telling first, as it is seen."""
    paper = listing.paper
    texts = (visible(paper.tldr or ""), visible(paper.abstract or ""), listing.reference.summary_text)
    text = "\n".join([text for text in texts if text])
    return text if listing.is_plain else clean(text)

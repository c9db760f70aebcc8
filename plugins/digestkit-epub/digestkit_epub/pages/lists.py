"""The lists that lead to papers: one at the start of a day, or where that is long, one under each heading."""

from __future__ import annotations

from collections.abc import Iterable

from digestkit_epub.contents import Entry, link
from digestkit_epub.markup import NOTHING, Markup, element, lang, text
from digestkit_epub.pages.style import Style
from digestkit_epub.plan import Day, Part, Section


class Lists:
    """The lists of a day's papers."""

    def __init__(self, day: Day, style: Style) -> None:
        self.day = day
        self.style = style
        self._start = link(f"{day.file_name}#day", day.name)
        # By fragment, as a file may have but some of a part.
        self._apart = {part.fragment: part for part in day.parts if part.title} if day.is_divided else {}

    def of_day(self) -> Markup:
        """The papers with their votes, or the headings with how many papers each has."""
        day, words = self.day, self.style.words
        if not day.sections:
            return element("p", text(words.no_papers))
        if len(day.sections) == 1:
            return NOTHING
        # Headings of parts are no papers, and not numbered as such.
        kind = "places" if self._apart else "parts" if any(part.title for part in day.parts) else ""
        return _list([row for part in day.parts for row in self._rows(part)], kind, words.papers_of_day)

    def of_part(self, part: Part) -> Markup:
        """The papers under a heading and the way back to the day, where the day does not list them itself.

        `part` is what one file has of it; where the part begins, all of it is listed.
        """
        whole = self._apart.get(part.fragment)
        if whole is None or whole.title is None or whole.file_name != part.file_name:
            return NOTHING
        count = self.style.words.papers(len(whole.sections))
        back = element("a", text(f"↑ {self._start.title.text}"), href=self._start.href)
        kicker = element("p", text(f"{count} · "), back, class_="kicker")
        if len(whole.sections) == 1:
            return kicker
        return Markup(kicker + _list(map(self._row, whole.sections), "", whole.title.text))

    def above(self, part: Part) -> Entry:
        """Where the papers of a part, or of what one file has of it, are listed."""
        whole = self._apart.get(part.fragment)
        return self._start if whole is None or whole.title is None else Entry(whole.place, whole.title)

    def _rows(self, part: Part) -> list[Markup]:
        """A row for the part or, where it has no title, one for each of its papers."""
        if part.title is None:
            return list(map(self._row, part.sections))
        heading = element("a", part.title.markup, href=part.place, **lang(part.title.language))
        if self._apart:
            return [_with(heading, self.style.words.papers(len(part.sections)))]
        return [element("li", heading, element("ol", *map(self._row, part.sections)))]

    def _row(self, section: Section) -> Markup:
        title, votes = section.title, section.paper.votes
        anchor = element("a", title.markup, href=section.place, **lang(title.language))
        if votes is None:
            return element("li", anchor)
        return _with(anchor, self.style.words.votes.format(votes))


def _list(rows: Iterable[Markup], kind: str, name: str) -> Markup:
    """A list, and its name for those who hear it."""
    listed = element("ol", *rows, class_=kind) if kind else element("ol", *rows)
    return element("nav", listed, class_="papers", aria_label=name)


def _with(anchor: Markup, fact: str) -> Markup:
    return element("li", anchor, Markup(" "), element("span", text(fact), class_="votes"))

"""The lists that lead to papers: one at the start of a day, or where that is long, one under each heading."""

from __future__ import annotations

from collections.abc import Iterable

from digestkit_epub.contents import Entry, titled
from digestkit_epub.markup import NOTHING, Markup, attribute, lang
from digestkit_epub.pages.xhtml import Style
from digestkit_epub.phrases import Phrase
from digestkit_epub.plan import Day, Part, Section
from digestkit_epub.typography import lined, own


class Lists:
    """The lists of a day's papers."""

    def __init__(self, day: Day, style: Style) -> None:
        self.day = day
        self.style = style
        self._start = Entry(f"{day.file_name}#day", day.name)
        # By fragment, as a file may have but some of a part.
        self._apart = {part.fragment: part for part in day.parts if part.title} if day.is_divided else {}

    def of_day(self) -> Markup:
        """The papers with their votes, or the headings with how many papers each has."""
        day, words = self.day, self.style.words
        if not day.sections:
            return Markup(f"<p>{own(words.no_papers)}</p>")
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
        kicker = Markup(f'<p class="kicker">{own(count)} · {_way_up(self._start)}</p>')
        if len(whole.sections) == 1:
            return kicker
        return Markup(kicker + _list(map(self._row, whole.sections), "", whole.title.text))

    def back(self, part: Part) -> Markup:
        """The way to where the papers of a part, or of what one file has of it, are listed."""
        whole = self._apart.get(part.fragment)
        above = self._start if whole is None or whole.title is None else titled(whole.place, whole.title)
        return Markup(f'<p class="back">{_way_up(above)}</p>')

    def _rows(self, part: Part) -> list[Markup]:
        """A row for the part or, where it has no title, one for each of its papers."""
        if part.title is None:
            return list(map(self._row, part.sections))
        heading = _anchor(part.place, part.title)
        if self._apart:
            return [_with(heading, self.style.words.papers(len(part.sections)))]
        below = "".join(map(self._row, part.sections))
        return [Markup(f"<li>{heading}<ol>{below}</ol></li>")]

    def _row(self, section: Section) -> Markup:
        anchor, votes = _anchor(section.place, section.title), section.paper.votes
        if votes is None:
            return Markup(f"<li>{anchor}</li>")
        return _with(anchor, self.style.words.votes.format(votes))


def _list(rows: Iterable[Markup], kind: str, name: str) -> Markup:
    """A list, and its name for those who hear it."""
    start = f'<ol class="{kind}">' if kind else "<ol>"
    return Markup(f'<nav class="papers" aria-label="{attribute(name)}">{start}{"".join(rows)}</ol></nav>')


def _anchor(place: str, title: Phrase) -> Markup:
    return Markup(f'<a href="{attribute(place)}"{lang(title.language)}>{title.markup}</a>')


def _way_up(above: Entry) -> Markup:
    name = lined(f"↑ {above.title}")
    return Markup(f'<a href="{attribute(above.href)}"{lang(above.language)}>{name}</a>')


def _with(anchor: Markup, fact: str) -> Markup:
    return Markup(f'<li>{anchor} <span class="votes">{own(fact)}</span></li>')

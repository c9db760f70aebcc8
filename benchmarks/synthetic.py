"""Synthetic digests: any size, every era and quirk of the format, the same for the same seed.

    python benchmarks/synthetic.py 10MB > digests.md
    python benchmarks/synthetic.py 200KB --files 30 -o digests/

As a module: `generate(size, seed)` gives one text, `files(count, size, seed)` a tree of them. A longer text
starts with the shorter one of the same seed. The layouts are spelled here once more, and digestkit is not
imported: what is measured must not shape what it is measured on.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import words

FIRST_DAY = datetime.date(2023, 11, 20)
UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}

README = """# Reading list

Not a digest: a `## Heading (2024-01-01)` in a fence is code.

```markdown
## Daily Papers (2024-01-01)
### [Not a paper](https://example.org/none)
```

"""


class Paper(NamedTuple):
    """The parts of a paper, ready to be laid out; an empty one is left out."""

    title: str
    url: str
    media: str
    is_video: bool
    votes: str
    authors: str
    items: Sequence[tuple[str, str]]


class Era(NamedTuple):
    """How papers are laid out at one time."""

    layout: Callable[[Paper, Era], str]
    video: Callable[[str], str]
    stars: str = ""
    between_items: str = "\n"
    has_votes: bool = True
    lists_authors: bool = False


def watch_video(url: str) -> str:
    return f'[Watch Video]({url})\n<div><video controls src="{url}" muted="false"></video></div>'


def watch_video_bare(url: str) -> str:
    return f'[Watch Video]{url}\n<div><video controls src="{url}" muted="false"></video></div>'


def raw_video(url: str) -> str:
    return f"<video src='{url}'></video>"


def items(paper: Paper, era: Era) -> str:
    """The bullets; without a label where the era has none."""
    shown = (
        f"- {era.stars}{label}{era.stars}: {text}" if label and era.stars else f"- {text}"
        for label, text in paper.items
    )
    return "".join(f"{line}{era.between_items}" for line in shown)


def only_items(paper: Paper, era: Era) -> str:
    """E0: the next heading follows the last bullet at once."""
    return f"### [{paper.title}]({paper.url})\n\n{items(paper, era)}"


def tight(paper: Paper, era: Era) -> str:
    """E1: a picture stands directly under the heading, a video apart."""
    heading = f"### [{paper.title}]({paper.url})\n"
    if paper.is_video:
        heading += f"\n{era.video(paper.media)}\n\n"
    elif paper.media:
        heading += f"![]({paper.media})\n"
    authors = f"{authors_line(paper, era)}\n" if paper.authors else ""
    return f"{heading}{authors}\n{items(paper, era)}\n"


def spaced(paper: Paper, era: Era) -> str:
    """E2 on: a blank line between all parts."""
    parts = [f"### [{paper.title}]({paper.url})"]
    if paper.media:
        parts.append(era.video(paper.media) if paper.is_video else f"![]({paper.media})")
    if paper.votes and era.has_votes:
        parts.append(f"Vote: {paper.votes}")
    if paper.authors:
        parts.append(authors_line(paper, era))
    return "\n\n".join([*parts, f"{items(paper, era).rstrip(chr(10))}\n\n"])


def authors_line(paper: Paper, era: Era) -> str:
    return f"Authors: {paper.authors.split(', ')!r}" if era.lists_authors else f"Authors: {paper.authors}"


E5 = Era(spaced, watch_video)
E7 = Era(spaced, watch_video, stars="**")
E9 = Era(spaced, watch_video, stars="***")
ERAS = {
    "E0": Era(only_items, raw_video),
    "E1": Era(tight, raw_video),
    "E2": Era(spaced, watch_video, has_votes=False),
    "E3": Era(spaced, watch_video_bare, has_votes=False),
    "E4": Era(spaced, watch_video_bare),
    "E5": E5,
    "E6": Era(spaced, watch_video, stars="**", between_items="\n\n"),
    "E7": E7,
    "E8": Era(spaced, watch_video, stars="***", lists_authors=True),
    "E9": E9,
}
# Every era once, then the three long ones as often as they really occur.
SCHEDULE = (*ERAS.values(), *(E5, E7, E9) * 5)
LABELS = ("What's New", "Technical Details", "Performance Highlights")


def odd(table: Sequence[str], number: int, every: int) -> str | None:
    """Every so many numbers the next piece of a table, else None."""
    return table[number // every % len(table)] if number % every == every - 1 else None


def make_paper(rng: Random, era: Era, day: datetime.date, rank: int, number: int) -> Paper:
    """The paper with this number; each table of oddities is visited at its own pace."""
    arxiv = f"{day:%y%m}.{day.day * 100 + rank:05}"
    topic = rng.choice(words.TOPICS)
    title = odd(words.ODD_TITLES, number, 13)
    url = odd(words.ODD_URLS, number, 29)
    media = odd(words.ODD_MEDIA, number, 37)
    is_video = media is None and rank == day.day % 8  # one in each digest
    usual_media = f"https://cdn-uploads.example.org/uploads/{arxiv}.{'mp4' if is_video else 'png'}"
    votes = odd(words.ODD_VOTES, number, 23)
    return Paper(
        title.format(topic) if title is not None else words.title(rng),
        (url or "https://arxiv.org/abs/{}").format(arxiv),
        media.format(arxiv) if media is not None else usual_media,
        is_video,
        votes if votes is not None else str(rng.randrange(1, 120)),
        make_authors(rng, number),
        make_items(rng, number, bool(era.stars)),
    )


def make_authors(rng: Random, number: int) -> str:
    pattern = odd(words.ODD_AUTHORS, number, 17)
    if pattern is not None:
        return pattern.format(*words.names(rng, 3))
    return ", ".join(words.names(rng, 663 if number % 2000 == 1999 else rng.randrange(1, 18)))


def make_items(rng: Random, number: int, has_labels: bool) -> list[tuple[str, str]]:
    """Three long items with labels, or some more short ones without; every fifth paper holds an odd value."""
    if has_labels:
        found = [(label, sentences(rng, rng.randrange(3, 8))) for label in LABELS]
    else:
        found = [("", sentences(rng, rng.randrange(1, 5))) for _ in range(rng.randrange(5, 9))]
    value = odd(words.ODD_VALUES, number, 5)
    if value is not None:
        label = words.ODD_LABELS[number // 5 % len(words.ODD_LABELS)]
        found.insert(number % 4, (label, value.format(words.sentence(rng))))
    return found[: 1 + number % 2] if number % 50 == 49 else found


def sentences(rng: Random, count: int) -> str:
    return " ".join(words.sentence(rng) for _ in range(count))


def accident(block: str, number: int) -> str:
    """Now and then the next heading is glued to the last bullet, or two blank lines are too many."""
    if number % 97 == 96:
        return block.rstrip("\n")
    return f"{block}\n\n" if number % 89 == 88 else block


def blocks(seed: int = 0, first: int = 0) -> Iterator[str]:
    """The digests one after the other, as headings and papers; what belongs around them comes with them."""
    for at in itertools.count(first):
        # The seed of a digest is its own, so that it does not depend on what was made before it.
        rng = Random(f"{seed}:{at}")
        day = FIRST_DAY + datetime.timedelta(days=at)
        heading = f"## Daily Papers ({day})\n\n"
        if at % 20 == 19:
            yield README
        yield heading
        if at % 30 == 29:
            continue  # a digest without papers
        era, count = SCHEDULE[at % len(SCHEDULE)], rng.randrange(8, 24)
        for rank in range(count):
            if rank == count // 2 and at % 15 == 14:
                yield heading  # the same day once more
            number = at * 15 + rank
            yield accident(era.layout(make_paper(rng, era, day, rank, number), era), number)
        if at % 25 == 24:
            yield "## Notes\n\nText outside any digest.\n\n"


def generate(size: int, seed: int = 0, first: int = 0) -> str:
    """A text of digests, as few papers as make it `size` bytes of UTF-8; `first` numbers its first digest."""
    parts: list[str] = []
    for block in blocks(seed, first):
        if size <= 0:
            break
        parts.append(block)
        size -= len(block.encode())
    return "".join(parts)


def files(count: int, size: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Paths (`2023/11/20.md`) and texts of `count` files of `size` bytes each; no paper is in two of them."""
    days = itertools.count(0, size // 5000 + 2)  # more days than a file of this size fills
    for first in itertools.islice(days, count):
        day = FIRST_DAY + datetime.timedelta(days=first)
        yield f"{day:%Y/%m/%d}.md", generate(size, seed, first)


def read_size(text: str) -> int:
    """`10MB` in bytes; units are decimal."""
    digits = text.rstrip("KMGBkmgb")
    return int(digits) * UNITS[text[len(digits) :].upper()]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("size", type=read_size, help="bytes a file: 200KB, 10MB")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--files", type=int, default=1, metavar="N")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="write a tree of files, not stdout")
    given = parser.parse_args(arguments)
    for path, text in files(given.files, given.size, given.seed):
        if given.output is None:
            sys.stdout.buffer.write(text.encode())
            continue
        target = given.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


if __name__ == "__main__":
    main()

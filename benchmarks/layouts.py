"""Synthetic digests in the dialects of other digests: papers by number, laid out as each dialect has them.

As in `synthetic`, the layouts are spelled here once more, and digestkit is not imported.
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

import words

FIRST_DAY = datetime.date(2025, 4, 1)
SENTENCES = (
    "{} are studied on tasks that need many steps, and compared with plain baselines",
    "we find that {} profit from short training, while longer runs bring little",
    "an ablation shows which parts of {} matter, and which can be left out",
    "a second look at {} explains most of the earlier results",
    "all data and code for {} will be released, with the logs of every run",
)


class Paper(NamedTuple):
    """The parts of a paper, ready to be laid out."""

    number: int
    day: datetime.date
    title: str
    id: str
    authors: tuple[str, ...]
    lines: tuple[str, ...]
    """What is said of it: the first sentence, and as many as make an abstract."""

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.id}"

    @property
    def abstract(self) -> str:
        return " ".join(self.lines)


def make(number: int, day: datetime.date) -> Paper:
    rng = Random(f"{day}:{number}")
    said = [rng.choice(SENTENCES).format(rng.choice(words.TOPICS)) for _ in range(rng.randrange(8, 16))]
    return Paper(
        number,
        day,
        words.title(rng),
        f"{day:%y%m}.{number:05}",
        tuple(words.names(rng, rng.randrange(1, 14))),
        tuple(f"{line[0].upper()}{line[1:]}." for line in said),
    )


class Layout(NamedTuple):
    """How a dialect lays a day out: where the file lies, what comes first, and each paper."""

    path: str
    head: str
    paper: Callable[[Paper], str]


def enhanced(paper: Paper) -> str:
    said = "".join(
        f"{label}: {line}\n\n"
        for label, line in zip(("TL;DR", "Motivation", "Method", "Result"), paper.lines, strict=False)
    )
    return (
        f"### [{paper.number}] [{paper.title}]({paper.url})\n*{', '.join(paper.authors)}*\n\n"
        f"Main category: cs.CL\n\n{said}<details>\n  <summary>Details</summary>\n"
        f"Conclusion: {paper.lines[-1]}\n\nAbstract: {textwrap.fill(paper.abstract, 80)}\n\n</details>\n\n\n"
    )


def reporter(paper: Paper) -> str:
    return (
        f"# {paper.title} \n\n**Authors**: {', '.join(paper.authors)}  \n\n"
        f"**Link**: [PDF](https://arxiv.org/pdf/{paper.id})  \n\n**Abstract**: {paper.abstract}  \n\n---\n"
    )


def scored(paper: Paper) -> str:
    return (
        f"### {paper.number}. **[{paper.title}]({paper.url})**\n"
        f"- **评分**: ⭐ 88/100 | **日期**: {paper.day}\n- **作者**: {', '.join(paper.authors[:3])} et al.\n"
        f"- **标签**: `cs.LG` `cs.AI`\n- **AI摘要**: {paper.lines[0]}\n"
        "<details>\n<summary>原始摘要</summary>\n\n"
        f"{paper.abstract[:500]}\n</details>\n- **评分理由**: {paper.lines[1]}\n\n"
    )


def coloured(paper: Paper) -> str:
    names, total = ", ".join(paper.authors[:3]), len(paper.authors) + 3
    return (
        f"### {paper.number}. [{paper.title}]({paper.url})\n\n"
        f"**<font color=#1E90FF>作者：</font>** {names} 等 {total} 位作者\n\n"
        f"**<font color=#1E90FF>arXiv所属领域：</font>** cs.CL, cs.AI\n\n"
        f"**<font color=#1E90FF>摘要：</font>**\n\n> {paper.abstract}\n\n---\n\n"
    )


def row(paper: Paper) -> str:
    link = f"[{paper.id}v1](http://arxiv.org/abs/{paper.id})"
    return f"|**{paper.day}**|**{paper.title}**|{paper.authors[0]} et.al.|{link}|null|\n"


def unfolding_row(paper: Paper) -> str:
    unfolding = f"<details><summary>Show</summary><p>{paper.abstract}</p></details>"
    return f"| **[{paper.title}]({paper.url}v1)** | {paper.day} | {unfolding} | 9 pages |\n"


def bullet(paper: Paper) -> str:
    return (
        f"- **{paper.title}**  \n  {', '.join(paper.authors)}  \n"
        f"  _{paper.day}_ · {paper.url}v1 · `cs.RO`  \n"
        f"  <details><summary>Abstract</summary>\n\n  {paper.abstract}\n\n  </details>\n\n"
    )


def front(paper: Paper) -> str:
    said = "".join(
        f"{key}: {line}\n" for key, line in zip(("tldr", "motivation", "method"), paper.lines, strict=False)
    )
    return (
        f'---\ntitle: "{paper.title}"\nauthors: "{", ".join(paper.authors)}"\ndate: {paper.day}\n'
        f'pdf: "https://arxiv.org/pdf/{paper.id}"\ntags: ["query:rag"]\nscore: 8.0\n{said}---\n\n'
        f"## 摘要\n{paper.abstract}\n\n## Abstract\n{paper.abstract}\n\n---\n\n"
        f"## 论文详细总结（自动生成）\n\n{noted(paper)}"
    )


def noted(paper: Paper) -> str:
    """Notes by a language model on a whole paper: headings, and lists with words in bold."""
    said = [
        f"*   **{paper.title}**: {line}\n    *   **{number}**: {line}\n\n"
        for number, line in enumerate(paper.lines, 1)
    ]
    return "".join([f"### {number}. Notes\n\n{notes}" for number, notes in enumerate(said, 1)])


def notice(paper: Paper) -> str:
    return (
        f"#### {paper.title}\n - **Authors:** {', '.join(paper.authors)}\n - **Subjects:** Subjects:\n"
        f"Robotics (cs.RO); Machine Learning (cs.LG)\n - **Arxiv link:** {paper.url}\n"
        f" - **Pdf link:** https://arxiv.org/pdf/{paper.id}\n - **Abstract**\n {paper.abstract}\n"
    )


def weekly_row(paper: Paper) -> str:
    links = f"[Paper]({paper.url}), [Tweet](https://x.example/{paper.number})"
    return f"| {paper.number}) **{paper.title}** - {paper.lines[0]} | {links} |\n"


LAYOUTS = {
    "daily-arxiv-ai-enhanced": Layout(
        "{day}.md", "<div id=toc></div>\n\n# cs.CL [[Back]](#toc)\n\n", enhanced
    ),
    "awesome-arxiv-daily-reporter": Layout("{day:%d-%b-%Y}/IR/README.md", "", reporter),
    "wingedge-daily-papers": Layout("{day}.md", "# 精选论文 - {day}\n\n## Language\n\n", scored),
    "arxiv-daily-paper": Layout(
        "{day}.md", "# 📚 日报 | {day:%Y年%m月%d日}\n\n## 🔐 一、Safety（20篇）\n\n", coloured
    ),
    "cv-arxiv-daily": Layout(
        "README.md",
        "## Updated on {day:%Y.%m.%d}\n\n## SLAM\n\n"
        "|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n",
        row,
    ),
    "dailyarxiv": Layout(
        "README.md",
        "# Daily Papers\n\nLast update: {day}\n\n## Graphs\n"
        "| **Title** | **Date** | **Abstract** | **Comment** |\n| --- | --- | --- | --- |\n",
        unfolding_row,
    ),
    "robotics-arxiv-daily": Layout("{day}.md", "# Daily Digest — {day}\n\n## Drones\n\n", bullet),
    "daily-paper-reader": Layout("docs/{day:%Y%m}/{day:%d}/paper.md", "", front),
    "paper-daily-notice": Layout(
        "{day}-Arxiv-Daily-Paper.md",
        "# Showing new listings for {day:%A}, {day.day} {day:%B %Y}\n\n## Keyword: SLAM\n",
        notice,
    ),
    "ml-papers-of-the-week": Layout(
        "README.md",
        "## Top ML Papers of the Week (June 2 - June 8) - {day:%Y}\n| **Paper** | **Links** |\n"
        "| ------------- | ------------- |\n",
        weekly_row,
    ),
}
"""The dialects by their names."""


def generate(dialect: str, size: int, number: int = 0) -> tuple[str, str]:
    """The path and the text of the file with this number: one day, and as few papers as make it `size` bytes.

    Where a file is a paper, it is one, and no longer.
    """
    layout = LAYOUTS[dialect]
    day = FIRST_DAY + datetime.timedelta(days=number)
    parts = [layout.head.format(day=day)]
    number = 0
    while size > 0 and not (number and layout.paper is front):
        number += 1
        parts.append(layout.paper(make(number, day)))
        size -= len(parts[-1].encode())
    return layout.path.format(day=day), "".join(parts)


def files(dialect: str, count: int, size: int) -> Iterator[tuple[str, str]]:
    """The paths and texts of so many files."""
    return (generate(dialect, size, number) for number in range(count))

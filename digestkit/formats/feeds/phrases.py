"""The phrases that feeds add themselves, in the languages that they know."""

from __future__ import annotations

from typing import NamedTuple

from digestkit.text.languages import primary


class Phrases(NamedTuple):
    """One language's phrases; `{}` stands for a number of names."""

    about: str
    more: str
    at_least: str
    others: str
    video: str
    abstract: str
    tldr: str
    submitted: str


_ENGLISH = Phrases(
    about="Research papers, day by day, with summaries",
    more=" and {} more",
    at_least=" and at least {} more",
    others=" et al.",
    video="Video",
    abstract="Abstract",
    tldr="TL;DR",
    submitted="Submitted {}",
)
_PHRASES = {
    "ko": Phrases(
        about="날마다 고른 연구 논문과 그 요약",
        more=" 외 {}명",
        at_least=" 외 {}명 이상",
        others=" 외",
        video="동영상",
        abstract="초록",
        tldr="한 줄 요약",
        submitted="{} 제출",
    ),
}


def phrases(language: str) -> Phrases:
    """The phrases of a language tag's primary language; English for those that have none here."""
    return _PHRASES.get(primary(language), _ENGLISH)

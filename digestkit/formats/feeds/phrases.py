"""The phrases that feeds add themselves, in the languages that they know."""

from __future__ import annotations

from typing import NamedTuple

from digestkit.text.languages import written


class Phrases(NamedTuple):
    """One language's phrases; `{}` stands for a number, a day or words from elsewhere."""

    title: str
    about: str
    more: str
    at_least: str
    others: str
    more_papers: str
    all_authors: str
    votes: str
    video: str
    abstract: str
    tldr: str
    submitted: str
    source: str
    only_named: str
    unnamed: str


_ENGLISH = Phrases(
    title="Daily Papers",
    about="Research papers, day by day, with summaries",
    more=" and {} more",
    at_least=" and at least {} more",
    others=" et al.",
    more_papers="; and {} more",
    all_authors="All authors ({})",
    votes="Votes: {}",
    video="Video",
    abstract="Abstract",
    tldr="TL;DR",
    submitted="Submitted {}",
    source="Source: {}",
    only_named="Papers only named in the list above, since there is no room for more: {}.",
    unnamed="Papers not even named: {}.",
)
_PHRASES = {
    "ko": Phrases(
        title="오늘의 논문",
        about="날마다 고른 연구 논문과 그 요약",
        more=" 외 {}명",
        at_least=" 외 {}명 이상",
        others=" 외",
        more_papers=" 외 {}편",
        all_authors="전체 저자 ({}명)",
        votes="추천 {}",
        video="동영상",
        abstract="초록",
        tldr="한 줄 요약",
        submitted="{} 제출",
        source="출처: {}",
        only_named="글이 너무 길어져서 논문 {}편은 위 목록에 제목만 실었습니다.",
        unnamed="{}편은 제목도 싣지 못했습니다.",
    ),
    "zh": Phrases(
        title="每日论文",
        about="每日精选论文及其摘要",
        more=" 等，另有 {} 人",
        at_least=" 等，另有至少 {} 人",
        others=" 等",
        more_papers="；另有 {} 篇",
        all_authors="全部作者（{} 人）",
        votes="{} 票",
        video="视频",
        abstract="摘要",
        tldr="一句话总结",
        submitted="{} 提交",
        source="来源：{}",
        only_named="篇幅有限，有 {} 篇论文只在上面的列表中列出标题。",
        unnamed="另有 {} 篇连标题也未能列出。",
    ),
}


def phrases(language: str) -> Phrases:
    """The phrases for a language tag; English for those that have none here."""
    return _PHRASES.get(written(language), _ENGLISH)

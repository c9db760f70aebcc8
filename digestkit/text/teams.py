"""Which names are those of teams, companies and institutes, by the words in them.

People come first: `Huawei Shen` is a person, though `Huawei` by itself is none, and one word alone is a team
only where its spelling says so. A team that is called like a person (`Ada Lovelace`) is taken for one.
"""

from __future__ import annotations

import re

from digestkit.text.surnames import EAST_ASIAN, words

# Words by which organisations call themselves, compared in lower case; none that is a family name, such as
# `Bureau` and `Company`.
_GROUP = words(
    "academy agency alliance association authors center centre coalition collaboration collective "
    "committee communication communications community computing consortium contributors corp corporation "
    "council department developers division engineering faculty federation foundation gmbh group hospital "
    "inc initiative institut institute intelligence lab laboratories laboratory labs learning llc ltd "
    "ministry network networks observatory organisation organization organizers participants platform "
    "program programme project research robotics school sciences society software solutions studio "
    "studios systems team teams technologies technology university universidad università universität "
    "université workshop"
)

# Compared as written: in another case, some of them are ordinary words.
_ORGANISATION = words(
    "AGI AI Alibaba Amazon Anthropic ByteDance DeepMind DeepSeek FAIR Google IBM LLM LLMs LLaMA Microsoft "
    "NVIDIA Nvidia OpenAI Salesforce Tencent"
)
# People are called so, too (`Huawei Shen`): telling alone, or beside letters that no name of a person has.
_ORGANISATION_OR_GIVEN = words(
    "Adobe Apple Baichuan Baidu BigScience Cohere Gemini Gemma Huawei Intel Kuaishou Llama Meituan Meta "
    "MiniMax Mistral Mosaic Qwen Reka Samsung Stability StepFun Xiaomi"
)
_JOINS = frozenset(("and", "at", "for", "the", "with"))
_AS_WRITTEN = _ORGANISATION | _JOINS

_LOWER = frozenset(word.lower() for word in _ORGANISATION | _ORGANISATION_OR_GIVEN)
TELLING = _GROUP | _JOINS | _LOWER - {"ai"}
"""In lower case: words that make more of a name than given names and a family name.

What letters inside a word tell, `may_spell_team` looks for; so `Ai`, a family name, is not among them.
"""
_END = re.compile(r"(?:^|[\w.-])(?:AI|LL?M|GPT|Labs?|Team)$")
_ACRONYM = re.compile(r"[A-Z]{3,6}s?")
# `Sand. ai` is how some sources divide it.
_NO_PERSON = re.compile(r"[&/@:]|\.\s?ai$")
_DIGIT = re.compile(r"\d")
_OWN_SCRIPT = re.compile(
    "팀$|그룹|연구소|연구원$|연구실|대학교|주식회사"
    "|团队|團隊|研究院|研究所|研究室|实验室|實驗室|大学|大學|公司|集团|株式会社|チーム|グループ"
)


def may_spell_team(names: str) -> bool:
    """Whether letters inside a word may tell of a team: `WanTeam`, `OpenGVLab`, `Mistral-AI`.

    A cheap look at many names at once, which is why each of the pieces is searched by itself.
    """
    return "AI" in names or "LM" in names or "GPT" in names or "Lab" in names or "Team" in names


def is_team(body: list[str]) -> bool:
    """Whether the words of a name, at least one, are a team's.

    Digits say so, too, as in `01. AI`, but not in one word, which may be what a user calls himself.
    """
    text = " ".join(body)
    if (
        not _GROUP.isdisjoint(word.lower().strip(".:,") for word in body)
        or not _AS_WRITTEN.isdisjoint(body)
        or (may_spell_team(text) and any(map(_END.search, body)))
        or _NO_PERSON.search(text) is not None
        or (not text.isascii() and _OWN_SCRIPT.search(text) is not None)
    ):
        return True
    if len(body) == 1:
        return text in _ORGANISATION_OR_GIVEN or _is_acronym(text)
    if body[0].lower() == "the" or _DIGIT.search(text) is not None:
        return True
    return not _ORGANISATION_OR_GIVEN.isdisjoint(body) and any(map(_is_acronym, body))


def _is_acronym(word: str) -> bool:
    """Whether a word is letters that are read one by one, and no family name in capitals."""
    return _ACRONYM.fullmatch(word) is not None and word.capitalize() not in EAST_ASIAN

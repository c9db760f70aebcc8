"""Words to make digests of: Korean sentences, English titles, names; all of this project's own making.

Nothing here is from a real digest. Each odd piece stands for something that digests are known to hold;
a generator that cycles through the tables meets them all. The long rows are kept as rows.
"""

from __future__ import annotations

from random import Random

SUBJECTS = (
    "이 방법은", "제안한 모형은", "저자들은", "새 학습법은", "이번 실험은", "작은 모델은", "큰 모델은",
    "공개된 자료는", "비교 대상은", "이 도구는", "첫 단계는", "두 번째 단계는", "평가 결과는",
    "짧은 훈련은", "이 관찰은", "간단한 규칙은",
)  # fmt: skip
PLACES = (
    "긴 문서에서", "낮은 해상도에서", "사람이 고른 예제에서", "잡음이 많은 환경에서", "한국어 질문에서",
    "로봇 팔 위에서", "적은 메모리로", "라벨 없이", "검색기와 함께", "여러 언어에 걸쳐",
    "처음 보는 과제에서", "휴대 기기 안에서",
)  # fmt: skip
OBJECTS = (
    "추론 비용을", "정답률을", "학습 시간을", "필요한 자료의 양을", "기억해야 할 상태를", "영상의 흔들림을",
    "번역의 어색함을", "그림의 세부를", "답변의 근거를", "모델의 크기를", "계산의 순서를", "잘못된 거절을",
    "표 읽기 실수를", "문맥의 길이를",
)  # fmt: skip
VERBS = (
    "눈에 띄게 줄였습니다", "조금씩 고쳐 나갑니다", "한 번 더 확인합니다", "따로 재어 봅니다",
    "절반으로 낮춥니다", "고르게 나누어 맡습니다", "다시 배우지 않고도 지켜 냅니다",
    "그림과 표로 보여 줍니다", "두 갈래로 풀어냅니다", "거꾸로 짚어 갑니다", "넉넉히 늘려 줍니다",
    "뜻밖에 잘 다룹니다",
)  # fmt: skip
TERMS = (
    "Retrieval", "LoRA", "Mixture-of-Experts", "KV cache", "Chain-of-Thought", "Gaussian splatting",
    "GPT-4o", "Qwen2", "beam search", "self-attention", "RLHF", "tokenizer", "3D mesh", "VQ-VAE",
    "speculative decoding", "DPO",
)  # fmt: skip
TOPICS = (
    "Sparse Retrieval", "Patient Tokenizers", "Long-Context Memory", "Video Diffusion", "Small Planners",
    "Honest Refusals", "Table Reasoning", "Speech Alignment", "Robot Gestures", "Code Repair",
    "Vision Adapters", "Korean LLMs", "Graph Agents", "Protein Sequences", "Reward Models",
    "Weather Forecasts",
)  # fmt: skip
TURNS = (
    "Towards Better {}", "{}: A Second Look", "How Far Can {} Go?", "Learning {} from Very Little Data",
    "Scaling {} without Tears", "{} Made Simple: One Trick for Many Tasks", "A Benchmark for {}",
    "Rethinking {}",
)  # fmt: skip
GIVEN = (
    "Minji", "Ana", "Bo", "Chiara", "David", "Ewa", "Farid", "Grace", "Haruto", "Ines", "Jun", "Klaus",
    "Lin", "Maya", "Noor", "Olga", "Pedro", "Qi", "Rosa", "Sven", "Thanh", "Uma", "Victor", "Wen", "Xin",
    "Yara", "Zoë", "André",
)  # fmt: skip
FAMILY = (
    "Kim", "Silva", "Zhang", "Rossi", "Okafor", "Nowak", "Haddad", "Lee", "Tanaka", "Costa", "Park",
    "Weber", "Liu", "Singh", "Rahman", "Ivanova", "García", "Wang", "Moreau", "Nguyễn", "Iyer", "Chen",
    "Müller", "Łukasik",
)  # fmt: skip

ODD_TITLES = (
    "{}: Attention in $O(n \\log n)$ Time",
    "How to Train {} for $20, Not $2,000",
    "M^3-{}: Multi^2 Everything",
    "{} & Friends: R&D at Scale",
    'On "Good" {} and What It Means',
    "{} in the $\\ell_\\infty$-Ball",
    "{{Braces}} around {}",
    "{}: 90% of the Gain for 10% of the Cost",
    "[Re] {}: A Study of [MASK] Tokens",
    "{} with `print` and `assert`",
    "A*-Search for {} (and D* Too)",
    "<think> Before You Speak: {} with </think>",
    "Überlegungen zu {}: 한국어와 日本語",
    "{} (Extended Version",
    "{}: What a](b Does to Parsers",
    "{}~1: snake_case and #hashtags",
)

ODD_URLS = (
    "https://arxiv.org/abs/{}v2",
    "https://arxiv.org/pdf/{}",
    "https://arxiv.org/pdf/{}v1.pdf",
    "https://huggingface.co/papers/{}",
    "/papers/{}",
    "https://example.org/reports/{}.html?lang=ko&print=1",
    "https://example.org/wiki/Report_({})",
)

ODD_MEDIA = (
    "https://cdn-uploads.example.org/uploads/{}.qt",
    "https://cdn-uploads.example.org/uploads/{}.webm",
    "/avatars/{}.svg",
    "https://cdn-uploads.example.org/uploads/{}.png?width=400&v=2",
    "",
)

ODD_VOTES = ("-", "", "0", "291")

ODD_AUTHORS = (
    "+, {0}, {1}",
    "{0}, +, {1}, {2}",
    "{0}, {1}, +",
    "{0}, {0}, {1}",
    "Gemini Team, {0}",
    "01. AI",
    "{0} III, {1} Jr., Ludwig van der {2}",
    '{0}, Anna "O. {1}',
    "{0}, Half-Name, {1}, Other",
    "{0} and {1}, {2}",
    "",
)

ODD_LABELS = (
    "한계와 전망",
    "주요 결과",
    "What’s New",
    "Limitations",
    "Dataset & Code",
    "Open Questions: Part 1",
)

# `{}` is a sentence. Line ends go on with the item.
ODD_VALUES = (
    "코드는 https://example.org/group/tool에서 볼 수 있습니다. {}",
    "{} 자료는 https://example.org/data, 모델은 https://example.org/model.",
    "{} (시연: https://example.org/demo)",
    "[프로젝트 쪽](https://example.org/a_b?x=1&y=2)에 영상이 있습니다. {}",
    "`model.generate(x)` 한 줄이면 됩니다. {}",
    "**미세 조정(Fine-Tuning)**은 생략했습니다. {}",
    "***한계*: 별의 수가 앞뒤로 다릅니다. {}",
    "**정렬(Alignment)**: 이라고 쓰인 글은 이름표로 읽힙니다. {}",
    "<EOS>와 <think>…</think> 토큰을 더했습니다. {}",
    "a < b > c & d ~ e * f | g, 그리고 5 * 3 * 2. {}",
    "손실은 $L = \\sum_i (y_i - \\hat{{y}}_i)^2$, 비용은 $20입니다. {}",
    "C:\\models\\base 아래에 둡니다. \\alpha와 \\\\도 그대로입니다. {}",
    "사라진 역슬래시: \x08enchmark, \x0crac, \text. {}",
    "보이지 않는 곱 a\u2062b, 줄바꿈 없는\xa0공백, 𝒩(0, 1)과 🎉. {}",
    "풀어 쓴 한글: \u1112\u1161\u11ab\u1100\u1173\u11af. {}",
    "{} ",
    " 빈칸 두 개로 시작합니다. {}",
    "['첫째, {}', '둘째, 따옴표 \\' 하나', \"셋째, it's fine\"]",
    "{{'속도': '{}', '크기': '작습니다'}}",
    "[{{'이름': 'A', '값': '{}'}}, {{'이름': 'B', '값': '둘'}}]",
    "['닫히지 않은 목록, {}",
    "세 가지입니다:\n1) {}\n2) 둘째입니다.\n3) 셋째입니다.",
    "다음과 같습니다.\n1. **가**: {}\n2. **나**: 둘째입니다.",
    "묶음입니다.\n  - (1) {}\n  - (2) 둘째\n    - (가) 더 안쪽",
    "식은 다음과 같습니다:\nx=1, y=2\n{}",
    "#hash와 글 속의 ### 표시는 제목이 아닙니다. {}",
    "Vote: 3과 Authors: 는 여기서 그냥 글입니다. {}",
    "",
)


def sentence(rng: Random) -> str:
    """One sentence, now and then with an English term in parentheses."""
    place = rng.choice(PLACES)
    term = f"({rng.choice(TERMS)})" if rng.random() < 0.4 else ""
    number = f" {rng.randrange(2, 99)}%까지" if rng.random() < 0.2 else ""
    return f"{rng.choice(SUBJECTS)} {place}{term} {rng.choice(OBJECTS)}{number} {rng.choice(VERBS)}."


def title(rng: Random) -> str:
    """A title in the usual manner."""
    return rng.choice(TURNS).format(rng.choice(TOPICS))


def names(rng: Random, count: int) -> list[str]:
    """Names of people; two of a list may be the same."""
    return [f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}" for _ in range(count)]

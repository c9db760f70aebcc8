"""Names that look like plain words, which a style must not print in lower case.

Peoples and languages, places, people in the names of methods, and programs, models and works: those that
titles of papers have, and that abstracts write with a capital in mid-sentence, too (as a hundred thousand
papers of 2024 to 2026 show). A name that is a usual word as well (`Falcon`, `Meta`, `Unity`) is left out:
only the paper itself can tell, see `evidence`.
"""

from __future__ import annotations

import re

_PEOPLES = """
    Abkhaz Afghan Afghani African Afrikaans Akan Albanian Algerian Alpine American Amharic Andean Angolan Arab
    Arabic Aramaic Argentine Argentinian Armenian Aryan Asian Assamese Assyrian Athenian Atlantic Australian
    Austrian Aymara Azerbaijani Babylonian Bahasa Balinese Balkan Baltic Bambara Bangla Bangladeshi Bantu
    Bashkir Basque Bavarian Belarusian Belgian Bengali Bhojpuri Bolivian Bosnian Brazilian Breton British
    Buddhist Bulgarian Burmese Byzantine Cambodian Cameroonian Canadian Cantonese Caribbean Catalan Catholic
    Caucasian Cebuano Celtic Chilean Chinese Christian Chuvash Colombian Confucian Coptic Cornish Corsican
    Croatian Cuban Cyrillic Czech Danish Darija Devanagari Dravidian Dutch Dzongkha Egyptian English Esperanto
    Estonian Ethiopian Ethiopic European Faroese Farsi Filipino Finnish Flemish Fongbe French Frisian Fula
    Gaelic Galician Georgian German Germanic Ghanaian Greek Greenlandic Guarani Gujarati Haitian Hakka Hangul
    Hanja Hanzi Hausa Hawaiian Hebrew Hellenic Hellenistic Himalayan Hindi Hindu Hinglish Hispanic Hokkien
    Hungarian Iberian Icelandic Igbo Ilocano Indian Indic Indo Indonesian Inuit Inuktitut Iranian Iraqi Irish
    isiXhosa isiZulu Islamic Israeli Italian Italic Jamaican Japanese Javanese Jewish Jordanian Judeo Kanji
    Kannada Kashmiri Kazakh Kenyan Khmer Kinyarwanda Kirundi Komi Konkani Korean Kurdish Kurmanji Kyrgyz Lao
    Laotian Latin Latino Latvian Lebanese Libyan Lingala Lithuanian Lusophone Luxembourgish Maasai Macedonian
    Maghrebi Maithili Malagasy Malay Malayalam Malaysian Maltese Mandarin Maori Marathi Mayan Mediterranean
    Meitei Mexican Ming Moldovan Mongolian Moroccan Mossi Mozambican Muslim Māori Nahuatl Nepalese Nepali
    Nigerian Nordic Norwegian Occitan Odia Oriya Oromo Ottoman Pakistani Palestinian Panjabi Pashto Persian
    Peruvian Philippine Polish Polynesian Portuguese Protestant Prussian Punjabi Qing Quechua Qur'anic Quranic
    Roman Romanian Romansh Russian Rwandan Saharan Sami Sanskrit Sardinian Saudi Saxon Scandinavian Scots
    Scottish Semitic Senegalese Sepedi Serbian Sesotho Setswana Shona Siamese Siberian Sicilian Sikh Sindhi
    Singaporean Sinhala Sinhalese Slavic Slovak Slovene Slovenian Somali Sorani Spanish Sudanese Sumerian
    Sundanese Swahili Swedish Swiss Syriac Syrian Sámi Tagalog Taiwanese Tajik Tamazight Tamil Tanzanian Tatar
    Telugu Thai Tibetan Tigrinya Tsonga Tswana Tunisian Turkic Turkish Turkmen Twi Ugandan Ukrainian Uralic
    Urdu Uyghur Uzbek Vedic Venezuelan Victorian Vietnamese Welsh Western Wolof Xhosa Yemeni Yiddish Yoruba
    Yorùbá Zambian Zimbabwean Zulu
"""
"""Peoples, languages and religions."""

_PLACES = """
    Afghanistan Africa Alabama Alaska Albania Alberta Algeria Alps America Americas Amsterdam Andes Angola
    Antarctic Antarctica Arctic Argentina Arizona Armenia Asia Athens Australia Austria Azerbaijan Bangalore
    Bangladesh Barcelona Beijing Belgium Bengal Bengaluru Berlin Bolivia Bosnia Boston Botswana Brazil Britain
    Brooklyn Brussels Bulgaria California Cambodia Cambridge Cameroon Canada Catalonia Chicago Chile China
    Colombia Colorado Copenhagen Croatia Cuba Cyprus Czechia Dakota Delhi Denmark Dubai Dublin Earth Ecuador
    Egypt England Estonia Ethiopia Eurasia Europe Finland Florence Florida France Frankfurt Gaza Geneva
    Germany Ghana Greece Greenland Guangdong Guatemala Haiti Hamburg Harlem Havana Hawaii Helsinki Himalaya
    Himalayas Hiroshima Hollywood Honduras Houston Hungary Iceland Illinois India Indiana Indonesia Iowa Iran
    Iraq Ireland Israel Istanbul Italy Jakarta Jamaica Japan Jerusalem Jupiter Kashmir Kazakhstan Kenya Kerala
    Korea Kosovo Kyiv Kyoto Lagos Laos Latvia Lebanon Libya Lisbon Lithuania London Louisiana Luxembourg Macau
    Madagascar Madrid Malawi Malaysia Maldives Mali Malta Manchester Manhattan Manila Mars Maryland
    Massachusetts Melbourne Mexico Miami Michigan Milan Minnesota Moldova Mongolia Montreal Morocco Moscow
    Mozambique Mumbai Munich Myanmar Nairobi Namibia Naples Nepal Neptune Netherlands Nevada Nicaragua Niger
    Nigeria Norway Ohio Oman Ontario Oregon Oslo Oxford Pacific Pakistan Palestine Panama Paraguay Paris
    Pennsylvania Peru Philadelphia Philippines Pittsburgh Poland Portugal Prague Princeton Qatar Quebec Québec
    Romania Rome Russia Rwanda Sahara Saturn Scandinavia Scotland Seattle Senegal Seoul Serbia Shanghai
    Shenzhen Siberia Sicily Singapore Slovakia Slovenia Somalia Spain Stanford Stockholm Sudan Sweden
    Switzerland Sydney Syria Taiwan Tanzania Tasmania Tehran Tennessee Texas Thailand Tibet Togo Tokyo Toronto
    Tunisia Turin Turkey Turkiye Türkiye Uganda Ukraine Uranus Uruguay Utah Uzbekistan Vancouver Vatican Vegas
    Venezuela Venice Venus Versailles Vienna Vietnam Virginia Wales Warsaw Washington Wisconsin Wuhan Yemen
    Yorkshire Zambia Zanzibar Zimbabwe Zurich Zürich
"""
"""Continents, countries, cities and what else is on maps, of the earth and the sky."""

_PEOPLE = """
    Abelian Achilles Ackermann Adamic Alzheimer Ampère Archimedean Arimoto Aristotelian Aristotle Arnold
    Arrhenius Artin Asperger Azoury Babbage Baldwin Banach Banzhaf Bashforth Bayes Bayesian Bayesianism
    Bellman Beltrami Benford Berkson Bernoulli Bernstein Besov Bezier Bhattacharyya Blackwell Blahut Bloch
    Bochner Bohr Boltzmann Boole Boolean Borda Borel Bradley Bregman Brier Brouwer Brownian Broyden Bézier
    Cantor Carlo Carnot Cartan Cartesian Cauchy Chebyshev Chernoff Cholesky Chomsky Christoffel Clifford
    Condorcet Confucius Conway Copernican Copernicus Coulomb Cournot Cramer Cramér Darcy Darwin Darwinian
    Dawid Dedekind Delaunay Dempster Descartes Diffie Dijkstra Dirac Dirichlet Doob Doppler Douglas Dunning
    Einstein Elo Erdos Erdős Euclid Euclidean Euler Eulerian Faraday Fermat Fermi Feynman Fibonacci Fiedler
    Fisher Fitts Floyd Fock Fokker Foucault Fourier Frechet Fredholm Fresnel Freud Freudian Frobenius Fréchet
    Fubini Gabor Galerkin Galilean Galileo Galois Galton Gauss Gaussian Gaussianity Gestalt Gibbs Gilbert Gini
    Glosten Godel Goedel Golay Goldbach Goldilocks Goodhart Goppa Granger Grassmann Grassmannian Gromov
    Grönwall Gumbel Gödel Haar Hadamard Hahn Hamilton Hamiltonian Hamming Harris Harsanyi Hastings Hausdorff
    Hawkes Hawking Heaviside Hebb Hebbian Heine Heisenberg Hellinger Helmholtz Herbrand Hermite Hermitian
    Hessian Hilbert Hoare Hodge Hoeffding Holmes Hopf Hopfield Horvitz Hotelling Hough Huber Huffman Hume
    Huygens Hölder Ising Itô Jaccard Jacobi Jacobian Jensen Johnson Kac Kahneman Kalman Kant Kantian
    Kantorovich Karhunen Kellgren Kelvin Kendall Kepler Keynesian Kirchhoff Kleene Knuth Kolmogorov Koopman
    Krasnoselskii Kripke Kronecker Kruger Krylov Kullback Kutta Lagrange Lagrangian Laguerre Lambert Landau
    Langevin Laplace Laplacian Lawrence Lebesgue Legendre Leibler Leibniz Leman Levenberg Levenshtein
    Lindenmayer Lindenstrauss Lipschitz Lorentz Lorentzian Lorenz Lotka Loève Lyapunov Lévy Mahalanobis
    Malthusian Mandelbrot Markov Markovian Marquardt Marxist Matthew Matérn Maxwell Mendelian Mercer Mersenne
    Milgrom Minkowski Mises Mittal Mobius Monge Monte Moore Moravec Morlet Morse Morton Moulton Muller
    Munchausen Murphy Möbius Nadaraya Nagumo Nakagami Nakamoto Napoleon Nash Navier Needleman Nesterov Neumann
    Newton Newtonian Neyman Nikodym Nobel Noether Nyquist Nystrom Nyström Occam Ockham Ohm Onsager Pandora
    Pareto Parkinson Parseval Parzen Pascal Pauli Pavlov Pavlovian Peano Pearson Penrose Petri Picard
    Pinocchio Planck Plato Platonic Poincare Poincaré Poisson Polyak Pontryagin Popper Potemkin Potts
    Procrustes Ptolemaic Pyndiah Pythagorean Rachford Rademacher Radon Raman Ramanujan Ramsey Rao Raphson
    Rashomon Rawlsian Rayleigh Reed Remez Renyi Rescorla Riccati Ricci Riemann Riemannian Robbins Rorschach
    Rosenblatt Rosetta Rubik Runge Russell Rényi Sapir Savitzky Scheffé Schmidt Schrodinger Schrödinger
    Schunck Schur Schwartz Schwarz Seidel Selberg Shafer Shannon Shannonian Shapley Sharma Sharpe Sherlock
    Siegel Simpson Sinkhorn Sisyphean Skene Skolem Slater Sobel Sobolev Socrates Socratic Solomon Solomonoff
    Spearman Stackelberg Stein Steiner Stiefel Stirling Stokes Sturm Sugeno Sybil Sylvester Tanner Tarski
    Taylor Terry Thevenin Thompson Thurstone Tikhonov Toeplitz Tsallis Tsetlin Tucker Turing Tversky
    Vandermonde Vapnik Varshamov Venn Verlet Viterbi Vlasov Volterra Voronoi Vovk Vygotsky Wagner Walsh
    Warmuth Wasserstein Watson Weibull Weierstrass Weisfeiler Welch Weyl Wiener Wigner Wilcoxon Willis
    Winograd Wittgenstein Wunsch Wyner Zarankiewicz Zermelo Zernike Zipf Zipfian Ziv
"""
"""People after whom methods and laws are named, and adjectives made of such names."""

_WORKS = """
    Adagrad Adam Adamax Adobe Agda Airbnb Alexa Alibaba Amazon Android Anthropic Apache April Arduino Atari
    August Aya Azure Baichuan Baidu Bard Bash Bible Biblical Bielik Bing Bitcoin Blender Bluesky Boeing
    Braille Chinchilla Christmas Codestral Codex Coq Cortana Coursera Covid Cypher Dafny Datalog December
    Deepseek Devstral Disney Django Docker Dolma Dota Doubao Duolingo Easter Ernie Ethereum Euphonia Facebook
    February Firefox Fortnite Fortran Friday Gazebo Gemini Gemma Genshin Git Gitlab Google Granite Grok
    Grokipedia Hadith Halloween Hamas Hanabi Haskell Holocaust Homeric Huawei Hunyuan Imagen Instagram Intel
    Interspeech Isabelle Jamba January Java Javascript Jenkins Jetson July June Jupyter Kaggle Kaiming
    Kandinsky Kimi Kling Kotlin Kuaishou Kubernetes Kvasir Landsat Lenia Lenovo Linux Lisp Llama Llamas
    Mahjong Mamba Manim Markdown Matlab Matryoshka Medicaid Medicare Meituan Microsoft Midjourney Minecraft
    Mistral Mixtral Modelica Molmo Moltbook Monday Moshi Muon Nazi Nemotron Netflix Nintendo November Nvidia
    October Olympiad Olympiads Olympic Olympics Oogiri Openai Overcooked Pangu Photoshop Pinterest Pixtral
    Pokemon Pokémon Postgres Prithvi Prolog Pythia Python Pythonic Qiskit Qualcomm Quixote Quora Qur'an Quran
    Qwen Ramadan Raspberry Reddit Redis Renaissance Retinex Roblox Rocq Romanticism Rust Salesforce Samsung
    Saturday Seedance Seedream September Siemens Simulink Siri Skywork Snapchat Sokoban Solidity Sora Soviet
    Spotify Stockfish Sudoku Sunday Swin Talmud Taobao Telegram Tencent Tesla Tetris Thursday Torah
    Transkribus Triton Trojan Trojans Tuesday Tulu Twitch Twitter Tülu Uber Unet Unicode Verilog Verus Vicuna
    Vulkan Walmart Waymo Wednesday Weibo Whatsapp Whisper Wikidata Wikimedia Wikipedia Xception Xiaohongshu
    Xiaomi Yahoo Yelp Youtube Zhihu Zork
"""
"""Programs, models, services, games, makers and works."""

NAMES = frozenset(f"{_PEOPLES} {_PLACES} {_PEOPLE} {_WORKS}".split())
"""Words that are names wherever a title has them with a capital; also with a plural `s`."""

_PHRASES = """
    Amazon Nova | Apple Intelligence | Apple Vision Pro | Apple Silicon | Apple Watch | Bell Labs | Central
    Asian | Central Asia | Chatbot Arena | Claude Sonnet | Claude Haiku | Claude Opus | Claude Code | Code
    Llama | Common Voice | Common Crawl | Costa Rica | Dungeons and Dragons | East African | East Africa |
    East Asian | East Asia | Eastern European | Eastern Europe | European Union | Game of Life | Gemini
    Robotics | Gemini Ultra | Gemini Flash | Gemini Nano | Gemini Pro | Global North | Global South | Gulf of
    Mexico | Hacker News | Harry Potter | Hong Kong | Hugging Face | Internet of Things | Llama Guard | Los
    Angeles | Middle Eastern | Middle East | New Zealand | New England | New York | Nobel Prizes | Nobel Prize
    | North American | North African | North America | North Africa | North Korean | North Korea | Northern
    Ireland | Northern Europe | Puerto Rico | Raspberry Pi | San Francisco | San Diego | Saudi Arabia |
    Segment Anything Model | Sherlock Holmes | Sierra Leone | Silicon Valley | South American | South African
    | South America | South Korean | South Africa | South Asian | South Korea | South Asia | Southeast Asian |
    Southeast Asia | Southern African | Southern Africa | Sri Lankan | Sri Lanka | Stable Video Diffusion |
    Stable Diffusion | Stack Exchange | Stack Overflow | Star Wars | Super Mario | Supreme Court | United
    Kingdom | Las Vegas | Papua New Guinea | United Nations | United States | Unreal Engine | Vision Pro |
    Visual Studio | Visual Basic | Way | West African | West Africa | Western Europe | World Bank | World War
    | World Cup
"""

_BEFORE = (
    r"Bloom(?= Filter)",
    r"Lie(?= Group| Algebra)",
    r"Cox(?= Model| Regression| Proportional)",
    r"Lean(?= [34]\b)",
    r"Claude(?= [0-9])",
)
_TOGETHER = tuple(" ".join(each.split()) for each in _PHRASES.split("|"))
PHRASES = re.compile(rf"\b(?:{'|'.join((*_TOGETHER, *_BEFORE))})\b")
"""Names of several words, of which some are none alone; and words that are names before certain others."""

FIRST_WORDS = frozenset(
    (*(each.split()[0] for each in _TOGETHER), *(each.partition("(")[0] for each in _BEFORE))
)
"""Without one of these, `PHRASES` finds nothing."""

_USUAL = """
    accuracy act action actions active actor adaptation adapter adapters adaptive agent agentic agents
    alignment all analysis anchor answer anything art assistant atlas attention audio bag baseline bench
    benchmark benchmarks best beta beyond bias black brain branch bridge causal chain chains challenge
    challenges change chart chat class classification code codec cognition communication concept concepts
    confidence consistency context control controller conversation copilot core critic cross data dataset
    datasets decoder decoding deep delta depth design detection diagram difference diffusion distillation
    distribution diversity document domain dream dual dynamic edge editing editor education efficient
    embedding embeddings emotion encoder encoders energy engine entropy environment error evaluation evaluator
    event everything evidence evolution execution expert experts explanation exploration face fast feature
    features few field fields fine flash flow focus forcing forest forge found framework frequency full
    function fusion game gamma gap gate gated general generation generative generator geometry global goal
    governance gradient graph graphs group guided gym hard head heads health hierarchical high horn human
    hybrid idea image images industry inference information instruct instruction intelligence intent
    interaction interest internet is judge key knowledge label language languages large law layer layers
    learning level life lite local long loop lost low machine map mapping mask masked matching math
    mathematics me memory merge meta metaverse method methods metric mind mini mirror mixture mixup mode model
    models modern motion multi multilingual multimodal multiple music network networks neural new noise normal
    objective on one online open optimization optimizer oracle out paper parallel parsing part pass path
    perplexity persona physics pipeline pixel pixels plan planner planning point points policy post precision
    preference pro process product program projection prompt prompting prompts proof quality quantization
    query question questions rank ranking real reason reasoner reasoning recall recognition recommendation
    reference refine reflection region reinforcement relation replay representation research response
    retrieval reward rewards risk robot robots robust robustness router routing safety sample sampling scale
    scaling scene score search section segmentation selection self semantic sequence service shape signal
    simulation single skill skills small solution solver source space spatial speech splatting stage state
    step story strategist strategy stream structure student study style subject suite survey system systems
    table target task tasks teacher technology temporal test text theory think thinking thought thoughts time
    token tokens tool tools top track training trajectory transfer transformation transformer transformers
    tree trees trust truth tuning type uncertainty understanding unified universal unlearning user value
    values verification verified verifier video videos view views vision visual voice we web weight weights
    what white wild word words work world worlds zero zone
"""

USUAL = frozenset(_USUAL.split())
"""Words of titles that writers like to capitalise, in mid-sentence, too, though they are no names."""


def is_listed(word: str) -> bool:
    """Whether a word is a name, or several of the name."""
    return word in NAMES or (word[-1:] == "s" and word[:-1] in NAMES)

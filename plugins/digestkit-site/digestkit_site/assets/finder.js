/* Finding papers: what is folded, what a query means, which papers it finds and where the words stand.

Nothing here knows the page; `search.js` does. The parts of the index are scripts that call `open` and `add`.
Folding keeps lengths: a place in folded text is the same place in the text as shown, which is in NFC already. */
(function (scope) {
  "use strict";

  // What people type for what is printed. One UTF-16 unit stands for one.
  const SPELLED = {
    "ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
    "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
  };
  const LETTERS = /[À-ÖØ-öø-ɏʼḀ-ỿ‐-—‘’“”„−！-～]/g;

  function plain(letter) {
    const code = letter.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    return SPELLED[letter] || letter.normalize("NFD")[0];
  }

  /* Fold text that is in NFC: lower case, without the accents of Latin letters, plain quotes and dashes.
  Accents go first, since `İ` in lower case is two units; the last sigma of a word is made by lower case. */
  function fold(text) {
    return text.replace(LETTERS, plain).toLowerCase().replace(/ς/g, "σ");
  }

  /* The words and "quoted phrases" of a query, each of which a paper must hold. */
  function words(query) {
    const found = fold(query.normalize("NFC")).matchAll(/"([^"]*)"?|[^\s"]+/g);
    const texts = Array.from(found, (match) => (match[1] ?? match[0]).replace(/\s+/g, " ").trim());
    return [...new Set(texts)].filter(Boolean);
  }

  const FIRST = 0xac00, LAST = 0xd7a3, FINALS = 28, VOWELS = 21;
  const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

  /* The syllables that one of Hangul may become while it is typed, as first and last code; null where it is done. */
  function becoming(letter) {
    const code = letter.charCodeAt(0), initial = INITIALS.indexOf(letter);
    if (initial >= 0) {
      const first = FIRST + initial * VOWELS * FINALS;
      return [first, first + VOWELS * FINALS - 1];
    }
    const open = code >= FIRST && code <= LAST && (code - FIRST) % FINALS === 0;
    return open ? [code, code + FINALS - 1] : null;
  }

  const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

  /* What finds a word: the word, or a pattern where its last syllable is still being typed. */
  function needle(word, typing) {
    const range = typing && becoming(word.at(-1));
    if (!range) return word;
    const last = String.fromCharCode(range[0]) + "-" + String.fromCharCode(range[1]);
    return new RegExp(`${escape(word.slice(0, -1))}[${word.at(-1)}${last}]`, "g");
  }

  /* A query as it is asked: needles and filters. `typing` says that an input method has not finished. */
  function read({ query = "", month = "", votes = 0, category = "" }, typing = false) {
    const found = words(query);
    return {
      needles: found.map((word, at) => needle(word, typing && at === found.length - 1)),
      month, votes, category,
      empty: !found.length && !month && !votes && !category,
    };
  }

  const holds = (text, wanted) => (typeof wanted === "string" ? text.includes(wanted) : text.search(wanted) >= 0);

  function matches(paper, asked) {
    return (
      (!asked.month || paper.day.startsWith(asked.month)) &&
      (!asked.votes || paper.votes >= asked.votes) &&
      (!asked.category || paper.categories.includes(asked.category)) &&
      asked.needles.every((wanted) => holds(paper.folded, wanted))
    );
  }

  function* places(text, wanted) {
    if (typeof wanted !== "string") {
      for (const match of text.matchAll(wanted)) yield [match.index, match.index + match[0].length];
      return;
    }
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      yield [at, at + wanted.length];
    }
  }

  /* Where the needles stand in a text: [start, end] pairs in order, none touching another. */
  function marks(text, needles) {
    const folded = fold(text);
    const found = needles.flatMap((wanted) => [...places(folded, wanted)]).sort((a, b) => a[0] - b[0]);
    const joined = [];
    for (const [start, end] of found) {
      const last = joined.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end]);
    }
    return joined;
  }

  const BEFORE = 40;

  /* As much of a text as a result shows: from a little before where most of the needles stand close together. */
  function passage(text, needles, length = 200) {
    const start = densest(text, needles, length - 2 * BEFORE);
    if (start < length - 2 * BEFORE) return cut(text, 0, length);
    const near = start - BEFORE;
    const space = text.indexOf(" ", near);
    return cut(text, space >= 0 && space < start ? space + 1 : whole(text, near), length);
  }

  /* The first place after which most different needles begin within a length. */
  function densest(text, needles, length) {
    const folded = fold(text);
    const found = needles.flatMap((wanted, of) => [...places(folded, wanted)].map(([start]) => ({ start, of })));
    found.sort((a, b) => a.start - b.start);
    const near = new Map(); // how often each needle stands in the window that begins at a place
    let best = { start: 0, count: 0 };
    let end = 0;
    for (const { start, of } of found) {
      for (; end < found.length && found[end].start < start + length; end += 1) {
        near.set(found[end].of, (near.get(found[end].of) || 0) + 1);
      }
      if (near.size > best.count) best = { start, count: near.size };
      if (near.get(of) === 1) near.delete(of);
      else near.set(of, near.get(of) - 1);
    }
    return best.start;
  }

  function cut(text, start, length) {
    const end = whole(text, start + length);
    return (start ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "");
  }

  /* The place, or the next where it is in the middle of a letter of two units. */
  function whole(text, at) {
    return /[\udc00-\udfff]/.test(text[at] || "") ? at + 1 : at;
  }

  const loaded = new Set();
  let papers = [];
  let listed = null;

  function paper([address, title, names, text, day, votes, categories, lang, titleLang], rank) {
    const byline = names.join(", ");
    const folded = fold([title, byline, text].join("\n"));
    return { address, title, byline, text, day, votes, categories, lang, titleLang, folded, rank };
  }

  const newestFirst = (a, b) => (a.day < b.day) - (a.day > b.day) || a.rank - b.rank;

  /* Take the papers of a part. Days stand newest first; within a day papers keep their order, over parts too. */
  function add(name, rows) {
    const before = listed.parts.length - listed.parts.findIndex((part) => part.name === name);
    loaded.add(name);
    papers = papers.concat(rows.map((row, at) => paper(row, before * 1e6 + at))).sort(newestFirst);
  }

  scope.digestkitSearch = {
    add, fold, marks, passage, read, words,
    /* Take the list of parts, newest first, and of the names of all categories. */
    open(rows, categories) {
      listed = { parts: rows.map(([name, month, count, votes]) => ({ name, month, count, votes })), categories };
    },
    /* What `open` took, or null before. */
    get listed() { return listed; },
    loaded: (name) => loaded.has(name),
    /* All papers of loaded parts that a query as `read` gives it asks for, newest first. */
    find: (asked) => papers.filter((each) => matches(each, asked)),
  };
})(globalThis);

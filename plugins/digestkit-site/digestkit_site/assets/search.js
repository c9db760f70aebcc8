/* The search on the page: what is typed, what is loaded, what is shown. `finder.js` finds.

The index is loaded with the first focus, newest part first; what is found is shown as it comes. Text of papers
reaches the page as text only. What is searched stands in the address, so that Back shows it again. */
(function () {
  "use strict";

  const box = document.getElementById("search");
  const main = document.querySelector("main");
  if (!box || !main) return;
  const root = document.documentElement.dataset.root || "";
  const language = document.documentElement.lang || undefined;
  const words = box.dataset;
  const STEP = 20;

  function make(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /* A magnifying glass in a box of 24 by 24. */
  function glass() {
    const [drawing, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0M15 15l6 6");
    drawing.append(path);
    return drawing;
  }

  /* The form and the place for results */

  const labelled = (text, control) => make("label", {}, make("span", {}, text), control);
  const chooser = (name) => make("select", { name }, make("option", { value: "" }, words.all));

  const typed = { type: "search", name: "q", dir: "auto", autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  typed.placeholder = words.search;
  const input = make("input", typed);
  const month = chooser("month");
  const category = chooser("category");
  const votes = make("input", { type: "number", name: "votes", min: "0", inputmode: "numeric" });
  const query = labelled(words.search, input);
  query.className = "search-query";
  query.append(glass());
  const filters = make("details", { class: "search-filters" }, make("summary", {}, words.filters));
  filters.append(labelled(words.month, month), labelled(words.category, category), labelled(words.least, votes));
  const slash = make("input", { type: "checkbox" });
  filters.append(labelled(words.key, slash));
  const form = make("form", { class: "search-form" }, query, filters);
  const status = make("p", { class: "search-status", role: "status" });
  box.append(form, status);

  const own = { lang: box.closest("[lang]").lang }; // of the words, which may be another than the page's
  if (box.dir) own.dir = box.dir;
  const title = make("h1", { id: "results-title", ...own }, words.results);
  const list = make("ol", { class: "results-list" });
  const more = make("button", { type: "button", class: "results-more", hidden: "", ...own }, words.more);
  const labels = { class: "results", "aria-labelledby": "results-title", hidden: "" };
  const results = make("section", labels, title, list, more);
  main.prepend(results);

  /* The key that leads here, which can be turned off: who speaks to a computer may press keys without knowing
  (WCAG 2.2, 2.1.4). */

  const KEY = "digestkit-slash";

  function heeded() {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch {
      return true; // storage is forbidden: the choice holds for this page
    }
  }

  function heed() {
    slash.defaultChecked = slash.checked; // outlasts that the form is reset
    if (slash.checked) input.setAttribute("aria-keyshortcuts", "/");
    else input.removeAttribute("aria-keyshortcuts");
    try {
      localStorage.setItem(KEY, slash.checked ? "on" : "off");
    } catch {
      // as in heeded()
    }
  }

  slash.checked = slash.defaultChecked = heeded();
  if (slash.checked) input.setAttribute("aria-keyshortcuts", "/");
  slash.addEventListener("change", heed);

  /* Loading */

  let loading = null;
  let failed = false;

  function script(path) {
    return new Promise((resolve, reject) => {
      const element = make("script", { src: root + path });
      element.onload = resolve;
      element.onerror = () => reject(new Error(path));
      document.head.append(element);
    });
  }

  function load() {
    loading ??= all().catch(() => { failed = true; }).then(() => { if (failed) loading = null; refresh(); });
    return loading;
  }

  async function all() {
    failed = false;
    if (!window.digestkitSearch) await script("assets/finder.js");
    const finder = window.digestkitSearch;
    if (!finder.listed) await script("search/index.js");
    offer(finder.listed);
    for (let part = next(finder); part; part = next(finder)) {
      await script(`search/${part.name}.js`);
      refresh();
    }
  }

  /* The part to be loaded next: one of the month that is asked for, else the newest. */
  function next(finder) {
    const missing = finder.listed.parts.filter((part) => !finder.loaded(part.name));
    return missing.find((part) => part.month === month.value) || missing[0];
  }

  /* Fill the filters from the list of parts, once; those that could not choose anything stay hidden. */
  function offer({ parts, categories }) {
    if (month.options.length > 1) return;
    const told = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
    const months = [...new Set(parts.map((part) => part.month))].filter(Boolean);
    month.append(...months.map((each) => make("option", { value: each }, told.format(new Date(each)))));
    category.append(...categories.map((each) => make("option", { value: each }, each)));
    hide(month, months.length < 2);
    hide(category, !categories.length);
    hide(votes, parts.every((part) => part.votes === null));
    restore();
  }

  const hide = (control, hidden) => { control.closest("label").hidden = hidden; };

  /* Showing */

  let found = [];
  let shown = 0;
  let composing = false;
  let asked = null;
  let told, waiting;

  const wanted = () => ({ query: input.value, month: month.value, votes: Number(votes.value), category: category.value });

  /* Refresh before the next picture is drawn: keys that come faster than pictures are answered once. */
  function soon() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(refresh);
  }

  /* Ask again: a query has changed, or there is more to find it in. */
  function refresh() {
    const finder = window.digestkitSearch;
    if (!finder || !finder.listed) {
      status.textContent = failed ? words.failed : "";
      return;
    }
    asked = finder.read(wanted(), composing);
    const before = found.slice(0, shown);
    found = asked.empty ? [] : finder.find(asked);
    open(!asked.empty);
    const same = before.length && list.dataset.asked === key() && before.every((each, at) => each === found[at]);
    if (!same) {
      list.replaceChildren();
      shown = 0;
    }
    list.dataset.asked = key();
    show(Math.max(shown, STEP));
    tell();
  }

  const key = () => JSON.stringify([wanted(), composing]);

  function open(searching) {
    results.hidden = !searching;
    main.toggleAttribute("data-searching", searching);
  }

  function show(count) {
    list.append(...found.slice(shown, count).map(item));
    shown = Math.min(count, found.length);
    more.hidden = shown === found.length;
  }

  function item(paper) {
    const link = make("a", { href: root + paper.address, ...spoken(paper.titleLang) }, ...marked(paper.title));
    const facts = [];
    if (paper.day) facts.push(make("time", { datetime: paper.day }, date(paper.day)));
    if (paper.votes !== null) facts.push(make("span", {}, make("span", own, count(paper.votes, words.vote, words.votes))));
    const made = make("li", {}, make("h2", {}, link), make("p", { class: "results-facts" }, ...facts));
    const { passage } = window.digestkitSearch;
    const names = passage(paper.byline, asked.needles, 120);
    if (names) made.append(make("p", { class: "results-byline" }, ...marked(names)));
    if (paper.text) made.append(passageOf(paper, passage(paper.text, asked.needles)));
    return made;
  }

  const count = (number, one, many) => (number === 1 ? one : many).replace("{}", number.toLocaleString(language));

  /* The language of a text, which the index tells of those alone that run from left to right. */
  function spoken(lang) {
    const turned = lang && lang !== language && document.documentElement.dir === "rtl";
    return lang ? { lang, ...(turned && { dir: "ltr" }) } : {};
  }

  const passageOf = (paper, text) => make("p", spoken(paper.lang), ...marked(text));

  /* A text as nodes, what was looked for in <mark>. */
  function marked(text) {
    const nodes = [];
    let at = 0;
    for (const [start, end] of window.digestkitSearch.marks(text, asked.needles)) {
      nodes.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    }
    nodes.push(text.slice(at));
    return nodes.filter((node) => node !== "");
  }

  const dates = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  const date = (day) => dates.format(new Date(day));

  /* Say how many there are, when typing pauses: a screen reader would read out every number in between. */
  function tell() {
    clearTimeout(told);
    if (asked.empty) say();
    else told = setTimeout(say, 300);
  }

  function say() {
    status.textContent = asked.empty ? "" : message();
    remember();
  }

  function message() {
    const counted = found.length ? count(found.length, words.paper, words.papers) : words.none;
    if (failed) return `${counted} ${words.failed}`;
    return complete() ? counted : `${counted} ${words.loading}`;
  }

  const complete = () => window.digestkitSearch.listed.parts.every((part) => window.digestkitSearch.loaded(part.name));

  /* The address */

  function remember() {
    const set = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (!set.size && !remembered()) return; // the address may name a place in the page
    try {
      history.replaceState(null, "", set.size ? `#?${set}` : location.pathname + location.search);
    } catch {
      // A browser that forbids it to pages from folders: the search works, Back does not know it.
    }
  }

  const remembered = () => (location.hash.startsWith("#?") ? new URLSearchParams(location.hash.slice(2)) : null);

  /* Fill the form from the address: at once, and again when the filters know their choices. */
  function restore() {
    for (const [name, value] of remembered() || []) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  }

  function recall() {
    form.reset();
    restore();
    if (remembered()) load();
    refresh();
  }

  /* Keys */

  const links = () => [...list.querySelectorAll("a")];

  function move(event) {
    const all = links();
    const at = all.indexOf(document.activeElement);
    const target = { ArrowDown: all[at + 1], ArrowUp: at > 0 ? all[at - 1] : input }[event.key];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  function clear() {
    form.reset();
    refresh();
  }

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      links()[0]?.focus();
    } else if (event.key === "Escape" && !asked?.empty) {
      event.preventDefault();
      clear();
    }
  });

  results.addEventListener("click", remember, true);
  results.addEventListener("keydown", (event) => {
    if (event.key === "Escape") input.focus();
    else if (!event.altKey && !event.ctrlKey && !event.metaKey) move(event);
  });

  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || !slash.checked || busy || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("focusin", load);
  form.addEventListener("input", (event) => {
    composing = event.isComposing === true;
    load();
    soon();
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  more.addEventListener("click", () => {
    const first = shown;
    show(shown + STEP);
    links()[first].focus();
  });
  window.addEventListener("hashchange", recall);

  recall();
})();

/* The reader's choice of light or dark, kept where the browser lets a page keep anything.

Loaded `async`, so that it counts before the page is shown where it is in the cache, and nothing waits for it. */
(function () {
  "use strict";

  const KEY = "digestkit-theme";
  const root = document.documentElement;

  function kept() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return ""; // storage is forbidden: the choice holds for this page
    }
  }

  function keep(theme) {
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      // as in kept()
    }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  function offer() {
    const chooser = document.getElementById("theme");
    if (!chooser) return;
    const chosen = root.dataset.theme || "";
    for (const radio of chooser.querySelectorAll("input")) radio.checked = radio.value === chosen;
    chooser.addEventListener("change", (event) => {
      apply(event.target.value);
      keep(event.target.value);
    });
    chooser.hidden = false;
  }

  apply(kept());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
  else offer();
})();

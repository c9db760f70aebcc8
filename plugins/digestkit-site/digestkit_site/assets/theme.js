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

  /* What is drawn for each theme: a half moon of both, a sun, a moon; in a box of 24 by 24. */
  const DRAWN = {
    system: ["M12 4a8 8 0 0 0 0 16z", "M12 4a8 8 0 0 1 0 16z"],
    light: ["M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "M12 2v3m0 14v3M2 12h3m14 0h3M5 5l2 2m10 10 2 2M5 19l2-2M17 7l2-2"],
    dark: ["M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"],
  };
  const SVG = "http://www.w3.org/2000/svg";

  function icon(name) {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    for (const line of DRAWN[name]) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", line);
      drawing.append(path);
    }
    return drawing;
  }

  function choice(name, text, chosen) {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    const words = document.createElement("span");
    label.className = "theme-" + name;
    label.title = words.textContent = text;
    Object.assign(radio, { type: "radio", name: "theme", value: name === "system" ? "" : name });
    radio.checked = radio.value === chosen;
    label.append(radio, icon(name), words);
    return label;
  }

  function offer() {
    const place = document.getElementById("theme");
    if (!place) return;
    const chosen = root.dataset.theme || "";
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = place.dataset.label;
    group.append(legend, ...Object.keys(DRAWN).map((name) => choice(name, place.dataset[name], chosen)));
    group.addEventListener("change", (event) => {
      apply(event.target.value);
      keep(event.target.value);
    });
    place.append(group);
  }

  apply(kept());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
  else offer();
})();

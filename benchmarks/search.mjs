/* Times queries of the site's search, and of Fuse over the same papers where it is installed.

node search.mjs FINDER SHARDS ROUNDS prints one line of JSON, times in seconds for all queries of a round. FINDER is assets/finder.js, SHARDS the folder search/. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runInThisContext } from "node:vm";

const [finderFile, folder, rounds] = process.argv.slice(2);
const run = (file) => runInThisContext(readFileSync(file, "utf8"), { filename: file });

run(finderFile);
const finder = globalThis.digestkitSearch;
run(join(folder, "index.js"));
const loads = finder.listed.parts.map(({ name }) => {
  const start = performance.now();
  run(join(folder, `${name}.js`));
  return performance.now() - start;
});
const first = [join(folder, "index.js"), join(folder, `${finder.listed.parts[0].name}.js`), finderFile];
const all = finder.find(finder.read({}));

// Words of the papers themselves, as long as people type: Latin and Hangul, common and rare, one and two.
const longest = all.slice(0, 400).flatMap((paper) => paper.folded.split(/[^\p{L}]+/u)).filter((word) => word.length > 3);
const step = Math.max(1, Math.floor(longest.length / 12));
const single = longest.filter((_, at) => at % step === 0).slice(0, 12);
const queries = [...single, ...single.slice(1).map((word, at) => `${single[at]} ${word}`), "확산", "언어 모델", "zzzz"];

async function fuse() {
  try {
    const require = createRequire(join(process.cwd(), "search.mjs"));
    return (await import(require.resolve("fuse.js"))).default;
  } catch {
    return null;
  }
}

const searches = { digestkit: (query) => finder.find(finder.read({ query })) };
const Fuse = await fuse();
if (Fuse) {
  const keys = ["title", "byline", "text"];
  const index = new Fuse(all, { keys, ignoreLocation: true, threshold: 0, useTokenSearch: false });
  searches["fuse.js"] = (query) => index.search(query);
}

// They take turns, so that a busy machine slows all of them alike.
const seconds = Object.fromEntries(Object.keys(searches).map((name) => [name, []]));
for (let round = 0; round < Number(rounds); round += 1) {
  for (const [name, search] of Object.entries(searches)) {
    const start = performance.now();
    queries.forEach(search);
    seconds[name].push((performance.now() - start) / 1000);
  }
}
const bytes = first.map((file) => gzipSync(readFileSync(file)).length).reduce((a, b) => a + b);
console.log(JSON.stringify({ papers: all.length, queries: queries.length, loads, bytes, seconds }));

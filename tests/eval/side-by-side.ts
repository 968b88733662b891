import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";

const lineSchema = z.object({
  episode: z.string(),
  picks: z.array(z.object({ headline: z.string(), body: z.string(), quote: z.string() })),
});

type Run = Map<string, z.infer<typeof lineSchema>["picks"]>;

const readRun = (file: string): Run =>
  new Map(
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => lineSchema.parse(JSON.parse(line)))
      .map(({ episode, picks }) => [episode, picks]),
  );

const asHtml = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** Which run stands left: a coin that falls the same way at every making of the page. */
const isSwapped = (episode: string) => (createHash("sha256").update(episode).digest()[0] ?? 0) % 2 === 1;

const picksPerSide = 5;

function column(side: "left" | "right", picks: Run extends Map<string, infer P> ? P : never): string {
  const items = picks
    .slice(0, picksPerSide)
    .map(
      ({ headline, body, quote }) =>
        `<li><b>${asHtml(headline)}</b><p>${asHtml(body)}</p><blockquote>${asHtml(quote)}</blockquote></li>`,
    )
    .join("");
  return `<section><h3>${side}</h3><ol>${items || "<li>Nothing.</li>"}</ol></section>`;
}

/**
 * Makes a page on which a person judges two runs episode by episode, left, right or the same, without knowing which is which; it
 * tells at the end, and offers the judgements as a file. It needs nothing but a browser.
 */
export function sideBySideHtml(a: Run, b: Run, names: { a: string; b: string }): { html: string; episodes: number } {
  const shared = [...a.keys()].filter((episode) => b.has(episode)).sort();
  const articles = shared.map((episode, index) => {
    const [left, right] = isSwapped(episode) ? [b, a] : [a, b];
    const options = ["left", "same", "right"]
      .map((value) => `<label><input type="radio" name="e${index}" value="${value}"> ${value}</label>`)
      .join(" ");
    return `<article data-index="${index}" data-swapped="${isSwapped(episode)}" data-episode="${asHtml(episode)}"><h2>${index + 1} of ${shared.length}</h2><div>${column("left", left.get(episode) ?? [])}${column("right", right.get(episode) ?? [])}</div><p class="choice">Which five would you rather have read? ${options}</p></article>`;
  });
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Two runs, side by side</title>
<style>
body { font: 16px/1.5 Georgia, serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
article { border-top: 1px solid; padding: 1rem 0 2rem; } article > div { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
h3 { font: 600 .8rem system-ui; text-transform: uppercase; } p { margin: .25rem 0; }
blockquote { margin: .25rem 0 1rem; padding-left: 1rem; border-left: 3px solid; opacity: .75; font-size: .9rem; }
.choice, footer { font: 1rem system-ui; } label { margin-left: 1rem; } button { font: inherit; padding: .5rem 1rem; }
@media (max-width: 45rem) { article > div { grid-template-columns: 1fr; } }
</style>
<h1>Two runs, side by side</h1>
<p>For each episode say which five you would rather have read. Which run stands where changes from episode to episode; it is told at the end.</p>
${articles.join("\n")}
<footer><p id="count"></p><button id="tell">Tell which is which</button> <a id="save" hidden download="judgements.json">Save the judgements</a><p id="result"></p></footer>
<script>
const names = ${JSON.stringify(names).replace(/</g, "\\u003c")};
const all = [...document.querySelectorAll("article")];
const judged = () => all.flatMap((one) => {
  const value = one.querySelector("input:checked")?.value;
  if (!value) return [];
  const swapped = one.dataset.swapped === "true";
  const better = value === "same" ? "same" : (value === "left") === swapped ? "b" : "a";
  return [{ episode: one.dataset.episode, better }];
});
const count = () => { document.getElementById("count").textContent = judged().length + " of " + all.length + " judged."; };
document.addEventListener("change", count); count();
document.getElementById("tell").addEventListener("click", () => {
  const list = judged(), of = (which) => list.filter(({ better }) => better === which).length;
  const times = (count) => count + (count === 1 ? " time" : " times");
  document.getElementById("result").textContent = names.a + ": better " + times(of("a")) + ". " + names.b + ": better " + times(of("b")) + ". The same: " + times(of("same")) + ".";
  const link = document.getElementById("save");
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ names, judgements: list }, null, 2)], { type: "application/json" }));
  link.hidden = false;
});
</script>
</html>
`;
  return { html, episodes: shared.length };
}

/** Writes the page for two files of `eval insights --json`. */
export function writeSideBySide(a: string, b: string, out: string): { episodes: number } {
  const { html, episodes } = sideBySideHtml(readRun(a), readRun(b), { a, b });
  writeFileSync(out, html);
  return { episodes };
}

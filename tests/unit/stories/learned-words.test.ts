import { describe, expect, it } from "vitest";
import { cosine } from "../../../lib/stories/embedding";
import { learnedRarity, learnWords, versionOf } from "../../../lib/stories/learned-words";
import { embedLocally, learnedEmbedder, localEmbedder } from "../../../lib/stories/local-embedding";
import { rarity } from "../../../lib/stories/word-rarity";

const texts = Array.from(
  { length: 600 },
  (_, i) => `Zorvex reports word${i} and ${i % 3 === 0 ? "quibblets" : "nothing"}.`,
);

describe("what the local embedding learns", () => {
  it("is which rare words are common here, and nothing from a few texts", () => {
    expect(learnWords(texts.slice(0, 400))).toBeNull();
    const words = learnWords(texts);
    if (!words) throw new Error("nothing was learned");
    const here = learnedRarity(words);
    expect(rarity("zorvex")).toBe(1);
    expect(here("zorvex")).toBe(0);
    expect(here("unheard")).toBe(rarity("unheard"));
    for (const stem of Object.keys(words.counts)) expect(here(stem)).toBeLessThanOrEqual(rarity(stem));
  });

  it("is the same from the same texts in any order, and another model from others", () => {
    const [forth, back] = [learnWords(texts), learnWords([...texts].reverse())];
    if (!forth || !back) throw new Error("nothing was learned");
    expect(back).toEqual(forth);
    const other = learnWords([...texts, "Zorvex once more."]);
    expect(other && versionOf(other)).not.toBe(versionOf(forth));
    expect(learnedEmbedder(forth).model).toBe(`${localEmbedder.model}+${versionOf(forth)}`);
    // As it comes back from the database, whatever order its keys have there.
    const stored = { texts: forth.texts, counts: Object.fromEntries(Object.entries(forth.counts).reverse()) };
    expect(versionOf(stored)).toBe(versionOf(forth));
  });

  it("makes texts less alike that share only what everybody says here", async () => {
    const words = learnWords(texts);
    if (!words) throw new Error("nothing was learned");
    const [a, b] = ["Zorvex opens a bakery.", "Zorvex sues a plumber."];
    const [x = new Float32Array(), y = new Float32Array()] = await learnedEmbedder(words).embed([a, b]);
    expect(cosine(x, y)).toBeLessThan(cosine(embedLocally(a), embedLocally(b)) - 0.2);
  });
});

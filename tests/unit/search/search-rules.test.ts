import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerpt } from "../../../lib/search/excerpt";
import { stretchesOf } from "../../../lib/search/passages";
import { parseQuery, plainWords, queryText, tsQuery } from "../../../lib/search/query";
import { dictionaryWords, searchText, trigrams } from "../../../lib/search/search-text";
import { editDistance, meantWord } from "../../../lib/search/spelling";

describe("a query", () => {
  it("knows words, phrases, beginnings and what to leave out", () => {
    expect(tsQuery(parseQuery("Grid “four-hour battery” govern* -Apple"))).toBe(
      "(grid) & (four <-> hour <-> battery) & (govern:*) & !(apple)",
    );
  });

  it("asks for nothing where only something is left out, or nothing is a word", () => {
    for (const text of ["", "-apple", "!!! && | :*", '"', "   "]) expect(tsQuery(parseQuery(text))).toBeNull();
  });

  it("is never longer than a person's, whatever comes", () => {
    expect(parseQuery("word ".repeat(2_000)).length).toBeLessThanOrEqual(12);
  });

  it("holds only letters, digits and operators of ours, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const query = tsQuery(parseQuery(text));
        expect(query ?? "").toMatch(/^[\p{L}\p{N} <>&!():*-]*$/u);
      }),
    );
  });

  it("reads as it was meant when it is written out again", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const terms = parseQuery(text);
        expect(parseQuery(queryText(terms))).toEqual(terms);
      }),
    );
  });

  it("looks up words alone, not phrases, numbers or what is left out", () => {
    expect(plainWords(parseQuery('batery 2026 -aple "solid stat" gov* ai'))).toEqual(["batery"]);
  });
});

describe("texts that are searched", () => {
  it("have no accents on Latin letters, and words where a script writes none", () => {
    expect(searchText("Señor Müller’s Café")).toBe("senor muller's cafe");
    expect(searchText("我们采访了宇航员").trim().split(/\s+/u).length).toBeGreaterThan(2);
    expect(searchText("дворец й")).toBe("дворец й");
  });

  it("give their words to the dictionary once", () => {
    expect(dictionaryWords("The grid, the GRID: 4 GW of it in 2026 and A4")).toEqual(["the", "grid", "and"]);
  });

  it("are cut into stretches that hold every segment once and in order", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 60 }), (texts) => {
        const stretches = stretchesOf(texts.map((text, index) => ({ index, text })));
        const held = stretches.flatMap(({ firstSegment, lastSegment }) =>
          Array.from({ length: lastSegment - firstSegment + 1 }, (_, at) => firstSegment + at),
        );
        expect(held).toEqual(texts.map((_, index) => index));
      }),
    );
  });
});

describe("a mistyped word", () => {
  const known = ["battery", "better", "butter", "inflation", "information", "grid"].map((term) => ({ term, count: 3 }));

  it("becomes the one that was meant", () => {
    expect(meantWord("batery", known)).toBe("battery");
    expect(meantWord("battrey", known)).toBe("battery");
    expect(meantWord("inflaton", known)).toBe("inflation");
    expect(meantWord("girds", known)).toBe("grid");
    expect(meantWord("xylophone", known)).toBeNull();
  });

  it("is as far from another as that is from it, and no distance from itself", () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, a)).toBe(0);
      }),
    );
  });

  it("is cut into trigrams like pg_trgm's", () => {
    expect(trigrams("cat").sort()).toEqual(["  c", " ca", "at ", "cat"]);
  });
});

describe("an excerpt", () => {
  const wanted = parseQuery("batteries");

  it("marks every form of a word, and loses nothing of a short text", () => {
    const parts = excerpt("A battery is not two batteries.", wanted, 40);
    expect(parts.filter((part) => part.isMarked).map((part) => part.text)).toEqual(["battery", "batteries"]);
    expect(parts.map((part) => part.text).join("")).toBe("A battery is not two batteries.");
  });

  it("of a long text is where it was said, and at most a few lines", () => {
    const text = `${"padding word ".repeat(60)}the battery is here ${"and more ".repeat(60)}`;
    const parts = excerpt(text, wanted, 45);
    const shown = parts.map((part) => part.text).join("");
    expect(shown).toContain("battery");
    expect(shown.split(/\s+/u).length).toBeLessThanOrEqual(48);
    expect(shown.startsWith("… ")).toBe(true);
    expect(shown.endsWith(" …")).toBe(true);
  });

  it("marks beginnings, accents and other scripts", () => {
    expect(excerpt("Governance", parseQuery("gover*"), 9)[0]?.isMarked).toBe(true);
    expect(excerpt("Müller", parseQuery("muller"), 9)[0]?.isMarked).toBe(true);
    expect(excerpt("我们采访了宇航员", parseQuery("宇航员"), 40).some((part) => part.isMarked)).toBe(true);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimOf, likenessesOf } from "../../../lib/stories/claim";

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const claim = (text: string, day = 10, language = "en", vector: number[] = []) =>
  claimOf(text, { vector: Float32Array.from(vector), publishedAt: at(day), language });
const a = "Kestrel Motors rents its Tarn Valley data centre to Brightwater Cloud.";
const b = "Brightwater Cloud takes the whole Tarn Valley data centre of Kestrel Motors.";
const c = "Sourdough rises slowly because wild yeast shares its flour with bacteria.";

describe("how alike claims are", () => {
  it("is much in the same words, nothing in others", () => {
    const { likeness } = likenessesOf([claim(a), claim(b), claim(c)], null);
    expect(likeness(0, 1)).toBeGreaterThan(0.3);
    expect(likeness(0, 2)).toBeLessThan(0.05);
  });

  it("finds one claim in two passages that begin and end elsewhere", () => {
    const chatter =
      "people laughed about wisdom teeth blended food slippers weather traffic lunch garden music holiday painting";
    const { likeness } = likenessesOf(
      [claim(`${chatter} ${a}`), claim(`${b} ${chatter.split(" ").reverse().join(" ")}`)],
      null,
    );
    expect(likeness(0, 1)).toBeGreaterThan(0.2);
  });

  it("sees one event in two passages with few common words by what is said around both, and only then", () => {
    const told = (text: string, around: string) =>
      claimOf(text, {
        vector: new Float32Array(),
        publishedAt: at(10),
        language: "en",
        around: around.split(" "),
      });
    const kestrel = "kestrel lorri charger tarn valley depot driver union overnight tariff brightwat contract";
    const bread = "sourdough yeast flour oven crust baker loaf ferment starter bacteria rye malt";
    const one = "Lorry drivers stay home until the chargers work at night.";
    const other = "Nobody at the depot gets paid for waiting, and so they went on strike for the lorry drivers.";
    const near = likenessesOf([told(one, kestrel), told(other, kestrel)], null).likeness(0, 1);
    const far = likenessesOf([told(one, kestrel), told(other, bread)], null).likeness(0, 1);
    expect(near).toBeGreaterThan(0.3);
    expect(near).toBeGreaterThan(2 * far);
    expect(near).toBeLessThanOrEqual(1);
  });

  it("is the same however feeds write one language", () => {
    const [british, american, german] = [claim(a, 10, "en-GB"), claim(b, 10, "en-us"), claim(b, 10, "de")];
    const { likeness, contradict } = likenessesOf([british, american, german], null);
    expect([likeness(0, 1) > 0.3, contradict(0, 1)]).toEqual([true, false]);
    expect([likeness(0, 2), contradict(0, 2)]).toEqual([0, true]);
  });

  it("fades with time, and ends with the window", () => {
    const { likeness, contradict } = likenessesOf([claim(a, 1), claim(a, 2), claim(a, 15), claim(a, 16)], null);
    expect(likeness(0, 1)).toBeGreaterThan(likeness(0, 2));
    expect(contradict(0, 2)).toBe(false);
    expect(contradict(0, 3)).toBe(true);
  });

  it("ends where nobody is named in common, not where neither names anybody", () => {
    const veto = (one: string, other: string) => likenessesOf([claim(one), claim(other)], null).contradict(0, 1);
    const others = "Solvik Transit finds that empty trams at noon cost more than anything else does.";
    const nameless = "The council wants fewer empty trams, more benches, wider pavements and longer green lights.";
    expect(veto("The council of Porto Alma sees empty trams at noon and wants them gone.", others)).toBe(true);
    expect(veto(nameless, others)).toBe(true);
    expect(veto(nameless, "What empty trams cost at noon is more than anything else does.")).toBe(false);
    expect(veto(`Solvik Transit knows: ${others}`, others)).toBe(false);
  });

  it("takes of an episode only the likest for one with another episode's take", () => {
    const said = (episodeId: string, text: string) =>
      claimOf(text, { vector: new Float32Array(), publishedAt: at(10), language: "en", episodeId });
    const aside =
      "Kestrel Motors pays for its Tarn Valley data centre with a loan of ten years, longer than any lease.";
    const { contradict } = likenessesOf(
      [said("one", a), said("two", b), said("two", aside), said("three", aside)],
      null,
    );
    expect([contradict(0, 1), contradict(0, 2), contradict(2, 3)]).toEqual([false, true, false]);
  });

  it("never makes one story of two insights of an episode: an episode says each thing once", () => {
    const said = (episodeId: string) =>
      claimOf(a, { vector: new Float32Array(), publishedAt: at(10), language: "en", episodeId });
    const { contradict } = likenessesOf([said("one"), said("one"), said("two"), claim(a), claim(a)], null);
    expect([contradict(0, 1), contradict(0, 2), contradict(3, 4)]).toEqual([true, false, false]);
  });

  it("is nothing across languages, whatever a model says", () => {
    const { likeness, contradict } = likenessesOf([claim(a, 1, "en", [1]), claim(a, 1, "de", [1])], {
      unrelated: 0,
      same: 1,
    });
    expect([likeness(0, 1), contradict(0, 1)]).toEqual([0, true]);
  });

  it("takes a model's sense by that model's own scale", () => {
    const other = "A carmaker lets somebody else have all of its machines.";
    const claims = (first: number[], second: number[]) => [claim(a, 1, "en", first), claim(other, 1, "en", second)];
    const near = [claims([1, 0], [0.9, Math.sqrt(0.19)]), { unrelated: 0.7, same: 0.9 }] as const;
    const far = [claims([1, 0], [0.7, Math.sqrt(0.51)]), { unrelated: 0.7, same: 0.9 }] as const;
    expect(likenessesOf(...near).likeness(0, 1)).toBeGreaterThan(0.1);
    expect(likenessesOf(...far).likeness(0, 1)).toBeLessThan(0.01);
  });

  it("is symmetric and does not depend on the order of the claims", () => {
    const text = fc.array(fc.constantFrom(...`${a} ${b} ${c}`.split(" ")), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), (texts) => {
        const claims = texts.map((words, i) => claim(words.join(" "), i + 1));
        const forth = likenessesOf(claims, null);
        const back = likenessesOf([...claims].reverse(), null);
        const last = claims.length - 1;
        for (let i = 0; i <= last; i++)
          for (let j = 0; j < i; j++) {
            expect(forth.likeness(i, j)).toBe(forth.likeness(j, i));
            expect(back.likeness(last - i, last - j)).toBeCloseTo(forth.likeness(i, j), 9);
          }
      }),
    );
  });
});

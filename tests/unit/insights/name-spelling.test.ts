import { describe, expect, it } from "vitest";
import { inPublishersSpelling, misspellings, standingAliases } from "../../../lib/insights/name-spelling";

/** What a transcript writes as its publisher does not, as lines "heard = spelling". */
const learned = (said: string, texts: string[], persons: string[] = []) =>
  misspellings([said], { texts, persons }).map(({ heard, spelling }) => `${heard} = ${spelling}`);

describe("names that a transcript misspells", () => {
  it.each([
    ["Doctor Ilse Marrant says so.", ["Hearts, with Ilse Marant"], [], "ilse marrant = Ilse Marant"],
    ["It was Doctor Marrant who said so.", [], ["Ilse Marant"], "marrant = Marant"],
    ["We asked Ada Moro about it.", [], ["Ada Moreau"], "ada moro = Ada Moreau"],
    ["That was Massimo Vinyelli in 1972.", ["The Vignelli map"], [], "massimo vinyelli = Massimo Vignelli"],
    ["He lost to Magnus Carlson twice.", ["How Magnus Carlsen plays"], [], "magnus carlson = Magnus Carlsen"],
  ])("%s", (said, texts, persons, alias) => {
    expect(learned(said, texts, persons)).toEqual([alias]);
  });

  it.each([
    ["In March Niger closed its border.", ["Nigeria votes"], []],
    ["They are African Niger troops.", ["Nigeria votes"], []],
    ["For now Toyota earns more with hybrids.", ["Hybrids"], ["Akio Toyoda"]],
    ["Rents there are German rents.", ["Germany builds"], []],
    ["They were Russian tankers.", ["Russia's fleet"], []],
    ["They are Indian engineers.", ["India at work"], []],
    ["We took Austrian trains.", ["Austria by night"], []],
    ["They have African roots.", ["Africa rising"], []],
    ["It is Georgian wine.", ["Georgia and its cellars"], []],
    ["It is Californian law.", ["California burns"], []],
    ["We went to Australia.", ["The Australian way"], []],
    ["He met Julian there.", ["Julia's kitchen"], ["Julia"]],
    ["We spoke to Jane about it.", ["June in review"], ["Tom June"]],
    ["That was Shaw again.", ["The Show Must Go On"], []],
    ["They call it Tiger Lake.", ["Tiger Luke"], []],
    ["They call it Coffee Lake.", ["An evening with Luke"], []],
    ["It is about Neuralink, of course.", ["NeuroLink and monkeys"], []],
    ["They cut off the Internet access.", ["Internet Acess"], []],
    ["Then George Brown left.", [], ["Georgia Brown"]],
  ])("%s teaches nothing", (said, texts, persons) => {
    expect(learned(said, texts, persons)).toEqual([]);
  });

  it("leaves what nobody misheard as it was written", () => {
    const aliases = misspellings(["Since then Niger has closed its border."], {
      texts: ["Nigeria votes"],
      persons: [],
    });
    expect(inPublishersSpelling("Rice costs twice as much in Niger.", aliases)).toBe(
      "Rice costs twice as much in Niger.",
    );
  });

  it("forgets what its publisher has written since, and what was learned of known names", () => {
    const known = [
      { heard: "ilse marrant", spelling: "Ilse Marant" },
      { heard: "toyota", spelling: "Toyoda" },
    ];
    expect(standingAliases(known, { texts: ["Hearts"], persons: [] })).toEqual(known.slice(0, 1));
    expect(standingAliases(known, { texts: ["Ilse Marrant's return"], persons: [] })).toEqual([]);
  });
});

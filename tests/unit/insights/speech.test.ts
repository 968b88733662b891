import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promoKinds } from "../../../lib/insights/advertisement";
import { cleanSpeech } from "../../../lib/insights/fillers";
import { givesUpWords, hasLoneLetter, withoutLoneLetters } from "../../../lib/insights/lone-letters";
import { numbersIn } from "../../../lib/insights/numbers";
import { findQuote } from "../../../lib/insights/receipt";
import { sentenceSpans, sentencesOf, turnsOf } from "../../../lib/insights/sentences";

const said = (texts: string[]) =>
  texts.map((text, i) => ({ startMs: i * 4000, endMs: (i + 1) * 4000, speaker: "Ann Lee", text }));

describe("cleaning speech", () => {
  it.each([
    ["Rents, um, fell by nine percent.", "Rents fell by nine percent."],
    ["It is, uh, I mean, it is a tax on poor people.", "It is a tax on poor people."],
    ["The, the line is a price, you know, paid in time.", "The line is a price paid in time."],
    ["P perhaps th the ro rocket w was built. Um however it f flew.", "Perhaps the rocket was built. However it flew."],
    ["Rents fell by s some nine percent..", "Rents fell by some nine percent."],
    ["Rents fell [laughs] by nine percent (laughter).", "Rents fell by nine percent."],
    ["[Bo and Ann chuckle] Rents fell.", "Rents fell."],
    ["Rents fell by- -nine percent, and... ...stayed low.", "Rents fell by nine percent, and stayed low."],
  ])("takes out fillers and false starts: %s", (spoken, clean) => {
    expect(cleanSpeech(spoken)).toBe(clean);
  });

  it("leaves words alone that only look like fillers", () => {
    for (const text of [
      "The drug does like an empty stomach.",
      "You know the answer to that.",
      "He had had enough.",
      "The C compiler was in c code that r runs.",
      "Be because of a place in Inverness.",
    ])
      expect(cleanSpeech(text).toLowerCase()).toContain(text.split(" ").slice(1, 4).join(" ").toLowerCase());
  });

  it("is done after once, and only ever takes words away", () => {
    const words = fc.array(
      fc.constantFrom(
        "rents",
        "um,",
        "uh,",
        "fell",
        "the",
        "the",
        "nine",
        "you know,",
        "I mean,",
        "percent",
        "so",
        "well,",
      ),
      { minLength: 1, maxLength: 14 },
    );
    fc.assert(
      fc.property(words, (list) => {
        const spoken = `${list.join(" ")}.`;
        const clean = cleanSpeech(spoken);
        expect(cleanSpeech(clean)).toBe(clean);
        const known = new Set(spoken.toLowerCase().match(/[a-z]+/g));
        for (const word of clean.toLowerCase().match(/[a-z]+/g) ?? []) expect(known).toContain(word);
      }),
    );
  });
});

describe("sentences", () => {
  const split = (text: string) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end));

  it("end at stops, not at abbreviations, decimals or initials", () => {
    expect(split("Dr. Lee paid 4.2 billion dollars. J. R. Moss paid nothing! Why?")).toEqual([
      "Dr. Lee paid 4.2 billion dollars.",
      "J. R. Moss paid nothing!",
      "Why?",
    ]);
  });

  it("cover the text whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const joined = split(text).join("").replace(/\s+/g, "");
        expect(joined).toBe(text.replace(/\s+/g, ""));
      }),
    );
  });
});

describe("words given up", () => {
  it("are known by the many letters that stand alone, and taken for signs where these are few", () => {
    const exact = ["the d research b has been carried out", "so t number two f is late", "rents l fell w in the city"];
    const plain = ["the p value was small and the k means were four, with a p value below that of the others"];
    expect(givesUpWords(exact)).toBe(true);
    expect(givesUpWords(plain)).toBe(false);
    expect(exact.map(withoutLoneLetters).map(cleanSpeech)[0]).toBe("The research has been carried out");
    expect(hasLoneLetter("vitamin d, and plan-b or b.")).toBe(true);
    expect(hasLoneLetter("A and I went to plan-b in c.")).toBe(false);
  });
});

describe("a speaker's turn", () => {
  const spoken = (list: [string, string][]) =>
    list.map(([speaker, text], at) => ({ startMs: at * 4000, endMs: (at + 1) * 4000, speaker, text }));
  const talk = spoken([
    ["Ann Lee", "Rents fell by nine percent in two years, and"],
    ["Bo Berg", "Mm-hmm."],
    ["Cy Dahl", "Yeah, right."],
    ["Ann Lee", "nobody in Port Merrow expected it."],
  ]);

  it("goes on while others only listen", () => {
    expect(turnsOf(talk).map(({ text }) => text)).toEqual([
      "Rents fell by nine percent in two years, and nobody in Port Merrow expected it.",
    ]);
    const quote = "nine percent in two years, and nobody in Port Merrow";
    expect(findQuote(talk, quote)).toMatchObject({ firstSegment: 0, lastSegment: 3, similarity: 1, text: quote });
  });

  it.each([
    ["[laughs]", "an echo or a sound", "The water turned red, and the", "bream left for good."],
    ["The water.", "an echo", "Reed is the clue to the water.", "Bream feed where reed grows."],
    ["In the lock, yes.", "a remark", "Divers found-", "-twelve pikes below the weir."],
    ["A friend of Bo's keeps three of them in a bath.", "talk", "Divers know the pike", "that sleeps in the lock."],
    ["I saw one once.", "a remark", "Otters sleep in the boathouse.", "Fishermen bring the otters bream."],
  ])("goes on behind %s, %s that the speaker passes over", (remark, _what, before, after) => {
    const heard = spoken([
      ["Ann Lee", before],
      ["Bo Berg", remark],
      ["Ann Lee", after],
    ]);
    expect(turnsOf(heard).map(({ text }) => text)).toEqual([`${before} ${after}`]);
  });

  it.each([
    ["they", "I saw one once.", "Otters sleep in the boathouse.", "They bite."],
    ["an answer", "I saw one once.", "Otters sleep in the boathouse.", "Yeah, me too."],
    ["a question before", "It was Otto.", "Otters sleep where?", "Otto keeps the boathouse."],
    ["a question", "Which otters?", "Otters sleep in the boathouse.", "Otters from the weir do."],
    ["a denial", "Otters sleep nowhere.", "Otters sleep in the boathouse.", "Fishermen know those."],
    ["many words", "Bo saw an otter in the boathouse last May.", "Otters sleep there.", "Fishermen know those."],
    ["a sentence begun anew", "In the lock, yes.", "Divers found-", "Fishermen bring bream."],
  ])("ends with %s", (_what, remark, before, after) => {
    const heard = spoken([
      ["Ann Lee", before],
      ["Bo Berg", remark],
      ["Ann Lee", after],
    ]);
    expect(turnsOf(heard)).toHaveLength(3);
  });

  it("ends where another answers or denies", () => {
    for (const text of ["No, it rose.", "Yeah, but it rose again."])
      expect(turnsOf(talk.map((segment, at) => (at === 1 ? { ...segment, text } : segment))).length).toBeGreaterThan(1);
    const asked = spoken([
      ["Ann Lee", "Did rents fall?"],
      ["Bo Berg", "Yes."],
      ["Ann Lee", "They fell in Port Merrow."],
    ]);
    expect(turnsOf(asked)).toHaveLength(3);
    expect(findQuote(talk, "Mm-hmm. Yeah, right. nobody in Port Merrow")).toBeNull();
  });
});

describe("numbers", () => {
  it.each([
    ["$4.2B", 4_200_000_000],
    ["4.2 billion dollars", 4_200_000_000],
    ["four point two billion", 4_200_000_000],
    ["forty-five billion", 45_000_000_000],
    ["nine percent", 9],
    ["28,000 people", 28_000],
    ["twenty-eight thousand people", 28_000],
  ])("are read however they are written: %s", (text, value) => {
    expect(numbersIn(text).map((number) => number.value)).toEqual([value]);
  });
});

describe("advertisements", () => {
  it("are found from their first sentence to their last, and nothing beside them", () => {
    const texts = [
      "Power plants wait five years for a grid connection, and most of them give up.",
      "Studies of neighbours that never turn up take most of that time.",
      "Developers hold thirty places to build three plants, because holding costs nothing.",
      "Let's take a short break.",
      "This episode is brought to you by Mossgate Slippers.",
      "They are boiled wool, and the soles are cork.",
      "Go to mossgate.example and use the code KITCHEN for new soles.",
      "Transformers hold up more plants than wires do, since four factories make most of them.",
      "Old lines carry a third more on a windy day than their labels say.",
      "A deposit would empty half of the queue in a week, and nobody would lose a plant.",
    ];
    const spoken = said(texts).map((segment, i) => ({ ...segment, speaker: i >= 3 && i < 7 ? "Bo Berg" : "Ann Lee" }));
    const kinds = promoKinds(sentencesOf(spoken));
    const sponsored = texts.filter((_, i) => kinds[i] === "sponsor");
    for (const sentence of texts.slice(4, 7)) expect(sponsored).toContain(sentence);
    for (const sentence of [...texts.slice(0, 3), ...texts.slice(7)]) expect(sponsored).not.toContain(sentence);
  });

  it("are not what merely speaks of sponsors or prices", () => {
    const texts = ["A sponsor of the trial paid for every patch.", "The city sold the code to its neighbours."];
    expect(promoKinds(sentencesOf(said(texts))).includes("sponsor")).toBe(false);
  });
});

describe("a quote's place", () => {
  const segments = said([
    "Rents fell in Port Merrow.",
    "Nine percent in two years, it says here.",
    "Nobody expected it.",
  ]);

  it("is inside the segments it was said in, and in their order", () => {
    const found = findQuote(segments, "percent in two years, it says here. Nobody expected");
    expect(found).toMatchObject({ firstSegment: 1, lastSegment: 2, similarity: 1 });
    expect(found?.startMs).toBeGreaterThan(4000);
    expect(found?.endMs).toBeLessThanOrEqual(12_000);
  });

  it("is nowhere for words that were not said, and for too few of them", () => {
    expect(findQuote(segments, "Rents rose in every other city")).toBeNull();
    expect(findQuote(segments, "Rents fell")).toBeNull();
  });
});

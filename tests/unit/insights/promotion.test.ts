import { describe, expect, it } from "vitest";
import { promoKinds, promoNames, promoSegments } from "../../../lib/insights/advertisement";
import { sentencesOf } from "../../../lib/insights/sentences";
import { habitShare, habitsOf } from "../../../lib/insights/show-habits";

const said = (texts: string[]) =>
  texts.map((text, i) => ({ startMs: i * 5000, endMs: (i + 1) * 5000, speaker: null, text }));
const talk = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `The harbour council counted ${i + 12} boats and found that most of them leak.`,
  );

describe("house-keeping", () => {
  it("is a show's shop and its listeners' questions, each for as long as it goes on", () => {
    const texts = [
      ...talk(12),
      "The new hoodies are back in stock at our store.",
      ...talk(14),
      "Next question is from Tove, who builds sheds.",
      ...talk(14),
    ];
    const kinds = promoKinds(sentencesOf(said(texts)));
    expect(kinds[12]).toBe("store");
    expect(kinds[27]).toBe("question");
    expect(kinds.filter((kind) => kind === null).length).toBeGreaterThan(25);
  });

  it("is what a show says in every episode", () => {
    const line = "Our boots are sewn by hand in a village on the coast and last for twenty years.";
    const earlier = [`Rents fell again. ${line} Nobody knows why.`, `${line} And now the weather.`];
    const habits = habitsOf(earlier);
    expect(habitShare(line, habits)).toBe(1);
    expect(habitShare(talk(1).join(), habits)).toBe(0);
    const texts = [...talk(20), line, ...talk(20)];
    expect(promoKinds(sentencesOf(said(texts)), { habits })[20]).toBe("housekeeping");
    expect(promoKinds(sentencesOf(said(texts)))[20]).toBeNull();
  });

  it("is also what calls itself sponsored news", () => {
    const opening = "It is now time for sponsored news, from the makers of Mossgate Slippers.";
    const kinds = promoKinds(
      sentencesOf(said([...talk(20), opening, "Slippers of boiled wool keep for years.", ...talk(20)])),
    );
    expect([kinds[20], kinds[21]]).toEqual(["sponsor", "sponsor"]);
    expect(kinds[12]).toBeNull();
  });

  it("is named for each segment, and talk is not", () => {
    const texts = [
      ...talk(30),
      "This episode is brought to you by Mossgate Slippers.",
      "Go to mossgate.example and use the code KITCHEN for ten percent off.",
      ...talk(30),
    ];
    const marks = promoSegments(said(texts));
    expect(marks).toHaveLength(texts.length);
    expect([marks[30], marks[31]]).toEqual(["sponsor", "sponsor"]);
    expect(marks.filter((mark) => mark === null).length).toBeGreaterThan(40);
    expect(promoNames[marks[30] ?? "intro"]).toBe("Advertisement");
  });
});

describe("a sponsor's message", () => {
  const opens = "This episode is brought to you by Mossgate Slippers.";
  const offers = "Go to mossgate.example and use the code KITCHEN for ten percent off.";
  /** The sentences that are called a sponsor's. */
  const sponsored = (texts: string[], speaker: string | null = null) => {
    const spoken = said(texts).map((segment) => ({ ...segment, speaker }));
    const marks = promoSegments(spoken);
    return texts.filter((_, i) => marks[i] === "sponsor");
  };

  it.each([null, "Ann Lee"])("ends with its last offer, and begins where it is opened (speaker: %s)", (speaker) => {
    expect(sponsored([...talk(30), opens, "Boiled wool, cork soles.", offers, ...talk(30)], speaker)).toEqual([
      opens,
      "Boiled wool, cork soles.",
      offers,
    ]);
  });

  it("leaves the rest of a short turn to talk", () => {
    const texts = [opens, offers, "Nadia, you counted the queue for a year, so what did it cost the town?"];
    const spoken = said([...talk(12), ...texts, ...talk(12)]).map((segment, i) => ({
      ...segment,
      speaker: i >= 12 && i < 15 ? "Bo Berg" : "Ann Lee",
    }));
    expect(promoSegments(spoken).slice(10, 17)).toEqual([null, null, "sponsor", "sponsor", null, null, null]);
  });

  it("is all that lies between its opening and an offer, however long the host speaks of slippers", () => {
    const story = Array.from({ length: 12 }, (_, i) => `My floor was cold on the ${i + 2}th of May and is so no more.`);
    const message = [opens, ...story, offers];
    expect(sponsored([...talk(30), ...message, ...talk(30)])).toEqual(message);
  });

  it("goes on to another offer near by, and not to one that talk makes much later", () => {
    const again = "That is mossgate.example, and the code is KITCHEN.";
    const later = "You can sign up for the swim on the pier itself.";
    const found = sponsored([...talk(20), opens, offers, "Warm feet.", again, ...talk(14), later, ...talk(14)]);
    expect(found.slice(0, 4)).toEqual([opens, offers, "Warm feet.", again]);
    // What leads up to the late offer may be one, but talk in between is talk.
    expect(found.length).toBeLessThan(4 + 1 + 6);
  });

  it("without an offer ends where its sponsor is named last", () => {
    const named = "Mossgate makes them of boiled wool, in a mill that was built before the railway came to the valley.";
    const found = sponsored([...talk(20), opens, "The soles are cork.", named, named, ...talk(20)]);
    expect(found.slice(0, 4)).toEqual([opens, "The soles are cork.", named, named]);
    expect(found.length).toBeLessThanOrEqual(5);
  });
});

describe("talk that shares its words with advertisements", () => {
  it.each([
    "Microsoft partnered with OpenAI in 2019, long before anybody else did.",
    "The theory is supported by three trials with nine thousand patients.",
    "The first television advertisement was for a watch, and it cost nine dollars.",
    "It began with a law sponsored by Senator Wagner in the thirties.",
    "The shares are forty percent off their highs of last summer.",
    "Cashierless checkout needs two hundred cameras in a small shop.",
    "A free trial converts one visitor in twelve into somebody who pays.",
    "Free shipping is why small sellers left the market.",
    "Most people who subscribe to Netflix watch it on a television.",
    "Patreon takes eight percent of what painters earn there.",
    "T-shirts made in Bangladesh cost four times as much in Paris.",
    "Most restaurants with five stars lose money on the food.",
    "The App Store takes thirty percent of every payment.",
    "Marriage changed with the code of 1804, in all of France.",
    "Ukraine wants to become a member of the European Union.",
    "Support comes from Catholics in the north and farmers in the south.",
    "The boom was made possible by cheap loans and a new port.",
    "They use code that nobody has read for twenty years.",
    "A coupon of five percent was usual for bonds at the time.",
    "He never heard a word from the bank that held his house.",
    "The grocery store at the corner sells new designs of old bottles.",
    "She worked at a dot com startup before the crash.",
    "The link in the chain that broke was a clerk in Lisbon.",
    "Exports of merchandise rose by a third within two years.",
    "The dollars off the coast are spent by sailors, he wrote.",
    "The minister's bill was presented by Macron in the spring.",
  ])("is talk, with all around it: %s", (line) => {
    expect(promoSegments(said([...talk(30), line, ...talk(30)])).filter((mark) => mark !== null)).toEqual([]);
  });
});

describe("sponsors and plugs as shows word them", () => {
  const marked = (...lines: string[]) =>
    promoSegments(said([...talk(30), ...lines, ...talk(30)])).slice(30, 30 + lines.length);

  it.each([
    ["BetterHelp connects people with a therapist in two days.", "That is betterhelp.com slash pod."],
    ["Support comes from Ramp.", "Ramp closes the books eight times faster than a clerk does."],
    ["Support for this podcast comes from Odoo, which runs a whole company in one program."],
    ["This show is made possible by Hyundai.", "Hyundai gives a guarantee of ten years on every battery."],
    ["Our podcast is presented by Capital One.", "The Capital One account earns five times the average."],
    ["Presented by Mossgate Slippers, the slippers of the north."],
    ["Odoo runs the books, the shop and the stock in one place.", "Check out odoo at o d o o dot com."],
    ["We partnered with Mossgate to bring slippers to the north.", "Boiled wool, cork soles."],
    ["Use the code KITCHEN for forty percent off their slippers."],
    ["They are forty percent off now.", "Find them at mossgate.com and nowhere else."],
    ["You get a free trial of thirty days."],
  ])("are a sponsor's message: %s", (...lines) => {
    expect(marked(...lines)).toEqual(lines.map(() => "sponsor"));
  });

  it.each([
    "New episodes are out on Fridays, wherever you get your podcasts.",
    "My new book is out now, and it has more about the harbour.",
    "Tickets are on sale for the evening in Bergen.",
    "Tickets on sale now for the evening in Bergen.",
    "Become a member and hear every evening one day sooner.",
    "You can sign up on my website for the letter of the week.",
    "Hit the like button, it helps more than one would think.",
    "Like and subscribe, it helps more than one would think.",
    "Subscribe to our channel for more of these evenings.",
    "Leave us a five-star review, it helps more than one would think.",
    "You can support us on Patreon with a dollar a month.",
  ])("are about the show and its makers: %s", (line) => {
    expect(marked(line)).toEqual(["housekeeping"]);
  });
});

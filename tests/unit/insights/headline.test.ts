import { describe, expect, it } from "vitest";
import { headlineFrom } from "../../../lib/insights/headline";

describe("a headline", () => {
  it("is the sentence itself where it has at most twelve words", () => {
    for (const sentence of [
      "Heat kills the orbital data centre long before the rocket bill does.",
      "Two fingers on the wrist for a minute rival expensive machines.",
      "A four-cent worm tablet halves the return of painful kidney stones.",
      "Blood thinners fail mostly because people quietly stop taking them.",
      "Nine in ten old tablets still work a decade past their date.",
      "By 2031, a loaf will state its hours on the label.",
    ])
      expect(headlineFrom(sentence)).toEqual({ text: sentence.replace(/\.$/, ""), shortened: false });
  });

  it.each([
    [
      "I think Kestrel Motors earns more from renting than from cars, because nobody buys the cars.",
      "Kestrel Motors earns more from renting than from cars",
    ],
    [
      "Kestrel Motors is renting its whole data centre to Brightwater Cloud for 4.2 billion dollars a year.",
      "Kestrel Motors is renting its whole data centre to Brightwater Cloud",
    ],
    [
      "Port Merrow scrapped its parking minimums, and rents fell 9 percent in only two years after that.",
      "Port Merrow scrapped its parking minimums",
    ],
  ])("is the main clause of a longer one: %s", (sentence, start) => {
    const headline = headlineFrom(sentence);
    expect(headline?.shortened).toBe(true);
    expect(headline?.text.startsWith(start)).toBe(true);
    expect(headline?.text.split(" ").length).toBeLessThanOrEqual(12);
  });

  it.each([
    "The data centres that pause for 40 hours every year could plug in five years sooner than the others do.",
    "The telescope on the mountain was designed for five years and has by now been in use for twenty-seven.",
    "A trained nurse with a good watch catches nine in ten people who are in fibrillation at that moment.",
    "The patch did not prevent any strokes in people under seventy in the four years that followed the trial.",
  ])("is never cut so that it says something else: %s", (sentence) => {
    const text = headlineFrom(sentence)?.text ?? "";
    expect(text).not.toMatch(/could plug$|was designed$|catches nine$|prevent any strokes$/);
  });

  it.each([
    "Canada has a free trade agreement with six of the seven countries that signed it in the autumn of last year.",
    "The ministry wants to bar Kestrel Motors from paying to be the default choice in other people's cars and lorries.",
    "Blueprints is a way to separate the addresses of a site into modules which live in separate files.",
    "Moss's overarching point is one Amal Bergman and I agreed about on the evening show of last week in Port Merrow.",
    "Most people, when they watch television in the evening, have two hundred channels and watch four of them.",
    "The difference with rule nine is that with lazy objects, the name is bound a good while later than before.",
    "Moss says all the time, it is better to repeat yourself than to be clever too soon.",
    "Lindqvist's argument is if it is a noisy segment, then the filter does not update the spectrum at all.",
  ])("is no half of a claim that the rest of its sentence completes: %s", (sentence) => {
    expect(headlineFrom(sentence)).toBeNull();
  });

  it.each([
    "Scala is a great example.",
    "Nobody wants to change it.",
    "Tables and notes, you can tag them.",
    "Surely, they have to change.",
    "For Cyber Transcriber they quote no price.",
    "People in Port Merrow can take that up.",
    "Last Friday, Liz Moss tweeted.",
    "Put the notes out there.",
    "The biggest one is as long as the Kestrel catalogue.",
    "People in the city were quite angry about that film.",
    "People use them all over the city.",
  ])("is nothing that a reader could not look up: %s", (sentence) => expect(headlineFrom(sentence)).toBeNull());

  it.each([
    "The ninth one will surprise all farmers.",
    "Otto Moss has a few ideas.",
    "There are some ways to do it.",
    "Suppose you own an orchard.",
    "Port Merrow's ferries are, they're a bit slower.",
    "Someone's like, farmers need no ferry.",
    "Farmers learn no Latin when they're in.",
  ])("is nothing that only announces, or begins anew: %s", (sentence) => expect(headlineFrom(sentence)).toBeNull());

  it.each(["Depending on the country, you can deduct half of the rent", "Schools cannot fire them, so they move them"])(
    "may be a whole sentence with a pronoun that has its noun: %s",
    (sentence) => expect(headlineFrom(`${sentence}.`)?.text).toBe(sentence),
  );

  it("is nothing where the sentence is no statement, or leans on what was said before", () => {
    for (const sentence of [
      "A really very large shed.",
      "It costs them four billion dollars.",
      "Which is why we love it so much.",
      "So what do you do about that?",
      "Because nobody had ever asked the farmers.",
      "Before there was any word of Kestrel buying Brightwater.",
    ])
      expect(headlineFrom(sentence)).toBeNull();
  });
});

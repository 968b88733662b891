import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleShows } from "../../../jobs/demo/shows";
import {
  checkTopic,
  editedTopic,
  parseTopicList,
  TopicListError,
  writeTopicList,
} from "../../../lib/topics/topic-list";
import { shippedTopics, type TopicDefinition, topicMatcher } from "../../../lib/topics/topics";
import { hasPhrase, wordForms } from "../../../lib/topics/word-forms";

/** Claims as insights make them, written for this, by the topic that they are about. */
const said24: Record<string, string[]> = {
  "ai-models": ["A smaller model trained on better data beats the giant on every benchmark."],
  "ai-infrastructure": ["The newest chips wait in crates, since no hall has the megawatts to run them."],
  "startups-venture": ["Two co-founders who split the equity evenly are twice as likely to fall out."],
  "markets-investing": ["Lenders that hold long bonds lose most of their profit when yields rise."],
  macroeconomics: ["Wages in the poorest towns rose faster than prices for the first time in ten years."],
  "energy-climate": [
    "A heat pump in a stone house needs half the electricity that was promised.",
    "Coal plants run on for their grid connection.",
  ],
  "biotech-medicine": ["Patients who get the cheaper tablet leave hospital as early as the others."],
  "longevity-fitness": ["Two minutes of hard exercise a day add as much muscle as an hour at the gym."],
  "psychology-productivity": [
    "People who check email twice a day report less stress and finish more of their deep work.",
  ],
  space: ["A rocket that lands its second stage halves the price of a satellite in orbit."],
  geopolitics: ["The army bought drones faster than its allies could train soldiers to fly them."],
  crypto: ["Most people who hold a coin in their own wallet have never moved it."],
  "software-engineering": ["Developers who delete code every week ship with half as many bugs."],
  "product-design": ["Customers used the new feature only after its button had moved to the thumb."],
  "media-creators": ["A podcast keeps more listeners when its ads are read by the host."],
  education: ["Pupils who teach a younger student remember the lesson for a year."],
  "law-policy": ["The court said that the government had no right to keep the petition secret."],
  "work-careers": ["Workers who name a salary first get a better job offer."],
  "philosophy-ideas": ["A philosopher argues that a moral duty to the unborn is no duty at all."],
  history: ["An archaeologist dates the tomb to the first century of the empire."],
  sports: ["Football clubs that change the coach in mid-season end where they would have ended."],
  "culture-film": ["The novelist sold more books after the film had failed."],
  food: ["A baker who lets dough rest for a night needs a tenth of the yeast."],
  parenting: ["Children whose parents read to them at night sleep an hour longer."],
};

const match = topicMatcher(shippedTopics);
const slugs = (text: string) => match(text, "en").map((topic) => topic.slug);
const said = (text: string, phrase: string, language: string) =>
  hasPhrase(wordForms(text, language), wordForms(phrase, language));

describe("topics", () => {
  it("have slugs of their own, a name and phrases", () => {
    expect(new Set(shippedTopics.map((topic) => topic.slug)).size).toBe(shippedTopics.length);
    for (const topic of shippedTopics) expect(checkTopic(topic)).toEqual(topic);
  });

  it("are found by whole words in any form, never inside others", () => {
    for (const topic of shippedTopics)
      for (const phrase of topic.phrases.filter((candidate) => !candidate.startsWith("+")))
        expect(slugs(`They spoke about ${phrase} today.`), phrase).toContain(topic.slug);
    expect(match("Nothing of note was said.", "en")).toEqual([]);
  });

  it("need a second phrase beside a broad one", () => {
    const topic = shippedTopics.find((candidate) => candidate.phrases.some((phrase) => phrase.startsWith("+")));
    const [first = "", second = ""] = topic?.phrases.filter((phrase) => phrase.startsWith("+")) ?? [];
    const precise = topic?.phrases.find((phrase) => !phrase.startsWith("+")) ?? "";
    expect(slugs(`About ${first.slice(1)}.`)).not.toContain(topic?.slug);
    expect(slugs(`About ${first.slice(1)} and ${precise}.`)).toContain(topic?.slug);
    expect(slugs(`About ${first.slice(1)} and ${second.slice(1)}.`)).toContain(topic?.slug);
  });

  it("have no two phrases that are forms of the same words, which would count twice", () => {
    for (const { slug, phrases } of shippedTopics) {
      const forms = phrases.map((phrase) => wordForms(phrase.replace(/^\+/, ""), "en").join(" "));
      expect(new Set(forms).size, slug).toBe(forms.length);
    }
  });

  it.each(Object.entries(said24))("are found in what people say of them: %s", (slug, claims) => {
    for (const claim of claims) expect(slugs(claim), claim).toContain(slug);
  });

  it("are not found in what only sounds like them", () => {
    const nothing = [
      "We started up again after the pause, and people feel happy about it.",
      "It is an important point of order, and everybody in the universe may have an opinion on it.",
      "The cool thing is that they never lost their minds over any of this.",
      "You can pass the token to the next one in the line, which is what they always did.",
      "A couple of them had the same idea about their share of the work in the end.",
    ];
    for (const text of nothing) expect(match(text, "en"), text).toEqual([]);
  });

  it("are found in most of what the sample shows say", () => {
    const turns = sampleShows()
      .flatMap((show) => show.episodes.flatMap((episode) => episode.turns))
      .filter((turn) => turn.text.split(" ").length > 40);
    const found = turns.filter((turn) => slugs(turn.text).length > 0);
    expect(turns.length).toBeGreaterThan(150);
    expect(found.length / turns.length).toBeGreaterThan(0.7);
  });

  it("count a phrase once that an operator has in two spellings", () => {
    const find = topicMatcher([{ slug: "a", name: "a", description: "", phrases: ["data center", "+data centre"] }]);
    expect(find("New data centres.", "en")).toEqual([{ slug: "a", weight: 0.5 }]);
  });

  it("are at most three of a text, those with most phrases first, in an order of their own", () => {
    const topic = (slug: string, ...phrases: string[]): TopicDefinition => ({
      slug,
      name: slug,
      description: "",
      phrases,
    });
    const find = topicMatcher([topic("d", "one"), topic("c", "one"), topic("b", "one", "two"), topic("a", "one")]);
    expect(find("One and two.", "en")).toEqual([
      { slug: "b", weight: 0.75 },
      { slug: "a", weight: 0.5 },
      { slug: "c", weight: 0.5 },
    ]);
  });
});

describe("an edit of a topic", () => {
  const topic = { slug: "parking", name: "Parking", description: "", phrases: ["parking minimum", "+kerb"] };
  it("changes what is said of it and leaves the rest", () => {
    expect(editedTopic(topic, { name: "Cars at rest" })).toEqual({ ...topic, name: "Cars at rest" });
    expect(editedTopic(topic, { addPhrases: ["car park"], removePhrases: ["+KERB"] }).phrases).toEqual([
      "parking minimum",
      "car park",
    ]);
    expect(editedTopic(topic, { phrases: ["kerb"], description: "Where cars stand." })).toEqual({
      ...topic,
      description: "Where cars stand.",
      phrases: ["kerb"],
    });
  });
});

describe("words in their forms", () => {
  it.each([
    "company companies",
    "run runs running",
    "stop stopped stopping",
    "produce produces produced producing",
    "house houses housed",
    "box boxes",
    "movie movies",
    "tariff tariffs",
    "GPU GPUs",
    "API APIs",
    "virus viruses",
    "crisis crises",
    "control controlled controlling",
    "mine mined mining",
    "tax taxes taxed",
    "child children",
    "use uses used using",
    "agree agreed",
    "university universities",
  ])("are one in English: %s", (forms) => {
    expect(new Set(wordForms(forms, "en")).size).toBe(1);
  });

  it.each([
    "import important",
    "university universe",
    "mind mindfulness",
    "news new",
    "organ organization",
    "token tokenization",
    "product productivity",
    "capital capitalism",
    "author authority",
    "care car",
    "plane plan",
    "ad add",
    "housing house",
    "cooling cool",
    "it its",
    "enter entre",
    "hour hor",
  ])("are apart where they mean something else: %s", (words) => {
    expect(new Set(wordForms(words, "en")).size).toBe(2);
  });

  it.each([
    ["en", "The data centres' power", "data centre"],
    ["en", "Nvidia’s GPUs", "GPU"],
    ["en", "What C++ costs", "C++"],
    ["en", "S&P 500 funds", "S&P 500 fund"],
    ["en", "What U.S. tariffs cost", "US tariffs"],
    ["en", "What US tariffs cost", "U.S. tariff"],
    ["en", "It is made in the U.S.A.", "USA"],
    ["en", "New data centers need power", "data centre"],
    ["en", "A theatre in the harbour", "theater"],
    ["en", "The Labor Party", "labour party"],
    ["en", "Ten mice ran", "mouse"],
    ["de", "Neue Rechenzentren entstehen", "Rechenzentrum"],
    ["de", "Die Museen und Ministerien", "Museum"],
    ["de", "Das Ministerium prüft", "Ministerien"],
    ["de", "Die neuen Wärmepumpen laufen", "Wärmepumpe"],
    ["fr", "Les énergies renouvelables", "énergie renouvelable"],
    ["es", "las elecciones municipales", "elección municipal"],
    ["ru", "о ядерных реакторах", "ядерный реактор"],
    ["sv", "De nya kärnkraftverken", "kärnkraftverk"],
    ["ja", "今日は人工知能について話します", "人工知能"],
    ["zh-Hans", "中国的电动汽车市场", "电动汽车"],
    ["th", "วันนี้พลังงานแสงอาทิตย์", "พลังงาน"],
    ["pl", "O café i café", "café"],
    ["xx", "ΑΒΓ abc", "abc"],
  ])("are found in %s: %s", (language, text, phrase) => {
    expect(said(text, phrase, language)).toBe(true);
  });

  it("are not found inside other words, apart or turned around", () => {
    expect(said("The again campaign", "gain", "en")).toBe(false);
    expect(said("power of the grid", "power grid", "en")).toBe(false);
    expect(said("grid power", "power grid", "en")).toBe(false);
    expect(said("What B and A say", "C++", "en")).toBe(false);
    expect(said("Anything at all", "!?", "en")).toBe(false);
  });

  it("are the same for any text in any language, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("en", "de", "ja", "ar", "xx", ""),
        (text, language) => {
          const forms = wordForms(text, language);
          expect(wordForms(text, language)).toEqual(forms);
          if (forms.length > 0) expect(hasPhrase(forms, forms)).toBe(true);
        },
      ),
    );
  });
});

describe("the list of topics as people edit it", () => {
  it("comes back as it was written", () => {
    expect(parseTopicList(writeTopicList(shippedTopics))).toEqual(shippedTopics);
    const word = fc
      .stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} &'-]{0,20}[\p{L}\p{N}]$/u)
      .map((s) => s.replace(/ +/g, " "));
    const topic = fc.record({
      slug: fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}$/),
      name: word,
      description: fc.oneof(fc.constant(""), word),
      phrases: fc.uniqueArray(
        fc.oneof(
          word,
          word.map((text) => `+${text}`),
        ),
        { minLength: 1, maxLength: 6 },
      ),
    });
    fc.assert(
      fc.property(fc.uniqueArray(topic, { minLength: 1, selector: (one) => one.slug }), (list) => {
        expect(parseTopicList(writeTopicList(list))).toEqual(list);
      }),
    );
  });

  it.each([
    ["", /no topic/],
    ["Energy & climate\nText\nsolar", /Line 1 must be an address and a name/],
    ["# note\nenergy: Energy\nText", /topic of line 2 needs two more lines/],
    ["Energy!: Energy\nText\nsolar", /Line 1: The slug of Energy! must be small letters .*it is "Energy!"/],
    ["energy: \nText\nsolar", /Line 1: The name of energy must not be empty/],
    ["energy: Energy\nText\n+, ,", /Line 1: The phrases of energy must have at least one/],
    ["a: A\n-\nx\n\na: B\n-\ny", /Line 5 has the address "a" a second time/],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => parseTopicList(text)).toThrow(TopicListError);
    expect(() => parseTopicList(text)).toThrow(message);
  });
});

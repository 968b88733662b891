import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CandidatePool, type PoolTake } from "../../../lib/digests/candidates";
import { type Edition, editionFor } from "../../../lib/digests/edition";
import type { SentItem } from "../../../lib/digests/readers-view";
import { reasonInWords } from "../../../lib/digests/reasons";
import type { Taste } from "../../../lib/digests/taste";
import { weights } from "../../../lib/digests/weights";
import { quietDaySentence } from "../../../lib/format/digest-words";
import { asOf, hourMs, poolTake, sentBefore, tasteOf, vectorAt } from "../../support/pool-takes";

const names = new Map([
  ["energy", "Energy & climate"],
  ["housing", "Housing"],
]);
const choose = (takes: PoolTake[], taste: Taste = tasteOf([]), sent: SentItem[] = []): Edition =>
  editionFor(new CandidatePool(takes, asOf), taste, sent, names);
const ids = (edition: Edition) => edition.chosen.map((item) => item.insightId);
const why = (edition: Edition, rank: number) =>
  edition.chosen[rank - 1]?.reasons.map((fact) => reasonInWords(fact).text).join(" · ");

const slugs = ["energy", "housing", "space", "health"];
const words = ["grid", "rents", "rockets", "sleep"];

const takes: fc.Arbitrary<PoolTake[]> = fc
  .array(
    fc.record({
      story: fc.nat({ max: 14 }),
      show: fc.nat({ max: 7 }),
      episode: fc.nat({ max: 2 }),
      quality: fc.double({ min: 0.2, max: 1, noNaN: true }),
      ageHours: fc.double({ min: 0, max: 400, noNaN: true }),
      lateHours: fc.double({ min: 0, max: 100, noNaN: true }),
      angle: fc.double({ min: 0, max: 3, noNaN: true }),
      topic: fc.nat({ max: 4 }),
      word: fc.nat({ max: 4 }),
      language: fc.constantFrom("en", "en-GB", "de"),
      dissents: fc.boolean(),
      number: fc.nat({ max: 5 }),
    }),
    { maxLength: 45 },
  )
  .map((list) =>
    list.map((one, i) => {
      const publishedAt = new Date(asOf.getTime() - one.ageHours * hourMs);
      return poolTake(`t${i}`, {
        storyId: `s${one.story}`,
        showId: `show${one.show}`,
        showTitle: `Show ${one.show}`,
        episodeId: `e${one.show}.${one.episode}`,
        quality: one.quality,
        publishedAt,
        placedAt: new Date(publishedAt.getTime() + one.lateHours * hourMs),
        vector: vectorAt(one.angle),
        language: one.language,
        stance: one.dissents && one.story % 3 === 0 ? "dissents" : "agrees",
        topics: one.topic < 4 ? [{ slug: slugs[one.topic] ?? "", weight: 0.75 }] : [],
        // Feeds of one show have the same titles and guids.
        identity: `Show ${one.show} guid ${one.number}`,
        body: `It is said of ${words[one.word] ?? "nothing"}. There are ${one.number}00 of them.`,
      });
    }),
  );

const follow = fc.record({
  subject: fc.oneof(
    fc.constantFrom(...slugs).map((topicSlug) => ({ topicSlug })),
    fc.nat({ max: 7 }).map((show) => ({ showId: `show${show}` })),
    fc.constantFrom(...words).map((phrase) => ({ phrase })),
  ),
  isMuted: fc.boolean(),
  weight: fc.constantFrom(0.5, 1, 2),
});

const taste: fc.Arbitrary<Taste> = fc
  .record({
    // As in the database, where a subject is followed or muted once.
    follows: fc.uniqueArray(follow, { maxLength: 5, selector: ({ subject }) => JSON.stringify(subject) }),
    isFilled: fc.boolean(),
    languages: fc.constantFrom<string[]>([], ["en"], ["de"], ["en", "de"]),
  })
  .map(({ follows, ...rest }) =>
    tasteOf(
      follows.map(({ subject, ...how }) => ({ ...subject, ...how })),
      rest,
    ),
  );

const told = fc.record({
  takes,
  taste,
  sentEvery: fc.integer({ min: 2, max: 9 }),
  daysAgo: fc.integer({ min: 1, max: 40 }),
});
const sentOf = (list: PoolTake[], every: number, daysAgo: number) =>
  list.filter((_, i) => i % every === 0).map((take) => sentBefore(take, daysAgo));

/** How many stories can be told by a show each, no two by one: by trying everything. */
function mostApart([first, ...rest]: string[][], used: readonly string[] = []): number {
  if (!first) return used.length;
  const free = first.filter((showId) => !used.includes(showId));
  return Math.max(mostApart(rest, used), ...free.map((showId) => mostApart(rest, [...used, showId])));
}

describe("a reader's five", () => {
  it("hold to every promise, whatever there is and whatever is followed", () => {
    fc.assert(
      fc.property(told, ({ takes, taste, sentEvery, daysAgo }) => {
        const sent = sentOf(takes, sentEvery, daysAgo);
        const { chosen } = choose(takes, taste, sent);
        const byId = new Map(takes.map((take) => [take.id, take]));
        const shown = chosen.map((item) => byId.get(item.insightId) as PoolTake);
        const distinct = (of: (take: PoolTake) => string) => new Set(shown.map(of)).size;
        expect(chosen.length).toBeLessThanOrEqual(weights.digestSize);
        expect(distinct((take) => take.storyId)).toBe(chosen.length);
        expect(distinct((take) => take.episodeId)).toBe(chosen.length);
        const muted = taste.follows.filter((one) => one.isMuted);
        const followed = taste.follows.filter((one) => !one.isMuted);
        for (const [i, take] of shown.entries()) {
          const item = chosen[i];
          const told = takes.filter((other) => other.storyId === take.storyId);
          const agreeing = told.filter((other) => other.stance === "agrees");
          const story = agreeing.length > 0 ? agreeing : told;
          expect(take.quality).toBeGreaterThanOrEqual(weights.minimumQuality);
          expect(shown.filter((other) => other.showId === take.showId).length).toBeLessThanOrEqual(2);
          for (const { topicSlug, showId, phrase } of muted) {
            expect(take.showId).not.toBe(showId);
            expect(take.topics.map((topic) => topic.slug)).not.toContain(topicSlug);
            if (phrase) expect(take.body).not.toContain(phrase);
          }
          if (taste.languages.length > 0) expect(taste.languages).toContain(take.language.slice(0, 2));
          // Strict, or marked as a fill.
          const fits = followed.some(
            ({ topicSlug, showId, phrase }) =>
              story.some((other) => other.showId === showId) ||
              story.some((other) => other.topics.some((topic) => topic.slug === topicSlug)) ||
              (phrase !== null && story.some((other) => other.body.includes(phrase))),
          );
          if (followed.length > 0 && !fits) expect(item).toMatchObject({ isFill: true });
          if (item?.isFill) expect(taste.isFilled && followed.length > 0).toBe(true);
          // Never twice, unless a fact was added.
          if (sent.some((other) => other.storyId === take.storyId)) {
            expect(item?.updateText).toBeTruthy();
            expect(take.body).toContain(item?.updateText);
          } else expect(item?.updateText).toBeNull();
        }
      }),
      { numRuns: 400 },
    );
  });

  it("come from four shows where four stories can be told by a show each, whoever tells them best", () => {
    const told = fc.record({
      story: fc.nat({ max: 6 }),
      // Most are told by two shows.
      show: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 1 }) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
      quality: fc.double({ min: weights.minimumQuality, max: 1, noNaN: true }),
      angle: fc.double({ min: 0, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(told, { minLength: 5, maxLength: 24 }), (list) => {
        const takes = list.map(({ story, show, quality, angle }, i) =>
          poolTake(`t${i}`, { storyId: `s${story}`, showId: `show${show}`, quality, vector: vectorAt(angle) }),
        );
        const tellers = [...Map.groupBy(takes, (take) => take.storyId).values()].map((told) => [
          ...new Set(told.map((take) => take.showId)),
        ]);
        const byId = new Map(takes.map((take) => [take.id, take.showId]));
        const among = new Set(ids(choose(takes)).map((id) => byId.get(id))).size;
        expect(among).toBeGreaterThanOrEqual(mostApart(tellers) >= 4 ? 4 : 1);
      }),
      { numRuns: 300 },
    );
  });

  it("are the same to the byte whatever the order of what they are chosen from", () => {
    fc.assert(
      fc.property(told, fc.integer(), ({ takes, taste, sentEvery, daysAgo }, seed) => {
        const shuffled = <T>(list: T[]) =>
          list
            .map((item, i) => ({ item, key: Math.imul(i + 1, seed | 1) >>> 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const sent = sentOf(takes, sentEvery, daysAgo);
        const first = choose(takes, taste, sent);
        const again = choose(shuffled(takes), { ...taste, follows: shuffled(taste.follows) }, shuffled(sent));
        expect(JSON.stringify(again)).toBe(JSON.stringify(first));
      }),
    );
  });

  it("are the same where the feeds of one show tell the same under one name", () => {
    const stories = ["a", "b"].map((storyId) => ["1", "2"].map((n) => ({ storyId, id: `${storyId}${n}` })));
    const twins = stories.flat().map(({ storyId, id }) => poolTake(id, { storyId, identity: "one", showId: storyId }));
    const first = JSON.stringify(choose(twins));
    expect(JSON.stringify(choose(twins.toReversed()))).toBe(first);
    expect(JSON.parse(first).chosen[0]).toMatchObject({ insightId: "a1" });
  });

  it("do not depend on who else was ranked from the same pool before", () => {
    fc.assert(
      fc.property(told, taste, ({ takes, taste, sentEvery, daysAgo }, other) => {
        const sent = sentOf(takes, sentEvery, daysAgo);
        const pool = new CandidatePool(takes, asOf);
        editionFor(pool, other, sentOf(takes, 3, 2), names);
        expect(editionFor(pool, taste, sent, names)).toEqual(choose(takes, taste, sent));
      }),
    );
  });

  it("are written down to the last digit", () => {
    const list = [
      poolTake("a", { storyId: "s", quality: 0.83, ageHours: 5, topics: [{ slug: "energy", weight: 0.75 }] }),
      poolTake("b", { storyId: "s", quality: 0.7, ageHours: 9, vector: vectorAt(0.2) }),
      poolTake("c", { storyId: "s", quality: 0.6, ageHours: 9, vector: vectorAt(0.3) }),
      poolTake("d", { quality: 0.9, ageHours: 31, vector: vectorAt(1.2), topics: [{ slug: "energy", weight: 0.5 }] }),
    ];
    const sent = [sentBefore(poolTake("old", { vector: vectorAt(1) }), 2)];
    expect(choose(list, tasteOf([{ topicSlug: "energy", weight: 2 }]), sent)).toEqual({
      chosen: [
        {
          insightId: "a",
          storyId: "s",
          score: 1.636981,
          factors: { quality: 0.83, corroboration: 0.792481, freshness: 0.930342, affinity: 1.75, novelty: 0.675819 },
          voices: 3,
          updateText: null,
          isFill: false,
          reasons: expect.any(Array),
        },
        expect.objectContaining({ insightId: "d", score: 0.355446 }),
      ],
      nearMisses: [],
    });
  });
});

describe("what a reader follows", () => {
  const takes = [
    poolTake("plain", { quality: 0.95 }),
    poolTake("heat", { vector: vectorAt(1), topics: [{ slug: "energy", weight: 1 }], body: "Heat pumps work." }),
    poolTake("rents", { vector: vectorAt(2), showId: "kitchen", showTitle: "Kitchen Table", ageHours: 30 }),
  ];

  it("is all there is, unless quiet days are filled, which is marked", () => {
    expect(ids(choose(takes, tasteOf([{ topicSlug: "energy" }])))).toEqual(["heat"]);
    const filled = choose(takes, tasteOf([{ topicSlug: "energy" }], { isFilled: true }));
    expect(ids(filled)).toEqual(["heat", "plain", "rents"]);
    expect(filled.chosen.map((item) => item.isFill)).toEqual([false, true, true]);
    expect(why(filled, 2)).toMatch(/^from outside what you follow · new today/);
  });

  it("is everybody's ranking where it is nothing, without what is muted", () => {
    expect(ids(choose(takes))).toEqual(["plain", "heat", "rents"]);
    expect(ids(choose(takes, tasteOf([{ topicSlug: "energy", isMuted: true }])))).toEqual(["plain", "rents"]);
    expect(ids(choose(takes, tasteOf([{ phrase: "heat pump", isMuted: true }])))).toEqual(["plain", "rents"]);
    expect(ids(choose(takes, tasteOf([{ showId: "kitchen", isMuted: true }])))).toEqual(["plain", "heat"]);
  });

  it("is named in the reasons with the page that proves it", () => {
    const edition = choose(
      takes,
      tasteOf([{ topicSlug: "energy" }, { phrase: "heat pump" }, { showId: "kitchen", weight: 2 }]),
    );
    expect(why(edition, 1)).toBe(
      "you follow Energy & climate · you follow “heat pump” · new today · specific and well supported",
    );
    expect(edition.chosen[0]?.reasons.map((fact) => reasonInWords(fact).href)).toEqual([
      "/topics/energy",
      "/search?q=heat%20pump",
      "/episodes/episode of heat",
      null,
    ]);
    expect(why(edition, 2)).toMatch(/^you follow Kitchen Table · new since yesterday/);
  });

  it("adds up: shows beside voices, and the day beside the date", () => {
    const voices = { kind: "voices", count: 3, storyId: "s" } as const;
    expect(reasonInWords(voices, 3).text).toBe("3 independent shows");
    expect(reasonInWords(voices, 4).text).toBe("4 shows, 3 of them independent");
    const age = { kind: "age", hours: 30, episodeId: "e" } as const;
    expect(reasonInWords({ ...age, hours: 3 })).toMatchObject({ text: "new today", later: "new that day" });
    expect(reasonInWords(age)).toMatchObject({ text: "new since yesterday", later: "new since the day before" });
  });

  it("shows a story by the take of a followed show, and never by one of a muted show", () => {
    const story = [
      poolTake("a", { storyId: "s", quality: 0.9, showId: "one" }),
      poolTake("b", { storyId: "s", quality: 0.6, showId: "two", vector: vectorAt(0.1) }),
    ];
    expect(ids(choose(story))).toEqual(["a"]);
    expect(ids(choose(story, tasteOf([{ showId: "two" }])))).toEqual(["b"]);
    expect(ids(choose(story, tasteOf([{ showId: "one", isMuted: true }])))).toEqual(["b"]);
    expect(choose(story, tasteOf([{ showId: "one", isMuted: true }])).chosen[0]?.voices).toBe(2);
  });

  it("is more, or less, by what was learned of its topics and its show", () => {
    const topics = [
      { slug: "energy", weight: 0.75 },
      { slug: "housing", weight: 0.25 },
    ];
    const learned = { topics: new Map([["energy", 1.2]]), shows: new Map([["kitchen", 0.9]]) };
    const affinityOf = (showId: string) =>
      choose([poolTake("a", { topics, showId })], tasteOf([], { learned })).chosen[0]?.factors.affinity;
    expect(affinityOf("other")).toBe(1.15);
    expect(affinityOf("kitchen")).toBe(1.035);
    expect(why(choose([poolTake("a", { topics })], tasteOf([], { learned })), 1)).toMatch(/^you liked more on Energy/);
  });

  it("is told by somebody else where its best take's episode is among the five already", () => {
    const first = ["one", "four", "five", "six"].map((showId, i) =>
      poolTake(`best${i}`, {
        storyId: "b",
        showId,
        episodeId: i === 0 ? "e" : `e${i}`,
        quality: i === 0 ? 0.95 : 0.55,
      }),
    );
    const second = [
      poolTake("second", { storyId: "s", showId: "one", episodeId: "e", quality: 0.9, vector: vectorAt(1) }),
      poolTake("again", { storyId: "s", showId: "two", quality: 0.7, vector: vectorAt(1.1), ageHours: 12 }),
    ];
    const edition = choose([...first, ...second]);
    expect(ids(edition)).toEqual(["best0", "again"]);
    expect(edition.chosen[1]?.factors.quality).toBe(0.7);
    expect(edition.nearMisses).toEqual([]);
    const alone = choose([...first, ...second.slice(0, 1)]);
    expect(alone.nearMisses).toMatchObject([{ keptOutBy: "Its episode is among the five already." }]);
    expect(quietDaySentence({ items: alone.chosen, nearMisses: alone.nearMisses })).toContain(
      "What else cleared the bar was said in the same episodes",
    );
  });

  it("can be in several languages, or in any", () => {
    const list = [poolTake("english"), poolTake("deutsch", { language: "de-AT", vector: vectorAt(1) })];
    expect(ids(choose(list, tasteOf([], { languages: ["de"] })))).toEqual(["deutsch"]);
    expect(ids(choose(list, tasteOf([], { languages: ["en", "de"] })))).toHaveLength(2);
    expect(ids(choose(list, tasteOf([], { languages: [] })))).toHaveLength(2);
  });
});

describe("the window", () => {
  const at = (time: string) => new Date(`${time}:00Z`);
  it("holds what was published a week ago, or placed late, and nothing that was not published yet", () => {
    const day = 24;
    const inWindow = (take: Parameters<typeof poolTake>[1]) => ids(choose([poolTake("a", take)])).length === 1;
    expect(inWindow({ publishedAt: at("2026-11-22T23:50"), placedAt: at("2026-11-24T06:10") })).toBe(true);
    expect(inWindow({ ageHours: 7 * day - 1 })).toBe(true);
    expect(inWindow({ ageHours: 8 * day })).toBe(false);
    expect(inWindow({ ageHours: 10 * day, placedAt: at("2026-11-23T12:00") })).toBe(true);
    expect(inWindow({ ageHours: 15 * day, placedAt: at("2026-11-23T12:00") })).toBe(false);
    expect(inWindow({ ageHours: -1 })).toBe(false);
  });

  it("still counts the voices of older takes", () => {
    const list = [poolTake("new", { storyId: "s" }), poolTake("old", { storyId: "s", ageHours: 400, quality: 1 })];
    expect(choose(list).chosen).toMatchObject([{ insightId: "new", voices: 2 }]);
  });
});

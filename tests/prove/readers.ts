import { CandidatePool, type PoolTake } from "../../lib/digests/candidates";
import { editionFor } from "../../lib/digests/edition";
import type { SentItem } from "../../lib/digests/readers-view";
import type { Taste } from "../../lib/digests/taste";
import { weights } from "../../lib/digests/weights";
import { cosine } from "../../lib/stories/embedding";
import { seeded } from "../bench/seeded";
import { hourMs, poolTake, tasteOf } from "../support/pool-takes";

const dayMs = 24 * hourMs;
const firstDay = Date.parse("2026-09-01T06:00:00Z");
const slugs = ["energy", "housing", "space", "health", "chips", "law"];
const words = ["turbine", "zoning", "rocket", "vaccine", "wafer", "verdict"];
const shows = 30;

/** A reader of the simulation. */
interface SimulatedReader {
  name: string;
  taste: Taste;
  /** Of days that have an edition for them. */
  gets: (day: number) => boolean;
}

const daily = () => true;
const readers: SimulatedReader[] = [
  { name: "everybody", taste: tasteOf([]), gets: daily },
  { name: "one topic", taste: tasteOf([{ topicSlug: "energy" }]), gets: daily },
  { name: "one topic, filled", taste: tasteOf([{ topicSlug: "law" }], { isFilled: true }), gets: daily },
  { name: "many topics", taste: tasteOf(slugs.slice(0, 4).map((topicSlug) => ({ topicSlug }))), gets: daily },
  {
    name: "a lot of one, a little of another",
    taste: tasteOf([
      { topicSlug: "space", weight: 2 },
      { topicSlug: "chips", weight: 0.5 },
    ]),
    gets: daily,
  },
  { name: "shows", taste: tasteOf([1, 2, 3].map((show) => ({ showId: `show${show}` }))), gets: daily },
  { name: "phrases", taste: tasteOf([{ phrase: "wafers" }, { phrase: "verdicts" }]), gets: daily },
  {
    name: "everything but two",
    taste: tasteOf([
      { topicSlug: "health", isMuted: true },
      { showId: "show4", isMuted: true },
    ]),
    gets: daily,
  },
  { name: "without a phrase", taste: tasteOf([{ phrase: "rocket", isMuted: true }]), gets: daily },
  { name: "in German", taste: tasteOf([], { languages: ["de"] }), gets: daily },
  { name: "on Mondays", taste: tasteOf([{ topicSlug: "housing" }]), gets: (day) => day % 7 === 6 },
  { name: "on weekdays", taste: tasteOf([]), gets: (day) => day % 7 < 5 },
];

interface Told {
  takes: PoolTake[];
  /** Better than all else: whom it fits has to get it. */
  mustSee: Set<string>;
}

/** What is said on some days: a few dozen stories each, one that nobody should miss, and now and then news of an old one. */
function tellDays(days: number): Told {
  const random = seeded(days);
  const takes: PoolTake[] = [];
  const mustSee = new Set<string>();
  const vector = () => {
    const values = Float32Array.from({ length: 16 }, () => random() - 0.4);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };
  const tell = (storyId: string, publishedAt: number, placedAt: number, change: Partial<PoolTake>) => {
    const number = takes.length;
    const show = Math.floor(random() * shows);
    takes.push(
      poolTake(`t${number}`, {
        storyId,
        showId: `show${show}`,
        showTitle: `Show ${show}`,
        episodeId: `episode ${Math.floor(number / 2)}`,
        publishedAt: new Date(publishedAt),
        placedAt: new Date(placedAt),
        vector: vector(),
        quality: 0.3 + random() * 0.5,
        identity: `take ${String(number).padStart(6, "0")}`,
        language: random() < 0.15 ? "de" : "en",
        ...change,
      }),
    );
  };
  for (let day = 0; day < days; day++) {
    const from = firstDay + (day - 1) * dayMs;
    for (let i = 0; i < 24 + Math.floor(random() * 16); i++) {
      const subject = Math.floor(random() * 8);
      const publishedAt = from + random() * dayMs;
      // Most are placed within minutes, some after days.
      const placedAt = publishedAt + (random() < 0.9 ? random() * hourMs : random() * 6 * dayMs);
      const body = `It is said of the ${words[subject] ?? "weather"}: ${day}${i} of them.`;
      const topics = slugs[subject] ? [{ slug: slugs[subject], weight: 0.75 }] : [];
      const storyId = `day ${day} story ${i}`;
      const language = random() < 0.15 ? "de" : "en";
      for (let voice = 0; voice < (random() < 0.8 ? 1 : 3); voice++)
        tell(storyId, publishedAt + voice * hourMs, placedAt + voice * hourMs, { body, topics, language });
    }
    const subject = day % slugs.length;
    const storyId = `day ${day} must see`;
    mustSee.add(storyId);
    // At 23:50 and read only after the edition of six o'clock, in turn with other times.
    const publishedAt = day % 2 === 0 ? from + 17 * hourMs + 50 * 60_000 : from + random() * 20 * hourMs;
    const placedAt = day % 2 === 0 ? from + dayMs + 10 * 60_000 : publishedAt + hourMs;
    for (let voice = 0; voice < 6; voice++)
      tell(storyId, publishedAt, placedAt, {
        quality: 1,
        showId: `show${voice === 0 ? 1 + (day % 3) : 5 + ((day + voice * 4) % 24)}`,
        episodeId: `must see ${day} ${voice}`,
        body: `All speak of the ${words[subject]}s: ${day}000 of them.`,
        topics: [{ slug: slugs[subject] ?? "", weight: 1 }],
        language: day % 5 === 0 ? "de" : "en",
      });
    if (day > 3 && day % 3 === 0)
      tell(`day ${day - 2} must see`, from + 5 * hourMs, from + 6 * hourMs, {
        showId: "show29",
        quality: 0.9,
        body: `The ${words[(day - 2) % slugs.length]}s again. Now there are ${day}777 of them.`,
        topics: [{ slug: slugs[(day - 2) % slugs.length] ?? "", weight: 1 }],
        language: (day - 2) % 5 === 0 ? "de" : "en",
      });
  }
  return { takes, mustSee };
}

/** Whether a story fits a reader, said as plainly as a reader would. */
function fits({ follows, languages }: Taste, story: PoolTake[]): boolean {
  const about = ({ topicSlug, showId, phrase }: Taste["follows"][number]) =>
    story.some(
      (take) =>
        take.showId === showId ||
        take.topics.some((topic) => topic.slug === topicSlug) ||
        (phrase !== null && new RegExp(`\\b${phrase.replace(/s$/, "")}`).test(take.body)),
    );
  const muted = follows.filter((follow) => follow.isMuted);
  if (muted.some((follow) => follow.showId === null && about(follow))) return false;
  const rest = story.filter((take) => !muted.some((follow) => follow.showId === take.showId));
  if (!rest.some((take) => languages.length === 0 || languages.includes(take.language))) return false;
  const followed = follows.filter((follow) => !follow.isMuted);
  return followed.length === 0 || followed.some(about);
}

/** What came of the simulation. */
export interface ReaderSimulation {
  days: number;
  digests: number;
  items: number;
  updates: number;
  fills: number;
  /** Stories that nobody should miss, times the readers whom they fit and who had an edition within six days. */
  mustSee: number;
  /** What was wrong, in sentences; none is the proof. */
  problems: string[];
}

/**
 * Builds some days of editions for readers of many tastes, and holds each against the promises.
 * @param options.searchEvery on every how many days each story that was not chosen is looked at, which takes the longest.
 */
export function simulateReaders(days: number, options = { searchEvery: 1 }): ReaderSimulation {
  const { takes, mustSee } = tellDays(days);
  const stories = Map.groupBy(takes, (take) => take.storyId);
  const result: ReaderSimulation = { days, digests: 0, items: 0, updates: 0, fills: 0, mustSee: 0, problems: [] };
  const names = new Map(slugs.map((slug) => [slug, slug]));
  const lastDay = new Map<string, number>();
  const sentOf = new Map<string, SentItem[]>(readers.map((reader) => [reader.name, []]));
  for (let day = 0; day < days; day++) {
    const asOf = new Date(firstDay + day * dayMs);
    const known = takes.filter((take) => take.publishedAt <= asOf && take.placedAt <= asOf);
    const pool = new CandidatePool(
      known.filter((take) => asOf.getTime() - take.publishedAt.getTime() < 30 * dayMs),
      asOf,
    );
    const byId = new Map(known.map((take) => [take.id, take]));
    for (const { name, taste, gets } of readers) {
      if (!gets(day)) continue;
      const sent = sentOf.get(name) ?? [];
      const before = new Set(sent.map((item) => item.storyId));
      const days = Math.min(7, day - (lastDay.get(name) ?? day - 1));
      lastDay.set(name, day);
      const { chosen } = editionFor(pool, taste, sent, names, days);
      const wrong = (what: string) => result.problems.push(`Day ${day}, ${name}: ${what}`);
      result.digests++;
      result.items += chosen.length;
      const worst = Math.min(...chosen.filter((item) => !item.isFill).map((item) => item.score));
      const shown = chosen.map((item) => byId.get(item.insightId) as PoolTake);
      for (const item of chosen) {
        const story = (stories.get(item.storyId) ?? []).filter((take) => byId.has(take.id));
        if (item.updateText !== null) result.updates++;
        if (item.isFill) result.fills++;
        if (before.has(item.storyId) && item.updateText === null) wrong(`${item.storyId} came twice.`);
        if (!item.isFill && !fits(taste, story)) wrong(`${item.storyId} does not fit.`);
        if (item.isFill && fits(taste, story)) wrong(`${item.storyId} fits, and is called a fill.`);
        if (item.factors.quality < weights.minimumQuality) wrong(`${item.storyId} is below the floor.`);
      }
      // Of all that fits and was never sent, what scores above the lowest of the five is kept out by a cap or by likeness.
      for (const story of day % options.searchEvery === 0 ? pool.stories : []) {
        if (before.has(story.id) || chosen.some((item) => item.storyId === story.id)) continue;
        if (!fits(taste, story.takes)) continue;
        const alone = editionFor(new CandidatePool(story.takes, asOf), taste, sent, names, days).chosen[0];
        if (!alone || (chosen.length === weights.digestSize && alone.score <= worst)) continue;
        const take = byId.get(alone.insightId) as PoolTake;
        const ofShow = shown.filter((other) => other.showId === take.showId).length;
        const isCapped = ofShow >= weights.mostPerShow || shown.some((other) => other.episodeId === take.episodeId);
        const manyShows = new Set(shown.map((other) => other.showId)).size <= weights.fewestShows && ofShow > 0;
        const nearest = Math.max(0, ...shown.map((other) => cosine(other.vector, take.vector)));
        const discounted = alone.score * (1 - weights.diversity * nearest);
        if (!isCapped && !manyShows && discounted > worst) wrong(`${story.id} scores ${alone.score} and is missing.`);
      }
      const at = { date: asOf.toISOString().slice(0, 10), asOf, builtAt: asOf };
      for (const item of chosen) {
        const take = byId.get(item.insightId) as PoolTake;
        sent.push({ id: take.id, storyId: take.storyId, vector: take.vector, model: take.model, ...at });
      }
    }
  }
  for (const { name, taste, gets } of readers) {
    const got = new Set((sentOf.get(name) ?? []).map((item) => item.storyId));
    for (const storyId of mustSee) {
      const story = (stories.get(storyId) ?? []).slice(0, 6);
      const placedAt = story[0]?.placedAt.getTime() ?? 0;
      const isDue = Array.from({ length: days }, (_, day) => day).some((day) => {
        const age = firstDay + day * dayMs - placedAt;
        return gets(day) && age >= 0 && age <= 6 * dayMs;
      });
      if (!isDue || !fits(taste, story)) continue;
      result.mustSee++;
      if (!got.has(storyId)) result.problems.push(`${name} never got ${storyId}.`);
    }
  }
  return result;
}

/** The simulation's outcome for a terminal. */
export function readersText({ days, digests, items, updates, fills, mustSee, problems }: ReaderSimulation): string {
  return [
    `${readers.length} readers over ${days} days: ${digests} digests of ${items} items, ${updates} of them updates and ${fills} fills.`,
    `Stories that nobody should miss: ${mustSee} times one fitted a reader with an edition within six days.`,
    ...(problems.length === 0
      ? ["No story came twice, none was muted, below the floor or outside without a mark, and none was missed."]
      : problems),
  ].join("\n");
}

import { primaryLanguage } from "../topics/word-forms";
import type { CandidatePool, PoolStory, ShownAt, ShownTake } from "./candidates";
import type { Likenable } from "./likeness";
import { type Contender, chooseDigest, type Factors, type NearMiss, novelty, scoreOf } from "./ranking";
import type { ReasonFact } from "./reasons";
import { affinity, type FollowMatch, learnedOf, type Taste } from "./taste";
import { weights } from "./weights";

/** Something that an edition's earlier digests showed. */
export interface SentItem extends Likenable, ShownAt {
  storyId: string;
  /** The digest's. */
  date: string;
}

/** One of the five, ready to be stored. */
export interface ChosenItem {
  insightId: string;
  storyId: string;
  score: number;
  factors: Factors;
  voices: number;
  /** The new fact, when the story was sent before. */
  updateText: string | null;
  isFill: boolean;
  reasons: ReasonFact[];
}

/** A reader's five, or everybody's. */
export interface Edition {
  chosen: ChosenItem[];
  nearMisses: NearMiss[];
}

const dayMs = 24 * 3600_000;
/** From here on what was learned is worth a word. */
const muchLearned = 1.1;
/** Less alike than this to everything sent before is worth a word. */
const isUnlike = 0.85;

class StoryContender implements Contender {
  readonly mostFactors: Factors;
  #factors: Factors | undefined;

  constructor(
    readonly story: PoolStory,
    readonly shown: ShownTake,
    readonly match: FollowMatch,
    learned: number,
    readonly update: string | null,
    readonly isOutside: boolean,
    readonly keptOutBy: string | null,
    private readonly likenessToSent: (number: number) => number,
    private readonly wasSent: boolean,
  ) {
    this.mostFactors = {
      quality: shown.take.quality,
      corroboration: story.corroboration,
      freshness: shown.freshness,
      affinity: affinity(match, learned),
      novelty: 1,
    };
  }

  get storyId() {
    return this.story.id;
  }
  get insightId() {
    return this.shown.take.id;
  }
  get episodeId() {
    return this.shown.take.episodeId;
  }
  get showId() {
    return this.shown.take.showId;
  }
  get headline() {
    return this.shown.take.headline;
  }
  get showTitle() {
    return this.shown.take.showTitle;
  }
  get identity() {
    return this.shown.take.identity;
  }

  factors(): Factors {
    // An update is news however much it is like what was sent.
    this.#factors ??= this.wasSent
      ? this.mostFactors
      : { ...this.mostFactors, novelty: novelty(this.likenessToSent(this.shown.number)) };
    return this.#factors;
  }
}

/** A reader's follows and mutes, ready to be held against many stories. */
interface PreparedTaste {
  topics: Map<string, number>;
  shows: Map<string, number>;
  phrases: { phrase: string; weight: number; stories: ReadonlySet<number> }[];
  mutedTopics: Set<string>;
  mutedShows: Set<string>;
  mutedPhrases: ReadonlySet<number>[];
  languages: Set<string>;
  followsSomething: boolean;
}

function prepare(pool: CandidatePool, { follows, languages }: Taste): PreparedTaste {
  const prepared: PreparedTaste = {
    topics: new Map(),
    shows: new Map(),
    phrases: [],
    mutedTopics: new Set(),
    mutedShows: new Set(),
    mutedPhrases: [],
    languages: new Set(languages.map(primaryLanguage)),
    followsSomething: follows.some((follow) => !follow.isMuted),
  };
  for (const { topicSlug, showId, phrase, isMuted, weight } of follows) {
    if (topicSlug !== null) {
      if (isMuted) prepared.mutedTopics.add(topicSlug);
      else prepared.topics.set(topicSlug, weight);
    } else if (showId !== null) {
      if (isMuted) prepared.mutedShows.add(showId);
      else prepared.shows.set(showId, weight);
    } else if (phrase !== null) {
      const stories = pool.saying(phrase);
      if (isMuted) prepared.mutedPhrases.push(stories);
      else prepared.phrases.push({ phrase, weight, stories });
    }
  }
  // The order in which somebody followed things shall not show in sums.
  prepared.phrases.sort((a, b) => (a.phrase < b.phrase ? -1 : 1));
  return prepared;
}

const nothing: FollowMatch = { topics: [], shows: [], phrases: [] };

function matchOf(prepared: PreparedTaste, story: PoolStory, place: number): FollowMatch {
  if (!prepared.followsSomething) return nothing;
  const topics: FollowMatch["topics"] = [];
  if (prepared.topics.size > 0)
    for (const { slug, strength } of story.topics) {
      const weight = prepared.topics.get(slug);
      if (weight !== undefined) topics.push({ slug, weight, strength });
    }
  const shows: FollowMatch["shows"] = [];
  if (prepared.shows.size > 0)
    for (const { take } of story.shown) {
      const weight = prepared.shows.get(take.showId);
      if (weight !== undefined) shows.push({ id: take.showId, weight });
    }
  const phrases = prepared.phrases.filter(({ stories }) => stories.has(place));
  return { topics, shows, phrases };
}

/** Whether a reader never wants to see a story, by whichever take. */
function isMuted(prepared: PreparedTaste, story: PoolStory, place: number): boolean {
  if (prepared.mutedTopics.size > 0 && story.topics.some(({ slug }) => prepared.mutedTopics.has(slug))) return true;
  return prepared.mutedPhrases.some((stories) => stories.has(place));
}

/** The take that a reader is shown: of a show that they follow where there is one, else the one that stands for all. */
function takeFor(prepared: PreparedTaste, story: PoolStory): ShownTake | null {
  let best: ShownTake | null = null;
  let bestRank = 0;
  for (const shown of story.shown) {
    if (!mayShow(prepared, shown)) continue;
    const rank =
      1 +
      (shown.take.quality >= weights.minimumQuality ? 2 : 0) +
      (prepared.shows.size > 0 && prepared.shows.has(shown.take.showId) ? 1 : 0);
    if (rank > bestRank) [best, bestRank] = [shown, rank];
  }
  return best;
}

function mayShow({ mutedShows, languages }: PreparedTaste, { take, language }: ShownTake): boolean {
  return !mutedShows.has(take.showId) && (languages.size === 0 || languages.has(language));
}

/**
 * Chooses a reader's five. Pure: the same pool, taste and sent items, in any order, give the same edition on any machine.
 * Work per reader is linear in the pool's stories.
 * @param sent what this edition's earlier digests showed.
 * @param topicNames by slug.
 */
export function editionFor(
  pool: CandidatePool,
  taste: Taste,
  sent: SentItem[],
  topicNames: Map<string, string>,
): Edition {
  const prepared = prepare(pool, taste);
  const lastSent = new Map<string, SentItem>();
  for (const item of sent) {
    const other = lastSent.get(item.storyId);
    if (!other || other.date < item.date) lastSent.set(item.storyId, item);
  }
  const recently = pool.asOf.getTime() - weights.noveltyDays * dayMs;
  const sentNumbers = sent.filter((item) => item.asOf.getTime() > recently).map((item) => pool.likenesses.add(item));
  const likenessToSent = (number: number) => {
    let most = 0;
    for (const other of sentNumbers) most = Math.max(most, pool.likenesses.between(number, other));
    return most;
  };
  const contenders: StoryContender[] = [];
  for (const [place, story] of pool.stories.entries()) {
    if (isMuted(prepared, story, place)) continue;
    const last = lastSent.get(story.id);
    const update = last ? pool.updatesOf(story, last).find(({ shown }) => mayShow(prepared, shown)) : undefined;
    const shown = update?.shown ?? takeFor(prepared, story);
    if (!shown) continue;
    const match = matchOf(prepared, story, place);
    const isFollowed = match.topics.length > 0 || match.shows.length > 0 || match.phrases.length > 0;
    contenders.push(
      new StoryContender(
        story,
        shown,
        match,
        learnedOf(taste.learned, story.topics, shown.take.showId),
        update?.text ?? null,
        prepared.followsSomething && !isFollowed,
        last && !update ? `Its story was in the digest of ${last.date}, and nothing new was said.` : null,
        likenessToSent,
        last !== undefined,
      ),
    );
  }
  const { chosen, nearMisses } = chooseDigest(
    contenders,
    (a, b) => pool.likenesses.between(a.shown.number, b.shown.number),
    { fill: taste.isFilled },
  );
  return {
    nearMisses,
    chosen: chosen.map((contender) => ({
      insightId: contender.insightId,
      storyId: contender.storyId,
      score: scoreOf(contender.factors()),
      factors: contender.factors(),
      voices: contender.story.voices,
      updateText: contender.update,
      isFill: contender.isOutside,
      reasons: reasonsOf(contender, taste, pool.asOf, topicNames),
    })),
  };
}

/** What an item's rank rests on, what weighs most first. */
function reasonsOf(
  contender: StoryContender,
  { learned }: Taste,
  asOf: Date,
  topicNames: Map<string, string>,
): ReasonFact[] {
  const { story, match, isOutside } = contender;
  const { take } = contender.shown;
  const facts: ReasonFact[] = [];
  if (isOutside) facts.push({ kind: "fill" });
  if (story.voices > 1) facts.push({ kind: "voices", count: story.voices, storyId: story.id });
  const nameOf = (slug: string) => topicNames.get(slug) ?? slug;
  const topics = match.topics.toSorted(
    (a, b) => b.weight * b.strength - a.weight * a.strength || (a.slug < b.slug ? -1 : 1),
  );
  for (const { slug } of topics.slice(0, 2)) facts.push({ kind: "topic", slug, name: nameOf(slug) });
  const show = match.shows.find(({ id }) => id === take.showId);
  if (show) facts.push({ kind: "show", id: show.id, title: take.showTitle });
  for (const { phrase } of match.phrases.slice(0, 1)) facts.push({ kind: "phrase", phrase });
  const [liked] = story.topics
    .map(({ slug }) => ({ slug, factor: learned.topics.get(slug) ?? 1 }))
    .filter(({ slug, factor }) => factor >= muchLearned && !topics.some((topic) => topic.slug === slug))
    .sort((a, b) => b.factor - a.factor || (a.slug < b.slug ? -1 : 1));
  if (liked) facts.push({ kind: "learned", slug: liked.slug, name: nameOf(liked.slug) });
  const hours = Math.floor((asOf.getTime() - take.publishedAt.getTime()) / 3600_000);
  if (hours < 48) facts.push({ kind: "age", hours, episodeId: take.episodeId });
  const { novelty: unlike } = contender.factors();
  if (unlike > isUnlike && unlike < 1) facts.push({ kind: "novelty" });
  facts.push({ kind: "quality", value: take.quality });
  return facts;
}

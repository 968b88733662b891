import { primaryLanguage } from "../topics/word-forms";
import {
  baseScore,
  bestScore,
  type CandidatePool,
  type PoolStory,
  type ShownAt,
  type ShownTake,
  type StoryUpdate,
  takeOf,
} from "./candidates";
import type { Learned } from "./learning";
import type { Likenable } from "./likeness";
import { type Contender, type Factors, freshnessEvery, micro, novelty } from "./ranking";
import type { ReasonFact } from "./reasons";
import { affinity, type Follow, followGain, learnedOf, type Taste } from "./taste";
import { weights } from "./weights";

/** Something that an edition's earlier digests showed. */
export interface SentItem extends Likenable, ShownAt {
  storyId: string;
  /** The digest's. */
  date: string;
}

const dayMs = 24 * 3600_000;

/** A story as a reader could be shown it, and why. */
export class StoryContender implements Contender {
  readonly #likenessToSent: ((number: number) => number) | null;
  readonly #most: Factors;
  #factors: Factors | undefined;

  /** @param likenessToSent null for an update, which is news however much it is like what was sent. */
  constructor(
    readonly story: PoolStory,
    readonly place: number,
    readonly shown: ShownTake,
    readonly update: string | null,
    readonly isOutside: boolean,
    readonly keptOutBy: string | null,
    fresh: number,
    affinityToReader: number,
    likenessToSent: ((number: number) => number) | null,
  ) {
    this.#likenessToSent = likenessToSent;
    this.#most = {
      quality: shown.take.quality,
      corroboration: story.corroboration,
      freshness: fresh,
      affinity: affinityToReader,
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
  get quality() {
    return this.shown.take.quality;
  }
  get headline() {
    return this.shown.take.headline;
  }
  get showTitle() {
    return this.shown.take.showTitle;
  }
  get factors(): Factors {
    this.#factors ??= this.#likenessToSent
      ? { ...this.#most, novelty: novelty(this.#likenessToSent(this.shown.number)) }
      : this.#most;
    return this.#factors;
  }
}

/** A reader's follows and mutes by their subject. */
interface Subjects {
  topics: Map<string, number>;
  shows: Map<string, number>;
  phrases: Map<string, number>;
}

function subjectsOf(follows: Follow[]): Subjects {
  const subjects: Subjects = { topics: new Map(), shows: new Map(), phrases: new Map() };
  for (const { topicSlug, showId, phrase, weight } of follows) {
    if (topicSlug !== null) subjects.topics.set(topicSlug, weight);
    else if (showId !== null) subjects.shows.set(showId, weight);
    else if (phrase !== null) subjects.phrases.set(phrase, weight);
  }
  return subjects;
}

/**
 * A pool as one reader sees it. Begins with what is the same for all and changes only the places that the reader's follows,
 * mutes and signals are about, so that ten thousand readers cost little.
 */
export class ReadersView {
  readonly #pool: CandidatePool;
  readonly #followed: Subjects;
  readonly #muted: Subjects;
  readonly #languages: ReadonlySet<string>;
  readonly #days: number;
  /** By place: the take that is shown, and the most that its score can be. */
  readonly #takes: (ShownTake | null)[];
  readonly most: Float64Array;
  readonly #affinities: Float64Array;
  readonly #gains: Float64Array;
  readonly #lastSent: Map<number, SentItem>;
  readonly #updates = new Map<number, StoryUpdate>();
  readonly #likenessToSent: (number: number) => number;
  readonly #contenders = new Map<number, StoryContender>();
  readonly #others = new Map<number, StoryContender[]>();
  readonly followsSomething: boolean;

  constructor(pool: CandidatePool, taste: Taste, sent: SentItem[], days: number) {
    this.#pool = pool;
    this.#days = days;
    this.followsSomething = taste.follows.some((follow) => !follow.isMuted);
    this.#followed = subjectsOf(taste.follows.filter((follow) => !follow.isMuted));
    this.#muted = subjectsOf(taste.follows.filter((follow) => follow.isMuted));
    this.#languages = new Set(taste.languages.map(primaryLanguage));
    const view = pool.view(this.#languages, days);
    this.#takes = [...view.takes];
    this.most = Float64Array.from(view.scores);
    this.#lastSent = lastSentAt(pool, sent);
    const recently = pool.asOf.getTime() - weights.noveltyDays * dayMs;
    const numbers = sent.filter((item) => item.asOf.getTime() > recently).map((item) => pool.likenesses.add(item));
    // Looked up ascending they are read from memory in order.
    numbers.sort((a, b) => a - b);
    this.#likenessToSent = (number) => pool.likenesses.toNearest(number, numbers);
    this.#chooseTakes();
    this.#gains = this.#gainsOfFollows();
    const learned = this.#learnedFactors(taste.learned);
    this.#affinities = this.#gains.map((gain, place) => affinity(gain, learned[place] ?? 1));
    for (const [place, score] of this.most.entries())
      if (score >= 0) this.most[place] = micro(score * (this.#affinities[place] ?? 1));
  }

  /** Whether a take may be shown to the reader: of no muted show, and in a language that they read. */
  #mayShow({ take, language }: ShownTake): boolean {
    return !this.#muted.shows.has(take.showId) && (this.#languages.size === 0 || this.#languages.has(language));
  }

  #hide(place: number): void {
    this.#takes[place] = null;
    this.most[place] = -1;
  }

  #chooseTakes(): void {
    const { stories } = this.#pool;
    const mayShow = (shown: ShownTake) => this.#mayShow(shown);
    for (const showId of [...this.#followed.shows.keys(), ...this.#muted.shows.keys()])
      for (const place of this.#pool.toldBy(showId)) {
        const story = stories[place];
        if (!story) continue;
        this.#takes[place] = takeOf(story, mayShow, this.#followed.shows);
        this.most[place] = bestScore(story, mayShow, this.#days);
      }
    for (const [place, last] of this.#lastSent) {
      const story = stories[place];
      const update = story && this.#pool.updatesOf(story, last).find(({ shown }) => this.#mayShow(shown));
      if (!update) continue;
      this.#updates.set(place, update);
      this.#takes[place] = update.shown;
      this.most[place] = baseScore(story, update.shown, this.#days);
    }
    for (const slug of this.#muted.topics.keys())
      for (const place of this.#pool.about(slug)?.places ?? []) this.#hide(place);
    for (const phrase of this.#muted.phrases.keys()) for (const place of this.#pool.saying(phrase)) this.#hide(place);
  }

  /** By place: what following adds; 0 where a story is about nothing that is followed. */
  #gainsOfFollows(): Float64Array {
    const size = this.#pool.stories.length;
    const gains = new Float64Array(size);
    if (!this.followsSomething) return gains;
    const [topics, shows, phrases] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    // In an order of their own: when somebody followed what shall not show in sums.
    for (const [slug, weight] of sorted(this.#followed.topics)) {
      const { places = [], strengths = [] } = this.#pool.about(slug) ?? {};
      for (const [i, place] of places.entries()) topics[place] = (topics[place] ?? 0) + weight * (strengths[i] ?? 0);
    }
    for (const [showId, weight] of this.#followed.shows)
      for (const place of this.#pool.toldBy(showId)) shows[place] = Math.max(weight, shows[place] ?? 0);
    for (const [phrase, weight] of sorted(this.#followed.phrases))
      for (const place of this.#pool.saying(phrase)) phrases[place] = (phrases[place] ?? 0) + weight;
    for (let place = 0; place < size; place++)
      gains[place] = followGain(topics[place] ?? 0, shows[place] ?? 0, phrases[place] ?? 0);
    return gains;
  }

  /** By place: what was learned of a story. */
  #learnedFactors({ topics, shows }: Learned): Float64Array {
    const size = this.#pool.stories.length;
    const ofTopics = new Float64Array(size).fill(1);
    const ofShows = new Float64Array(size).fill(1);
    if (topics.size === 0 && shows.size === 0) return ofTopics;
    for (const [slug, factor] of sorted(topics)) {
      const { places = [], shares = [] } = this.#pool.about(slug) ?? {};
      for (const [i, place] of places.entries())
        ofTopics[place] = (ofTopics[place] ?? 1) + (factor - 1) * (shares[i] ?? 0);
    }
    for (const [showId, factor] of shows)
      for (const place of this.#pool.toldBy(showId))
        if (this.#takes[place]?.take.showId === showId) ofShows[place] = factor;
    return ofTopics.map((factor, place) => learnedOf(factor, ofShows[place] ?? 1));
  }

  /** The story of a place by the take that stands for it. */
  at(place: number): StoryContender {
    const known = this.#contenders.get(place);
    if (known) return known;
    const shown = this.#takes[place];
    if (!shown) throw new RangeError(`Nothing may be shown of the story at place ${place}.`);
    const contender = this.#contend(place, shown);
    this.#contenders.set(place, contender);
    return contender;
  }

  /** The story of a place by its other takes; what is new about an old one has but the one. */
  others(place: number): StoryContender[] {
    const known = this.#others.get(place);
    if (known) return known;
    const first = this.#takes[place];
    const shown = this.#updates.has(place) ? [] : (this.#pool.stories[place]?.shown ?? []);
    const others = shown
      .filter((take) => take !== first && this.#mayShow(take))
      .map((take) => this.#contend(place, take));
    this.#others.set(place, others);
    return others;
  }

  #contend(place: number, shown: ShownTake): StoryContender {
    const story = this.#pool.stories[place];
    if (!story) throw new RangeError(`There is no story at place ${place}.`);
    const update = this.#updates.get(place);
    const last = this.#lastSent.get(place);
    return new StoryContender(
      story,
      place,
      shown,
      update?.text ?? null,
      this.followsSomething && this.#gains[place] === 0,
      last && !update ? `Its story was in the digest of ${last.date}, and nothing new was said.` : null,
      freshnessEvery(this.#days, shown.freshness),
      this.#affinities[place] ?? 1,
      last ? null : this.#likenessToSent,
    );
  }

  /** What of the reader's follows a story is about, what weighs most first. */
  matches({ story, place, shown }: StoryContender, topicNames: Map<string, string>): ReasonFact[] {
    const { showId, showTitle } = shown.take;
    const topics = story.topics
      .map(({ slug, strength }) => ({ slug, weight: strength * (this.#followed.topics.get(slug) ?? 0) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || (a.slug < b.slug ? -1 : 1));
    const phrase = sorted(this.#followed.phrases).find(([text]) => this.#pool.saying(text).includes(place));
    return [
      ...topics.slice(0, 2).map(({ slug }) => ({ kind: "topic" as const, slug, name: topicNames.get(slug) ?? slug })),
      ...(this.#followed.shows.has(showId) ? [{ kind: "show" as const, id: showId, title: showTitle }] : []),
      ...(phrase ? [{ kind: "phrase" as const, phrase: phrase[0] }] : []),
    ];
  }
}

const sorted = (map: Map<string, number>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** The latest of the sent items of each story of the pool, by place. */
function lastSentAt(pool: CandidatePool, sent: SentItem[]): Map<number, SentItem> {
  const last = new Map<number, SentItem>();
  for (const item of sent) {
    const place = pool.places.get(item.storyId);
    if (place === undefined) continue;
    const other = last.get(place);
    if (!other || other.date < item.date) last.set(place, item);
  }
  return last;
}

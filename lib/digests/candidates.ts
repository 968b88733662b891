import { countVoices } from "../stories/independence";
import { byIdentity, byRepresentation } from "../stories/representative";
import { PhraseIndex } from "../topics/phrase-index";
import { primaryLanguage } from "../topics/word-forms";
import { type Likenable, Likenesses } from "./likeness";
import { corroboration, freshness, freshnessEvery } from "./ranking";
import { newFact } from "./update";
import { candidateWindow, weights } from "./weights";

/** An insight with what ranking needs of it. */
export interface PoolTake extends Likenable {
  storyId: string;
  stance: "agrees" | "dissents";
  headline: string;
  body: string;
  language: string;
  quality: number;
  episodeId: string;
  publishedAt: Date;
  /** When it became known. */
  placedAt: Date;
  showId: string;
  showTitle: string;
  network: string | null;
  guests: string[];
  speaker: string | null;
  topics: { slug: string; weight: number }[];
  /** The same in every installation that read the same feeds. */
  identity: string;
}

/** A take that may be shown, with what is the same for every reader. */
export interface ShownTake {
  take: PoolTake;
  freshness: number;
  language: string;
  /** In the pool's likenesses. */
  number: number;
}

/** A story that may be shown. */
export interface PoolStory {
  id: string;
  /** First the one that stands for all; those that are too old to be shown are left out. */
  shown: ShownTake[];
  /** All of them, also the older ones. */
  takes: PoolTake[];
  /** Those that say what the story says: its agreeing ones. */
  saying: PoolTake[];
  voices: number;
  corroboration: number;
  /** Of what it says, each with the most that any of them is about it. */
  topics: { slug: string; strength: number }[];
}

/** What readers of the same languages begin with, by the place of a story; not to be changed. */
export interface PoolView {
  /** The take that is shown where nothing is followed or muted; null where there is none in these languages. */
  takes: readonly (ShownTake | null)[];
  /** The most that a story can score by any of its takes, without affinity and novelty; -1 where there is none. */
  scores: Float64Array;
}

/** The stories about a topic. */
export interface TopicPlaces {
  places: number[];
  /** How much each is about it, as a share of all that it is about. */
  shares: number[];
  strengths: number[];
}

/** A take of an old story that says something new, with the sentence that does. */
export interface StoryUpdate {
  shown: ShownTake;
  text: string;
}

/** When a story was shown: what was known up to then is not new. */
export interface ShownAt {
  asOf: Date;
  builtAt: Date;
}

/**
 * Everything that could be in a digest at an instant, prepared once for any number of readers: which take stands for each
 * story, its voices and freshness, the phrases that readers follow, and how alike insights are. Pure: the same takes in any
 * order make the same pool.
 */
export class CandidatePool {
  readonly asOf: Date;
  readonly stories: PoolStory[];
  readonly likenesses = new Likenesses();
  /** By story: where it stands in `stories`. */
  readonly places: ReadonlyMap<string, number>;
  readonly #topics = new Map<string, TopicPlaces>();
  readonly #shows = new Map<string, number[]>();
  readonly #views = new Map<string, PoolView>();
  readonly #phrases: PhraseIndex;
  /** By text of the phrase index: the story's place. */
  readonly #storyOfText: number[] = [];
  readonly #byPhrase = new Map<string, readonly number[]>();
  readonly #updates = new Map<string, StoryUpdate[]>();

  /** @param takes of every story that has one in the window (see `candidateWindow`), all of them published up to `asOf`. */
  constructor(takes: PoolTake[], asOf: Date) {
    this.asOf = asOf;
    this.stories = [...Map.groupBy(takes, (take) => take.storyId)]
      .flatMap(([id, told]) => this.#story(id, told) ?? [])
      .sort((a, b) => byIdentity(firstOf(a), firstOf(b)));
    this.places = new Map(this.stories.map((story, place) => [story.id, place]));
    for (const [place, story] of this.stories.entries()) this.#index(story, place);
    const texts: { text: string; language: string }[] = [];
    for (const [place, { saying }] of this.stories.entries())
      for (const take of saying) {
        texts.push({ text: `${take.headline}. ${take.body}`, language: take.language });
        this.#storyOfText.push(place);
      }
    this.#phrases = new PhraseIndex(texts);
  }

  #story(id: string, told: PoolTake[]): PoolStory | null {
    const ordered = byRepresentation(told);
    const agreeing = ordered.filter((take) => take.stance === "agrees");
    const saying = agreeing.length > 0 ? agreeing : ordered;
    const shown = saying.filter((take) => isInWindow(take, this.asOf));
    if (shown.length === 0) return null;
    const strengths = new Map<string, number>();
    for (const { topics } of saying)
      for (const { slug, weight } of topics) strengths.set(slug, Math.max(weight, strengths.get(slug) ?? 0));
    const voices = countVoices(agreeing);
    return {
      id,
      shown: shown.map((take) => ({
        take,
        freshness: freshness(this.asOf.getTime() - take.publishedAt.getTime()),
        language: primaryLanguage(take.language),
        number: this.likenesses.add(take),
      })),
      takes: ordered,
      saying,
      voices,
      corroboration: corroboration(voices),
      topics: [...strengths].map(([slug, strength]) => ({ slug, strength })).sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    };
  }

  #index({ topics, shown }: PoolStory, place: number): void {
    const total = topics.reduce((sum, { strength }) => sum + strength, 0);
    for (const { slug, strength } of topics) {
      const entry = this.#topics.get(slug) ?? { places: [], shares: [], strengths: [] };
      this.#topics.set(slug, entry);
      entry.places.push(place);
      entry.strengths.push(strength);
      entry.shares.push(total > 0 ? strength / total : 0);
    }
    for (const showId of new Set(shown.map(({ take }) => take.showId))) {
      const places = this.#shows.get(showId) ?? [];
      this.#shows.set(showId, places);
      places.push(place);
    }
  }

  /** The stories about a topic. */
  about(slug: string): TopicPlaces | undefined {
    return this.#topics.get(slug);
  }

  /** The places of the stories that a show tells, as far as its takes may be shown. */
  toldBy(showId: string): readonly number[] {
    return this.#shows.get(showId) ?? [];
  }

  /**
   * What readers of some languages (all, where it is empty) begin with.
   * @param days between two of their digests.
   */
  view(languages: ReadonlySet<string>, days: number): PoolView {
    const key = `${days} ${[...languages].sort().join(" ")}`;
    const known = this.#views.get(key);
    if (known) return known;
    const mayShow = ({ language }: ShownTake) => languages.size === 0 || languages.has(language);
    const takes = this.stories.map((story) => takeOf(story, mayShow, nobody));
    const scores = Float64Array.from(this.stories, (story) => bestScore(story, mayShow, days));
    const view = { takes, scores };
    this.#views.set(key, view);
    return view;
  }

  /** The places of the stories that say a phrase, in any form of its words. */
  saying(phrase: string): readonly number[] {
    const known = this.#byPhrase.get(phrase);
    if (known) return known;
    const found = [...new Set(this.#phrases.find(phrase).map((text) => this.#storyOfText[text] ?? -1))];
    this.#byPhrase.set(phrase, found);
    return found;
  }

  /**
   * What is new in a story since it was shown: takes with a number or an event that nobody had told, or with a name where
   * their voice had not spoken then.
   */
  updatesOf(story: PoolStory, last: ShownAt): StoryUpdate[] {
    const key = `${story.id} ${last.asOf.getTime()} ${last.builtAt.getTime()}`;
    const known = this.#updates.get(key);
    if (known) return known;
    const updates = this.#findUpdates(story, last);
    this.#updates.set(key, updates);
    return updates;
  }

  #findUpdates({ takes, shown }: PoolStory, last: ShownAt): StoryUpdate[] {
    const wasKnown = (take: PoolTake) => take.publishedAt <= last.asOf && take.placedAt <= last.builtAt;
    const before = takes.filter((take) => take.stance === "agrees" && wasKnown(take));
    if (before.length === 0) return [];
    const told = before.map((earlier) => `${earlier.headline}. ${earlier.body}`);
    const voicesBefore = countVoices(before);
    return shown.flatMap((candidate) => {
      const { take } = candidate;
      if (take.stance !== "agrees" || wasKnown(take) || take.quality < weights.minimumQuality) return [];
      const text = newFact(take, told, countVoices([...before, take]) > voicesBefore);
      return text ? [{ shown: candidate, text }] : [];
    });
  }
}

/** What a story is ordered by; a story in the pool always has a take. */
const firstOf = ({ id, shown }: PoolStory) => shown[0]?.take ?? { identity: "", id };

const nobody: ReadonlyMap<string, number> = new Map();

/**
 * The take by which a story is shown to a reader: above the quality floor where there is one, then of a show that they
 * follow, then the one that stands for all.
 */
export function takeOf(
  story: PoolStory,
  mayShow: (shown: ShownTake) => boolean,
  followedShows: ReadonlyMap<string, number>,
): ShownTake | null {
  let best: ShownTake | null = null;
  let bestRank = 0;
  for (const shown of story.shown) {
    const { quality, showId } = shown.take;
    const rank = 1 + (quality >= weights.minimumQuality ? 2 : 0) + (followedShows.has(showId) ? 1 : 0);
    if (rank > bestRank && mayShow(shown)) [best, bestRank] = [shown, rank];
  }
  return best;
}

/** A story's score by one of its takes, without affinity and novelty; -1 for none. @param days between two digests. */
export function baseScore(story: PoolStory | undefined, shown: ShownTake | null, days: number): number {
  if (!story || !shown) return -1;
  return shown.take.quality * (1 + story.corroboration) * freshnessEvery(days, shown.freshness);
}

/** The most that a story can score by any take that may be shown, without affinity and novelty; -1 for none. */
export function bestScore(story: PoolStory, mayShow: (shown: ShownTake) => boolean, days: number): number {
  let best = -1;
  for (const shown of story.shown) if (mayShow(shown)) best = Math.max(best, baseScore(story, shown, days));
  return best;
}

/** Whether a take may be shown in a digest of an instant. */
function isInWindow({ publishedAt, placedAt }: PoolTake, asOf: Date): boolean {
  const age = asOf.getTime() - publishedAt.getTime();
  if (age < 0 || age >= candidateWindow.oldestMs) return false;
  return (
    age < candidateWindow.afterPublicationMs || asOf.getTime() - placedAt.getTime() < candidateWindow.afterPlacingMs
  );
}

import { numberInWords } from "../format/counts";
import { ShowsToCome } from "./shows-to-come";
import { weights } from "./weights";

/** The components of a score; the score is their product, with 1 added to corroboration. */
export interface Factors {
  quality: number;
  corroboration: number;
  freshness: number;
  affinity: number;
  novelty: number;
}

/** A story as one reader could be shown it. */
export interface Contender {
  storyId: string;
  /** Of the take that would be shown. */
  insightId: string;
  episodeId: string;
  showId: string;
  headline: string;
  showTitle: string;
  /** As in its factors; known without working out the rest. */
  quality: number;
  factors: Factors;
  /** Set when rules keep it out whatever its score; in words. */
  keptOutBy: string | null;
  /** From outside what the reader follows: only ever fills a quiet day. */
  isOutside: boolean;
}

/**
 * Who contends for a digest, by place: equal scores are decided by the lower place, so that places have to follow from the
 * stories alone. What a contender is, above all its novelty, is worked out only where it could matter.
 */
export interface Field<T extends Contender> {
  /** By place: the most that its score can be, by whichever take; a negative one does not contend. */
  most: Float64Array;
  /** The story of a place by the take that stands for it. */
  at(place: number): T;
  /** The same story by its other takes, for where a cap keeps out the first. */
  others(place: number): T[];
}

/** A contender that was not chosen, and why. */
export interface NearMiss {
  insightId: string;
  headline: string;
  showTitle: string;
  score: number;
  keptOutBy: string;
}

/** Rounded so that it reads the same on every machine. */
export const micro = (value: number) => Math.round(value * 1e6) / 1e6;

/** `quality × (1 + corroboration) × freshness × affinity × novelty`. */
export function scoreOf({ quality, corroboration, freshness, affinity, novelty }: Factors): number {
  return micro(quality * (1 + corroboration) * freshness * affinity * novelty);
}

/** Grows with the logarithm of independent voices; 0 for one. */
export function corroboration(voices: number): number {
  return micro(weights.corroborationPerDoubling * Math.log2(Math.max(1, voices)));
}

/** Halves every `freshnessHalfLifeHours`; 1 at publication. */
export function freshness(ageMs: number): number {
  return micro(0.5 ** (Math.max(0, ageMs) / 3600_000 / weights.freshnessHalfLifeHours));
}

/**
 * Freshness for an edition that comes less often than daily: it decays as many times slower as days lie between two of its
 * digests, so that a Monday's has the best of the week and not of the weekend.
 * @param daily as of a daily edition, from `freshness`.
 */
export function freshnessEvery(days: number, daily: number): number {
  return days <= 1 ? daily : micro(daily ** (1 / days));
}

/** 1 for what is unlike everything sent before; @param likeness the greatest cosine to it, 0 to 1. */
export function novelty(likeness: number): number {
  return micro(1 - weights.noveltyLoss * Math.max(0, Math.min(1, likeness)));
}

/**
 * Chooses the day's five: by maximal marginal relevance (Carbonell and Goldstein, 1998) under hard caps: one per story, one
 * per episode, at most two per show, at least four shows when four are to be had; nothing below the quality floor. What is
 * outside a reader's follows comes after everything inside, and only where `fill` says so. The same contenders in any order
 * give the same choice.
 * @param likeness of two contenders, 0 to 1.
 */
export function chooseDigest<T extends Contender>(
  field: Field<T>,
  likeness: (a: T, b: T) => number,
  options: { fill: boolean },
): { chosen: T[]; nearMisses: NearMiss[] } {
  const order = orderOf(field.most);
  const inside = choose(field, order, likeness, { already: [], isOutside: false });
  const filled =
    options.fill && inside.length < weights.digestSize
      ? choose(field, order, likeness, { already: inside, isOutside: true })
      : [];
  const chosen = [...inside, ...filled];
  return { chosen, nearMisses: missesOf(field, order, likeness, chosen, options) };
}

/** The places that contend, the highest score first and of equal ones the lower place. */
function orderOf(most: Float64Array): number[] {
  const count = most.length;
  // Score and place in one number, which sorts natively: scores are whole millionths, and both stay exact in 53 bits.
  const keys = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    const score = most[place] ?? -1;
    keys[place] = score < 0 ? -1 : Math.round(score * 1e6) * count + (count - 1 - place);
  }
  keys.sort();
  const order: number[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const key = keys[i] ?? -1;
    if (key < 0) break;
    order.push(count - 1 - (key % count));
  }
  return order;
}

interface Valued<T> {
  contender: T;
  place: number;
  value: number;
}

/** What is better by value, and of equal ones by the lower place. */
const isBetter = <T>(one: Valued<T>, other: Valued<T>) =>
  one.value > other.value || (one.value === other.value && one.place < other.place);

/** As many as there is room for beside those chosen already; ordered by score. */
function choose<T extends Contender>(
  field: Field<T>,
  order: number[],
  likeness: (a: T, b: T) => number,
  { already, isOutside }: { already: T[]; isOutside: boolean },
): T[] {
  const mayBeChosen = (contender: T) =>
    contender.isOutside === isOutside && contender.keptOutBy === null && !isBelowFloor(contender);
  const shows = new Set(already.map((item) => item.showId));
  const taken = new Set<number>();
  const toCome = new ShowsToCome(
    order,
    (place) => (mayBeChosen(field.at(place)) ? field.at(place).showId : null),
    (place) => [field.at(place), ...field.others(place)].filter(mayBeChosen).map(({ showId }) => showId),
  );
  const isSeen = (showId: string) => shows.has(showId);
  const isNone = () => false;
  const room = weights.digestSize - already.length;
  const missing = weights.fewestShows - shows.size;
  // Where four are not to be had, the best take of each story goes before one of another show.
  const isEnough = room >= missing && toCome.count(isSeen, isNone, missing) >= missing;
  const showsToHave = isEnough
    ? weights.fewestShows
    : shows.size + toCome.countFirst(isSeen, isNone, Math.min(room, missing));
  // Whether as many shows as are to be had can still be among the five.
  const leavesRoom = (place: number, showId: string, placesAfter: number) => {
    const toFind = showsToHave - shows.size - (shows.has(showId) ? 0 : 1);
    if (toFind <= 0) return true;
    const isSeenThen = (other: string) => other === showId || shows.has(other);
    const isTakenThen = (other: number) => other === place || taken.has(other);
    return toFind <= placesAfter && toCome.count(isSeenThen, isTakenThen, toFind) >= toFind;
  };
  // A story is not lost because another of its teller's was better: then somebody else tells it.
  const open = (place: number, all: T[]): T | undefined => {
    const isOpen = (contender: T) =>
      mayBeChosen(contender) &&
      capOf(contender, all) === null &&
      leavesRoom(place, contender.showId, weights.digestSize - all.length - 1);
    const first = field.at(place);
    return isOpen(first) ? first : mayBeChosen(first) ? field.others(place).find(isOpen) : undefined;
  };
  const chosen: Valued<T>[] = [];
  for (;;) {
    const all = [...already, ...chosen.map((item) => item.contender)];
    const placesLeft = weights.digestSize - all.length;
    let best: Valued<T> | undefined;
    for (const place of placesLeft > 0 ? order : []) {
      // What follows can score no higher than this.
      if (best && (field.most[place] ?? 0) < best.value) break;
      if (taken.has(place)) continue;
      const contender = open(place, all);
      if (!contender) continue;
      let nearest = 0;
      for (const item of all) nearest = Math.max(nearest, likeness(item, contender));
      const value = micro(scoreOf(contender.factors) * (1 - weights.diversity * nearest));
      const valued = { contender, place, value };
      if (!best || isBetter(valued, best)) best = valued;
    }
    if (!best) break;
    chosen.push(best);
    taken.add(best.place);
    shows.add(best.contender.showId);
  }
  const byScore = chosen.map((item) => ({ ...item, value: scoreOf(item.contender.factors) }));
  return byScore.sort((a, b) => (isBetter(a, b) ? -1 : 1)).map((item) => item.contender);
}

/** The highest scores that were not chosen. */
function missesOf<T extends Contender>(
  field: Field<T>,
  order: number[],
  likeness: (a: T, b: T) => number,
  chosen: T[],
  options: { fill: boolean },
): NearMiss[] {
  const taken = new Set(chosen.map((item) => item.storyId));
  const misses: Valued<T>[] = [];
  for (const place of order) {
    const last = misses[weights.nearMisses - 1];
    if (last && (field.most[place] ?? 0) < last.value) break;
    const contender = field.at(place);
    if (taken.has(contender.storyId)) continue;
    misses.push({ contender, place, value: scoreOf(contender.factors) });
    misses.sort((a, b) => (isBetter(a, b) ? -1 : 1));
    misses.length = Math.min(misses.length, weights.nearMisses);
  }
  return misses.map(({ contender, value }) => ({
    insightId: contender.insightId,
    headline: contender.headline,
    showTitle: contender.showTitle,
    score: value,
    keptOutBy:
      contender.keptOutBy ??
      (isBelowFloor(contender) ? `Below the quality floor of ${weights.minimumQuality}.` : null) ??
      capOf(contender, chosen) ??
      (contender.isOutside && !options.fill ? "It is outside what you follow." : lostBy(contender, likeness, chosen)),
  }));
}

/** Why nothing of its own kept out a contender that was not chosen. */
function lostBy<T extends Contender>(contender: T, likeness: (a: T, b: T) => number, chosen: T[]): string {
  const score = scoreOf(contender.factors);
  const rivals = chosen.filter((item) => item.isOutside === contender.isOutside);
  const lowest = Math.min(...rivals.map((item) => scoreOf(item.factors)));
  if (score <= lowest) return "Scored lower than the five.";
  const nearest = Math.max(0, ...chosen.map((item) => likeness(item, contender)));
  if (micro(score * (1 - weights.diversity * nearest)) <= lowest) return "It is much like another one of the five.";
  return `The five come from at least ${numberInWords(weights.fewestShows)} shows, and its own is among them.`;
}

const isBelowFloor = ({ quality }: Contender) => quality < weights.minimumQuality;

function capOf(contender: Contender, chosen: Contender[]): string | null {
  let ofShow = 0;
  for (const item of chosen) {
    if (item.storyId === contender.storyId) return "Its story is among the five already.";
    if (item.episodeId === contender.episodeId) return "Its episode is among the five already.";
    if (item.showId === contender.showId) ofShow++;
  }
  return ofShow >= weights.mostPerShow ? `${contender.showTitle} has two of the five already.` : null;
}

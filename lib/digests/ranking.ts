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
  /** What decides between equal scores: the same in every installation that read the same feeds, unlike the ids. */
  identity: string;
  /** With a novelty of 1, which is the most it can be: novelty is worked out only where it could matter. */
  mostFactors: Factors;
  /** Final factors. */
  factors(): Factors;
  /** Set when rules keep it out whatever its score; in words. */
  keptOutBy: string | null;
  /** From outside what the reader follows: only ever fills a quiet day. */
  isOutside: boolean;
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
const micro = (value: number) => Math.round(value * 1e6) / 1e6;

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

/** 1 for what is unlike everything sent before; @param likeness the greatest cosine to it, 0 to 1. */
export function novelty(likeness: number): number {
  return micro(1 - weights.noveltyLoss * Math.max(0, Math.min(1, likeness)));
}

interface Ordered<T extends Contender> {
  contender: T;
  /** The score with a novelty of 1. */
  most: number;
}

const byIdentity = (a: Contender, b: Contender) => (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0);
const byScore = (a: Contender, b: Contender) => scoreOf(b.factors()) - scoreOf(a.factors()) || byIdentity(a, b);

/**
 * Chooses the day's five: by maximal marginal relevance (Carbonell and Goldstein, 1998) under hard caps: one per story, one
 * per episode, at most two per show, at least four shows when four are to be had; nothing below the quality floor. What is
 * outside a reader's follows comes after everything inside, and only where `fill` says so. The same contenders in any order
 * give the same choice.
 * @param likeness of two contenders, 0 to 1.
 */
export function chooseDigest<T extends Contender>(
  contenders: T[],
  likeness: (a: T, b: T) => number,
  options: { fill: boolean },
): { chosen: T[]; nearMisses: NearMiss[] } {
  const ordered = contenders
    .map((contender) => ({ contender, most: scoreOf(contender.mostFactors) }))
    .sort((a, b) => b.most - a.most || byIdentity(a.contender, b.contender));
  const able = ordered.filter(({ contender }) => !contender.keptOutBy && !floorOf(contender));
  const inside = able.filter(({ contender }) => !contender.isOutside);
  const chosen: T[] = [];
  chooseFrom(inside, chosen, likeness);
  chosen.sort(byScore);
  if (options.fill && chosen.length < weights.digestSize) {
    const fills: T[] = [...chosen];
    chooseFrom(
      able.filter(({ contender }) => contender.isOutside),
      fills,
      likeness,
    );
    chosen.push(...fills.slice(chosen.length).sort(byScore));
  }
  return { chosen, nearMisses: missesOf(ordered, chosen, options) };
}

/** Adds to `chosen` until there are five or nothing is left. */
function chooseFrom<T extends Contender>(ordered: Ordered<T>[], chosen: T[], likeness: (a: T, b: T) => number): void {
  const shows = new Set(chosen.map((item) => item.showId));
  const possibleShows = Math.min(
    weights.fewestShows,
    new Set([...shows, ...ordered.map(({ contender }) => contender.showId)]).size,
  );
  while (chosen.length < weights.digestSize) {
    const needNewShow = possibleShows - shows.size >= weights.digestSize - chosen.length;
    let best: { contender: T; value: number } | undefined;
    for (const { contender, most } of ordered) {
      // What follows can score no higher than this.
      if (best && most < best.value) break;
      if (capOf(contender, chosen) || (needNewShow && shows.has(contender.showId))) continue;
      let nearest = 0;
      for (const item of chosen) nearest = Math.max(nearest, likeness(item, contender));
      const value = micro(scoreOf(contender.factors()) * (1 - weights.diversity * nearest));
      if (!best || value > best.value || (value === best.value && byIdentity(contender, best.contender) < 0))
        best = { contender, value };
    }
    if (!best) return;
    chosen.push(best.contender);
    shows.add(best.contender.showId);
  }
}

/** The highest scores that were not chosen. */
function missesOf<T extends Contender>(ordered: Ordered<T>[], chosen: T[], options: { fill: boolean }): NearMiss[] {
  const taken = new Set<Contender>(chosen);
  const misses: { contender: T; score: number }[] = [];
  for (const { contender, most } of ordered) {
    const last = misses[weights.nearMisses - 1];
    if (last && most < last.score) break;
    if (taken.has(contender)) continue;
    misses.push({ contender, score: scoreOf(contender.factors()) });
    misses.sort((a, b) => b.score - a.score || byIdentity(a.contender, b.contender));
    misses.length = Math.min(misses.length, weights.nearMisses);
  }
  return misses.map(({ contender, score }) => ({
    insightId: contender.insightId,
    headline: contender.headline,
    showTitle: contender.showTitle,
    score,
    keptOutBy:
      contender.keptOutBy ??
      floorOf(contender) ??
      capOf(contender, chosen) ??
      (contender.isOutside && !options.fill ? "It is outside what you follow." : "Scored lower than the five."),
  }));
}

function floorOf(contender: Contender): string | null {
  return contender.mostFactors.quality < weights.minimumQuality
    ? `Below the quality floor of ${weights.minimumQuality}.`
    : null;
}

function capOf(contender: Contender, chosen: Contender[]): string | null {
  let ofShow = 0;
  for (const item of chosen) {
    if (item.storyId === contender.storyId) return "Its story is among the five already.";
    if (item.episodeId === contender.episodeId) return "Its episode is among the five already.";
    if (item.showId === contender.showId) ofShow++;
  }
  return ofShow >= weights.mostPerShow ? `${contender.showTitle} has two of the five already.` : null;
}

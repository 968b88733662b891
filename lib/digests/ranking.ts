import { weights } from "./weights";

/** The components of a score; the score is their product, with 1 added to corroboration. */
export interface Factors {
  quality: number;
  corroboration: number;
  freshness: number;
  affinity: number;
  novelty: number;
}

/** A story that could be shown, by its representing take. */
export interface Candidate {
  insightId: string;
  storyId: string;
  episodeId: string;
  showId: string;
  headline: string;
  showTitle: string;
  voices: number;
  factors: Factors;
  vector: Float32Array;
  /** What decides between equal scores: the same in every installation that read the same feeds, unlike the ids. */
  identity: string;
  /** Set when rules keep it out whatever its score; in words. */
  keptOutBy?: string;
  updateText: string | null;
}

/** A candidate that was not chosen, and why. */
export interface NearMiss {
  insightId: string;
  headline: string;
  showTitle: string;
  score: number;
  keptOutBy: string;
}

/** `quality × (1 + corroboration) × freshness × affinity × novelty`, rounded so that it reads the same everywhere. */
export function scoreOf({ quality, corroboration, freshness, affinity, novelty }: Factors): number {
  return Math.round(quality * (1 + corroboration) * freshness * affinity * novelty * 1e6) / 1e6;
}

const byIdentity = (a: Candidate, b: Candidate) => (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0);

/** Grows with the logarithm of independent voices; 0 for one. */
export function corroboration(voices: number): number {
  return weights.corroborationPerDoubling * Math.log2(Math.max(1, voices));
}

/** Halves every `freshnessHalfLifeHours`; 1 at publication. */
export function freshness(ageMs: number): number {
  return 0.5 ** (Math.max(0, ageMs) / 3600_000 / weights.freshnessHalfLifeHours);
}

/** 1 for what is unlike everything sent before; @param likeness the greatest cosine to it, 0 to 1. */
export function novelty(likeness: number): number {
  return 1 - weights.noveltyLoss * Math.max(0, Math.min(1, likeness));
}

/**
 * Chooses the day's five: by maximal marginal relevance (Carbonell and Goldstein, 1998) under hard caps: one per story, one
 * per episode, at most two per show, at least four shows when four are to be had; nothing below the quality floor. The
 * same candidates in any order give the same choice.
 */
export function chooseDigest(
  candidates: Candidate[],
  similarity: (a: Float32Array, b: Float32Array) => number,
): { chosen: Candidate[]; nearMisses: NearMiss[] } {
  const ordered = [...candidates].sort((a, b) => scoreOf(b.factors) - scoreOf(a.factors) || byIdentity(a, b));
  const able = ordered.filter(
    (candidate) => !candidate.keptOutBy && candidate.factors.quality >= weights.minimumQuality,
  );
  const chosen: Candidate[] = [];
  const shows = () => new Set(chosen.map((item) => item.showId));
  const possibleShows = Math.min(weights.fewestShows, new Set(able.map((candidate) => candidate.showId)).size);
  while (chosen.length < weights.digestSize) {
    const placesLeft = weights.digestSize - chosen.length;
    const needNewShow = possibleShows - shows().size >= placesLeft;
    const open = able.filter(
      (candidate) =>
        !chosen.includes(candidate) && !capOf(candidate, chosen) && !(needNewShow && shows().has(candidate.showId)),
    );
    const best = open
      .map((candidate) => ({ candidate, value: marginalValue(candidate, chosen, similarity) }))
      .sort((a, b) => b.value - a.value || byIdentity(a.candidate, b.candidate))[0];
    if (!best) break;
    chosen.push(best.candidate);
  }
  chosen.sort((a, b) => scoreOf(b.factors) - scoreOf(a.factors) || byIdentity(a, b));
  const nearMisses = ordered
    .filter((candidate) => !chosen.includes(candidate))
    .slice(0, weights.nearMisses)
    .map((candidate) => ({
      insightId: candidate.insightId,
      headline: candidate.headline,
      showTitle: candidate.showTitle,
      score: scoreOf(candidate.factors),
      keptOutBy: candidate.keptOutBy ?? floorOf(candidate) ?? capOf(candidate, chosen) ?? "Scored lower than the five.",
    }));
  return { chosen, nearMisses };
}

function marginalValue(
  candidate: Candidate,
  chosen: Candidate[],
  similarity: (a: Float32Array, b: Float32Array) => number,
): number {
  const likeness = Math.max(0, ...chosen.map((item) => similarity(item.vector, candidate.vector)));
  return scoreOf(candidate.factors) * (1 - weights.diversity * likeness);
}

function floorOf(candidate: Candidate): string | null {
  return candidate.factors.quality < weights.minimumQuality
    ? `Below the quality floor of ${weights.minimumQuality}.`
    : null;
}

function capOf(candidate: Candidate, chosen: Candidate[]): string | null {
  if (chosen.some((item) => item.storyId === candidate.storyId)) return "Its story is among the five already.";
  if (chosen.some((item) => item.episodeId === candidate.episodeId)) return "Its episode is among the five already.";
  const ofShow = chosen.filter((item) => item.showId === candidate.showId).length;
  return ofShow >= weights.mostPerShow ? `${candidate.showTitle} has two of the five already.` : null;
}

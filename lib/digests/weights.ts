/** Everything that tunes the ranking, in one table. */
export const weights = {
  /** Nothing below this quality is shown. */
  minimumQuality: 0.5,
  /** What each doubling of independent voices adds. */
  corroborationPerDoubling: 0.5,
  /** A claim's freshness halves in this time. */
  freshnessHalfLifeHours: 48,
  /** How much likeness to what was sent before lowers a score. */
  noveltyLoss: 0.6,
  /** What was sent longer ago no longer makes a claim less new. */
  noveltyDays: 30,
  /** What following adds, for a follow of weight 1: a topic (times how much the claim is about it), a show, a phrase. */
  followedTopic: 0.5,
  followedShow: 0.5,
  followedPhrase: 0.75,
  /** All follows together add at most this. */
  mostFromFollows: 1.5,
  /** What one signal counts in learning: see `learning.ts`. */
  moreLikeThis: 1,
  saved: 0.5,
  lessLikeThis: -2,
  /** Learning moves a topic or a show, and an insight, at most by this, and reaches half of it at this many signals. */
  mostLearned: 0.5,
  signalsToHalf: 4.5,
  /** Older signals no longer count. */
  signalDays: 180,
  /** Maximal marginal relevance: how much likeness to what is chosen already counts against the score (0 to 1). */
  diversity: 0.3,
  digestSize: 5,
  mostPerShow: 2,
  fewestShows: 4,
  nearMisses: 5,
} as const;

const dayMs = 24 * 3600_000;

/**
 * An insight is a candidate for seven days after its episode was published, or after it was placed where that came late
 * (its transcript took long): then up to fourteen days after publication. Nothing falls between two days, and who has one
 * email a week misses nothing.
 */
export const candidateWindow = {
  afterPublicationMs: 7 * dayMs,
  afterPlacingMs: 7 * dayMs,
  oldestMs: 14 * dayMs,
} as const;

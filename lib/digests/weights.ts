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
  /** Maximal marginal relevance: how much likeness to what is chosen already counts against the score (0 to 1). */
  diversity: 0.3,
  digestSize: 5,
  mostPerShow: 2,
  fewestShows: 4,
  nearMisses: 5,
} as const;

/** How far back candidates are taken from. */
export const candidateWindowMs = 7 * 24 * 3600_000;

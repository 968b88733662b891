/** The standard normal distribution's upper tail (Abramowitz and Stegun 7.1.26; error below 1.5e-7). */
function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return (poly * Math.exp(-x * x)) / 2;
}

/**
 * The two-sided Mann–Whitney test, by its normal approximation with correction for ties: how likely two samples differ so much
 * when both come from one distribution.
 */
export function mannWhitney(a: number[], b: number[]): { u: number; p: number } {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  all.sort((x, y) => x.value - y.value);
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (all[i]?.isA) rankSum += rank;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  const n = all.length;
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  const sigma = Math.sqrt(((a.length * b.length) / 12) * (n + 1 - ties / (n * (n - 1))));
  const z = sigma === 0 ? 0 : (Math.abs(u - mean) - 0.5) / sigma;
  return { u, p: Math.min(1, 2 * upperTail(Math.max(0, z))) };
}

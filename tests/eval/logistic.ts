/** What a logistic regression learned: the log-odds of a row are `start` plus its values times `weights`. */
export interface Logistic {
  start: number;
  weights: number[];
}

/**
 * Logistic regression by Newton's method, with features brought to one scale and their weights held small.
 * @param ridge how much; the sum of the rows' weights is the measure.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  importance: readonly number[],
  ridge: number,
): Logistic {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, j) => j);
  const means = columns.map((j) => rows.reduce((sum, row) => sum + (row[j] ?? 0), 0) / rows.length);
  const spreads = columns.map((j) => {
    const mean = means[j] ?? 0;
    return Math.sqrt(rows.reduce((sum, row) => sum + ((row[j] ?? 0) - mean) ** 2, 0) / rows.length) || 1;
  });
  const scaled = rows.map((row) =>
    Float64Array.from([...columns.map((j) => ((row[j] ?? 0) - (means[j] ?? 0)) / (spreads[j] ?? 1)), 1]),
  );
  const size = width + 1;
  const weights = new Float64Array(size);
  for (let round = 0; round < 15; round++) {
    const slope = new Float64Array(size);
    const curve = Array.from({ length: size }, () => new Float64Array(size + 1));
    scaled.forEach((row, index) => {
      let odds = 0;
      for (let j = 0; j < size; j++) odds += (row[j] as number) * (weights[j] as number);
      const chance = 1 / (1 + Math.exp(-odds));
      const weight = importance[index] ?? 1;
      const error = weight * ((labels[index] ?? 0) - chance);
      const bend = weight * chance * (1 - chance);
      for (let j = 0; j < size; j++) {
        const value = row[j] as number;
        slope[j] = (slope[j] as number) + error * value;
        const line = curve[j] as Float64Array;
        const share = bend * value;
        for (let k = 0; k <= j; k++) line[k] = (line[k] as number) + share * (row[k] as number);
      }
    });
    for (let j = 0; j < size; j++) {
      const held = j < width ? ridge : 1e-6;
      slope[j] = (slope[j] as number) - (j < width ? held * (weights[j] as number) : 0);
      const line = curve[j] as Float64Array;
      line[j] = (line[j] as number) + held;
      line[size] = slope[j] as number;
      for (let k = 0; k < j; k++) (curve[k] as Float64Array)[j] = line[k] as number;
    }
    const step = solve(curve);
    step.forEach((value, j) => {
      weights[j] = (weights[j] as number) + value;
    });
    if (Math.max(...step.map(Math.abs)) < 1e-4) break;
  }
  const plain = columns.map((j) => (weights[j] as number) / (spreads[j] ?? 1));
  return {
    start: (weights[width] as number) - columns.reduce((sum, j) => sum + (plain[j] ?? 0) * (means[j] ?? 0), 0),
    weights: plain,
  };
}

/** Gaussian elimination; the last column is the right side. */
function solve(lines: Float64Array[]): number[] {
  const size = lines.length;
  for (let column = 0; column < size; column++) {
    const pivot = lines[column] as Float64Array;
    for (let below = column + 1; below < size; below++) {
      const line = lines[below] as Float64Array;
      const factor = (line[column] as number) / (pivot[column] as number);
      if (factor !== 0)
        for (let k = column; k <= size; k++) line[k] = (line[k] as number) - factor * (pivot[k] as number);
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    const line = lines[row] as Float64Array;
    let value = line[size] as number;
    for (let k = row + 1; k < size; k++) value -= (line[k] as number) * (result[k] ?? 0);
    result[row] = value / (line[row] as number);
  }
  return result;
}

/** How surely a score ranks a true row above a false one: 0.5 is chance, 1 is always. */
export function rankingSkill(scores: readonly number[], labels: readonly number[]): number {
  const order = scores.map((score, index) => ({ score, label: labels[index] ?? 0 })).sort((a, b) => a.score - b.score);
  let [ranks, positives] = [0, 0];
  order.forEach(({ label }, index) => {
    if (label === 0) return;
    ranks += index + 1;
    positives++;
  });
  const negatives = order.length - positives;
  return (ranks - (positives * (positives + 1)) / 2) / Math.max(1, positives * negatives);
}

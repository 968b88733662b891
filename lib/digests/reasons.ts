import type { Factors } from "./ranking";

/** Why an item ranks where it does, in plain words, what weighs most first. */
export function reasonsInWords(factors: Factors, voices: number, ageHours: number): string[] {
  const reasons: { weight: number; text: string }[] = [];
  if (voices > 1) reasons.push({ weight: 1 + factors.corroboration, text: `${voices} independent shows say it` });
  if (factors.quality >= 0.75) reasons.push({ weight: factors.quality, text: "specific and well supported" });
  else reasons.push({ weight: factors.quality / 2, text: "a clear claim that stands alone" });
  if (ageHours < 24) reasons.push({ weight: factors.freshness, text: "said within the last day" });
  else if (ageHours < 48) reasons.push({ weight: factors.freshness / 2, text: "said since the day before" });
  if (factors.novelty > 0.85) reasons.push({ weight: factors.novelty / 2, text: "unlike the last days' picks" });
  return reasons.sort((a, b) => b.weight - a.weight).map((reason) => reason.text);
}

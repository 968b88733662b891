import { promoKinds } from "./advertisement";
import type { SpokenSegment } from "./insight";
import { sentencesOf } from "./sentences";

/** Segments of which most is advertisement, greeting, goodbye or house-keeping, by rules. */
export function promoSegments(segments: readonly SpokenSegment[]): Set<number> {
  const sentences = sentencesOf(segments);
  const kinds = promoKinds(sentences);
  const words = new Map<number, { promo: number; all: number }>();
  sentences.forEach((sentence, at) => {
    const span = sentence.lastSegment - sentence.firstSegment + 1;
    for (let index = sentence.firstSegment; index <= sentence.lastSegment; index++) {
      const sum = words.get(index) ?? { promo: 0, all: 0 };
      sum.all += sentence.words / span;
      if (kinds[at] !== null) sum.promo += sentence.words / span;
      words.set(index, sum);
    }
  });
  return new Set([...words].filter(([, { promo, all }]) => promo > all / 2).map(([index]) => index));
}

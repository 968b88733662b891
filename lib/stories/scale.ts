import { cosine, type Embedder, type EmbeddingScale } from "./embedding";

/** Pairs of texts that say the same in other words, on eight different things. Written for this and never shown. */
const pairs: [string, string][] = [
  [
    "The port's crane operators ended their strike after the terminal agreed to limit night shifts to two a week.",
    "Two nights a week at most: with that promise the terminal got its crane drivers back to work.",
  ],
  [
    "A new enzyme breaks down polyester in ten hours, which makes recycling of mixed clothes possible.",
    "Mixed garments can be recycled now that polyester is digested by an enzyme overnight.",
  ],
  [
    "The orchestra sells more tickets since it plays for an hour and serves dinner afterwards.",
    "Concerts that last sixty minutes and end with a meal have filled the hall again.",
  ],
  [
    "Teenagers who coach younger children at chess improve in mathematics more than those who only play.",
    "Teaching chess, not playing it, is what lifts a teenager's results in maths.",
  ],
  [
    "The glacier above the village is held by a dam of debris that radar shows to be mostly ice.",
    "What keeps the glacier from the village is ice under a skin of rubble, a radar survey finds.",
  ],
  [
    "A bakery chain lets its shops set their own prices and throws away half as much bread.",
    "Bread waste fell by half at a chain of bakeries after branches were allowed to change prices themselves.",
  ],
  [
    "Hospital visitors wash their hands more often when the dispenser smells of lemon.",
    "The scent of lemon at the dispenser makes visitors to a hospital clean their hands.",
  ],
  [
    "Startups in the valley hire retired machinists because nobody else can read the old drawings.",
    "Old drawings are why young firms of the valley bring machinists out of retirement.",
  ],
];

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/**
 * Measures what a model's cosines mean, so that no threshold is tuned to one model: the mean of pairs that say the same, and
 * of texts on different things. One small call.
 */
export async function measureScale(embedder: Embedder): Promise<{ scale: EmbeddingScale; dimensions: number }> {
  const vectors = await embedder.embed(pairs.flat());
  const at = (pair: number, side: number) => vectors[2 * pair + side] ?? new Float32Array();
  const same = mean(pairs.map((_, i) => cosine(at(i, 0), at(i, 1))));
  const unrelated = mean(pairs.flatMap((_, i) => pairs.flatMap((_, j) => (j > i ? [cosine(at(i, 0), at(j, 1))] : []))));
  // A model that sees no difference at all would make everything the same.
  return { scale: { unrelated, same: Math.max(same, unrelated + 0.05) }, dimensions: vectors[0]?.length ?? 0 };
}

import { z } from "zod";
import { primaryLanguage } from "./language";

/** A transcript that a feed offers. */
export interface TranscriptReference {
  url: string;
  type: string;
  language: string | null;
}

const stored = z
  .array(z.object({ url: z.string(), type: z.string().catch(""), language: z.string().nullable().catch(null) }))
  .catch([]);

/** Formats by how much they tell: times and speakers first, text last. */
function rankOf({ type, url }: TranscriptReference): number {
  const name = `${type} ${new URL(url).pathname}`.toLowerCase();
  const order = [/json/, /vtt/, /srt|subrip/, /html/, /text|txt/];
  const rank = order.findIndex((pattern) => pattern.test(name));
  return rank === -1 ? order.length : rank;
}

/** An episode's references, best first: the show's language, then the format that tells most. */
export function orderReferences(references: unknown, language: string | null): TranscriptReference[] {
  const isForeign = (reference: TranscriptReference) =>
    Number(
      reference.language !== null &&
        language !== null &&
        primaryLanguage(reference.language) !== primaryLanguage(language),
    );
  return stored.parse(references).sort((a, b) => isForeign(a) - isForeign(b) || rankOf(a) - rankOf(b));
}

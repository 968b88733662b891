import { z } from "zod";
import { htmlText } from "../feeds/html-text";

/** A part of an episode that its publisher names. */
export type Chapter = {
  startMs: number;
  title: string;
};

const mostChapters = 200;

const document = z.object({ chapters: z.array(z.unknown()) });
const chapter = z.object({
  startTime: z.coerce
    .number()
    .min(0)
    .max(7 * 24 * 3600),
  title: z.string(),
  toc: z.boolean().optional(),
});

/** Chapters as they are stored; whatever is none is left out. */
export const storedChapters = z.array(z.object({ startMs: z.number(), title: z.string() })).catch([]);

/**
 * Reads chapters of the podcast namespace (JSON, version 1.2), in order, without those that have no name or are not for lists.
 * @returns none where the document is something else.
 */
export function parseChapters(source: string): Chapter[] {
  let data: unknown;
  try {
    data = JSON.parse(source);
  } catch {
    return [];
  }
  const parsed = document.safeParse(data);
  if (!parsed.success) return [];
  return parsed.data.chapters
    .flatMap((value): Chapter[] => {
      const one = chapter.safeParse(value);
      const title = one.success ? htmlText(one.data.title, 200) : "";
      return one.success && title && one.data.toc !== false
        ? [{ startMs: Math.round(one.data.startTime * 1000), title }]
        : [];
    })
    .sort((a, b) => a.startMs - b.startMs)
    .slice(0, mostChapters);
}

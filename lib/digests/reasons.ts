import { z } from "zod";

/**
 * Something an item's rank rests on, as it was when the digest was built. Stored with the item; put into words where it is
 * shown.
 */
const reasonFact = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("voices"), count: z.number(), storyId: z.string() }),
  z.object({ kind: z.literal("topic"), slug: z.string(), name: z.string() }),
  z.object({ kind: z.literal("show"), id: z.string(), title: z.string() }),
  z.object({ kind: z.literal("phrase"), phrase: z.string() }),
  z.object({ kind: z.literal("learned"), slug: z.string(), name: z.string() }),
  z.object({ kind: z.literal("age"), hours: z.number(), episodeId: z.string() }),
  z.object({ kind: z.literal("quality"), value: z.number() }),
  z.object({ kind: z.literal("novelty") }),
  z.object({ kind: z.literal("fill") }),
]);

export type ReasonFact = z.infer<typeof reasonFact>;

/** Reads the reasons column of an item. */
export const reasonFacts = z.array(reasonFact).catch([]);

/** One part of why an item ranks where it does, for example "4 independent shows". */
export interface Reason {
  text: string;
  /** The same once its day is over, where that reads otherwise. */
  later?: string;
  /** The page that proves it, as a path on this site; null where there is none. */
  href: string | null;
}

/**
 * A reason in words.
 * @param shows that say it; where some of them are of one voice, both are counted.
 */
export function reasonInWords(fact: ReasonFact, shows = 0): Reason {
  switch (fact.kind) {
    case "voices":
      return {
        text:
          shows > fact.count ? `${shows} shows, ${fact.count} of them independent` : `${fact.count} independent shows`,
        href: `/stories/${fact.storyId}`,
      };
    case "topic":
      return { text: `you follow ${fact.name}`, href: `/topics/${fact.slug}` };
    case "show":
      return { text: `you follow ${fact.title}`, href: `/shows/${fact.id}` };
    case "phrase":
      return { text: `you follow “${fact.phrase}”`, href: `/search?q=${encodeURIComponent(fact.phrase)}` };
    case "learned":
      return { text: `you liked more on ${fact.name}`, href: `/topics/${fact.slug}` };
    case "age":
      return {
        ...(fact.hours < 24
          ? { text: "new today", later: "new that day" }
          : { text: "new since yesterday", later: "new since the day before" }),
        href: `/episodes/${fact.episodeId}`,
      };
    case "quality":
      return {
        text: fact.value >= 0.75 ? "specific and well supported" : "a clear claim that stands alone",
        href: null,
      };
    case "novelty":
      return { text: "unlike the last days’ picks", href: null };
    case "fill":
      return { text: "from outside what you follow", href: null };
  }
}

/** At most this many parts make a sentence that is read. */
const mostReasons = 4;

/** Why an item ranks where it does, what weighs most first; joined with " · " they are its sentence. */
export function reasonsInWords(facts: ReasonFact[], shows: number): Reason[] {
  return facts.slice(0, mostReasons).map((fact) => reasonInWords(fact, shows));
}

import type { Prisma } from "../../prisma/client/client";
import type { InsightKind } from "./insight";

/** Every read of insights for pages, feeds, stories and digests takes this in: what an operator has found wrong is gone. */
export const notRetracted = { retractedAt: null } as const;

/** A show as pages name it. */
export interface ShowRef {
  id: string;
  title: string;
  network: string | null;
}

/** An episode as pages name it and link to it. */
export interface EpisodeRef {
  id: string;
  title: string;
  publishedAt: Date;
  /** Its page at the publisher's. */
  url: string | null;
  /** Its audio file. */
  enclosureUrl: string | null;
  durationSeconds: number | null;
}

/** The receipt: words as in the transcript, with their place in the recording. */
export interface Quote {
  text: string;
  startMs: number;
  endMs: number;
  speaker: string | null;
}

/** One insight with everything a page or an email shows of it. */
export interface TakeView {
  /** The insight's id. */
  id: string;
  headline: string;
  body: string;
  kind: InsightKind;
  quote: Quote;
  stance: "agrees" | "dissents";
  extractor: string;
  /** 0 to 1. */
  quality: number;
  show: ShowRef;
  episode: EpisodeRef;
  storyId: string | null;
  /** Where the quote's times come from; null where the transcript is gone. */
  timing: "publisher" | "model" | "interpolated" | null;
}

/** The columns a take is made of; give it to Prisma's `select` and the row to `toTake`. */
export const takeSelect = {
  id: true,
  headline: true,
  body: true,
  kind: true,
  quoteText: true,
  quoteStartMs: true,
  quoteEndMs: true,
  speaker: true,
  quality: true,
  extractor: true,
  stance: true,
  storyId: true,
  episode: {
    select: {
      id: true,
      title: true,
      publishedAt: true,
      link: true,
      enclosureUrl: true,
      durationSeconds: true,
      show: { select: { id: true, title: true, network: true } },
      transcript: { select: { timing: true, isApproximate: true } },
    },
  },
} satisfies Prisma.InsightSelect;

/** A row read with `takeSelect`. */
export type TakeRow = Prisma.InsightGetPayload<{ select: typeof takeSelect }>;

/** The episode as pages name it, from its row. */
export function toEpisodeRef(row: Omit<EpisodeRef, "url"> & { link: string | null }): EpisodeRef {
  const { id, title, publishedAt, enclosureUrl, durationSeconds } = row;
  return { id, title, publishedAt, url: row.link, enclosureUrl, durationSeconds };
}

/** A row as plain data for pages, emails and the command line. */
export function toTake(row: TakeRow): TakeView {
  // Of a row with more columns no more goes out: a feed's address may hold a subscriber's key.
  const { id, title, network } = row.episode.show;
  return {
    id: row.id,
    headline: row.headline,
    body: row.body,
    kind: row.kind,
    quote: { text: row.quoteText, startMs: row.quoteStartMs, endMs: row.quoteEndMs, speaker: row.speaker },
    stance: row.stance,
    extractor: row.extractor,
    quality: row.quality,
    show: { id, title, network },
    episode: toEpisodeRef(row.episode),
    storyId: row.storyId,
    timing: row.episode.transcript?.isApproximate ? "interpolated" : (row.episode.transcript?.timing ?? null),
  };
}

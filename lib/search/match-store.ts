import { Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";
import type { SearchFilters } from "./filters";

/** A stretch of a transcript by its key. */
export interface PassageKey {
  episodeId: string;
  firstSegment: number;
  lastSegment: number;
}

/** English stems and words as they stand: what is indexed in either way is found. */
const asked = (query: string) =>
  Prisma.sql`(to_tsquery('english'::regconfig, ${query}) || to_tsquery('simple'::regconfig, ${query}))`;

function common({ showId, from, to }: SearchFilters): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.sql`true`,
      ...(showId ? [Prisma.sql`s."showId" = ${showId}::uuid`] : []),
      ...(from ? [Prisma.sql`s."publishedAt" >= ${from}`] : []),
      ...(to ? [Prisma.sql`s."publishedAt" <= ${to}`] : []),
    ],
    " AND ",
  );
}

/** How much a match is worth when it is new: it loses a third of that in about half a year. */
const recency = Prisma.sql`(0.67 + 0.33 * exp(-extract(epoch FROM now() - h."publishedAt") / 15000000))`;

/**
 * Insights that have the words, best first. Of very many the newest are ranked.
 * @param input.query in the language of `to_tsquery`; null takes all of `ids`.
 * @param input.ids only these, where given.
 */
export async function matchInsights(
  db: Db,
  input: { query: string | null; filters: SearchFilters; limit: number; ids?: string[] },
): Promise<string[]> {
  const { query, filters, limit, ids } = input;
  const where = Prisma.join(
    [
      common(filters),
      ...(query === null ? [] : [Prisma.sql`s."words" @@ ${asked(query)}`]),
      ...(ids ? [Prisma.sql`s."insightId" = ANY(${ids}::uuid[])`] : []),
      ...(filters.kind ? [Prisma.sql`s."kind" = ${filters.kind}::"InsightKind"`] : []),
      ...(filters.topicSlug
        ? [
            Prisma.sql`EXISTS (SELECT 1 FROM "InsightTopic" t WHERE t."insightId" = s."insightId" AND t."topicSlug" = ${filters.topicSlug})`,
          ]
        : []),
    ],
    " AND ",
  );
  const rank = query === null ? Prisma.sql`1` : Prisma.sql`ts_rank_cd(h."words", ${asked(query)}, 1) * ${recency}`;
  const rows = await db.$queryRaw<{ insightId: string }[]>`
    SELECT h."insightId" FROM (
      SELECT s."insightId", s."publishedAt", s."words" FROM "SearchInsight" s
      WHERE ${where} ORDER BY s."publishedAt" DESC LIMIT ${limit}
    ) h ORDER BY ${rank} DESC, h."publishedAt" DESC, h."insightId"`;
  return rows.map((row) => row.insightId);
}

/** Stretches of transcripts that have the words, best first. Of very many the newest are ranked. */
export async function matchPassages(
  db: Db,
  input: { query: string; filters: SearchFilters; limit: number; offset: number; most: number },
): Promise<PassageKey[]> {
  const { query, filters, limit, offset, most } = input;
  return db.$queryRaw<PassageKey[]>`
    SELECT h."episodeId", h."firstSegment", h."lastSegment" FROM (
      SELECT s."episodeId", s."firstSegment", s."lastSegment", s."publishedAt", s."words" FROM "SearchPassage" s
      WHERE ${common(filters)} AND s."words" @@ ${asked(query)} ORDER BY s."publishedAt" DESC LIMIT ${limit}
    ) h
    ORDER BY ts_rank_cd(h."words", ${asked(query)}, 1) * ${recency} DESC, h."publishedAt" DESC, h."firstSegment"
    OFFSET ${offset} LIMIT ${most}`;
}

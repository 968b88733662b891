import { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { notRetracted } from "../insights/take";
import type { Stretch } from "./passages";
import { searchText, textConfig, trigrams } from "./search-text";

const indexed = {
  id: true,
  showId: true,
  title: true,
  publishedAt: true,
  persons: true,
  searchedAt: true,
  stageChangedAt: true,
  show: { select: { title: true } },
  insights: {
    where: notRetracted,
    select: { id: true, headline: true, body: true, quoteText: true, speaker: true, kind: true, language: true },
  },
  transcript: {
    select: {
      language: true,
      segments: { orderBy: { index: "asc" }, select: { index: true, text: true, speaker: true } },
    },
  },
} satisfies Prisma.EpisodeSelect;

/** An episode with all that the search takes from it. */
export type EpisodeToIndex = Prisma.EpisodeGetPayload<{ select: typeof indexed }>;

const notSearchedYet = Prisma.sql`"stage" = 'placed' AND ("searchedAt" IS NULL OR "searchedAt" < "stageChangedAt")`;

/** Placed episodes that the search does not know, or knows as they were before. */
export async function episodesToIndex(db: Db, limit: number): Promise<EpisodeToIndex[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Episode" WHERE ${notSearchedYet} ORDER BY "stageChangedAt", "id" LIMIT ${limit}`;
  return db.episode.findMany({ where: { id: { in: rows.map(({ id }) => id) } }, select: indexed });
}

/** Whether any episode waits to be taken into the search. */
export async function isSearchBehind(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM "Episode" WHERE ${notSearchedYet} LIMIT 1`;
  return rows.length > 0;
}

/** Claims an episode in its transaction. @returns false when someone else was faster, or it has changed since it was read. */
export async function markSearched(tx: Tx, episode: EpisodeToIndex, at: Date): Promise<boolean> {
  const { id, searchedAt, stageChangedAt } = episode;
  const { count } = await tx.episode.updateMany({
    where: { id, searchedAt, stageChangedAt, stage: "placed" },
    data: { searchedAt: at < stageChangedAt ? stageChangedAt : at },
  });
  return count === 1;
}

/** Forgets what the search knows of an episode. */
export async function clearEpisode(tx: Tx, episodeId: string): Promise<void> {
  await tx.searchPassage.deleteMany({ where: { episodeId } });
  await tx.searchInsight.deleteMany({ where: { insight: { episodeId } } });
  await tx.personEpisode.deleteMany({ where: { episodeId } });
}

/** Saves an episode's words. What a headline says weighs most, then body, quote, and who said it where. */
export async function saveWords(
  tx: Tx,
  episode: EpisodeToIndex,
  stretches: Stretch[],
  heard: [slug: string, name: string][],
): Promise<void> {
  const { id, showId, publishedAt, show, title } = episode;
  for (const insight of episode.insights) {
    const config = textConfig(insight.language);
    const part = (text: string, weight: "A" | "B" | "C" | "D") =>
      Prisma.sql`setweight(to_tsvector(${config}::regconfig, ${searchText(text)}), ${weight}::"char")`;
    await tx.$executeRaw`
      INSERT INTO "SearchInsight" ("insightId", "showId", "publishedAt", "kind", "words")
      VALUES (${insight.id}::uuid, ${showId}::uuid, ${publishedAt}, ${insight.kind}::"InsightKind",
        ${part(insight.headline, "A")} || ${part(insight.body, "B")} || ${part(insight.quoteText, "C")}
        || ${part([insight.speaker ?? "", show.title, title].join(" · "), "D")})`;
  }
  const config = textConfig(episode.transcript?.language ?? null);
  for (let from = 0; from < stretches.length; from += 200) {
    const some = stretches.slice(from, from + 200);
    await tx.$executeRaw`
      INSERT INTO "SearchPassage" ("episodeId", "firstSegment", "lastSegment", "showId", "publishedAt", "words")
      SELECT ${id}::uuid, s.first, s.last, ${showId}::uuid, ${publishedAt}, to_tsvector(${config}::regconfig, s.text)
      FROM unnest(${some.map((s) => s.firstSegment)}::int[], ${some.map((s) => s.lastSegment)}::int[],
        ${some.map((s) => searchText(s.text))}::text[]) AS s(first, last, text)`;
  }
  await tx.personEpisode.createMany({ data: heard.map(([slug, name]) => ({ slug, name, episodeId: id })) });
}

/** Counts an episode's words into the dictionary; in order, so that two workers never wait for each other in a circle. */
export async function addTerms(tx: Tx, terms: string[]): Promise<void> {
  const sorted = [...terms].sort();
  for (let from = 0; from < sorted.length; from += 1000) {
    const some = sorted.slice(from, from + 1000);
    await tx.$executeRaw`
      INSERT INTO "SearchTerm" ("term", "count", "trigrams")
      SELECT t.term, 1, string_to_array(t.trigrams, '|')
      FROM unnest(${some}::text[], ${some.map((term) => trigrams(term).join("|"))}::text[]) AS t(term, trigrams)
      ON CONFLICT ("term") DO UPDATE SET "count" = "SearchTerm"."count" + 1`;
  }
}

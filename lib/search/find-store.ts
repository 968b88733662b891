import type { Db } from "../db/types";
import { notRetracted, type TakeView, takeSelect, toTake } from "../insights/take";
import { insightText } from "../stories/embedding";
import type { PassageKey } from "./match-store";
import { trigrams } from "./search-text";
import type { KnownTerm } from "./spelling";

/** Insights in a given order, without those that are gone. */
export async function foundTakes(db: Db, ids: string[]): Promise<TakeView[]> {
  const rows = await db.insight.findMany({ where: { id: { in: ids }, ...notRetracted }, select: takeSelect });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toTake(row)] : [];
  });
}

/** The vectors that a model made of some insights, in no order. */
export async function vectorsOf(
  db: Db,
  embeddingModel: string,
  ids: string[],
): Promise<{ id: string; embedding: Uint8Array }[]> {
  const rows = await db.insight.findMany({
    where: { id: { in: ids }, embeddingModel },
    select: { id: true, embedding: true },
  });
  return rows.flatMap(({ id, embedding }) => (embedding ? [{ id, embedding }] : []));
}

/** What is embedded of insights, by id. */
export async function textsOf(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await db.insight.findMany({
    where: { id: { in: ids } },
    select: { id: true, headline: true, body: true },
  });
  return new Map(rows.map((row) => [row.id, insightText(row)]));
}

/** A stretch of a transcript with where it stands. */
export interface FoundPassage {
  text: string;
  startMs: number;
  endMs: number;
  speaker: string | null;
  episode: { id: string; title: string; publishedAt: Date; enclosureUrl: string | null };
  show: { id: string; title: string };
}

/** The words of stretches, in their order, without those whose transcript is gone. */
export async function foundPassages(db: Db, keys: PassageKey[]): Promise<FoundPassage[]> {
  if (keys.length === 0) return [];
  const episodes = await db.episode.findMany({
    where: { id: { in: keys.map((key) => key.episodeId) } },
    select: {
      id: true,
      title: true,
      publishedAt: true,
      enclosureUrl: true,
      show: { select: { id: true, title: true } },
      transcript: { select: { id: true } },
    },
  });
  const byId = new Map(episodes.map((episode) => [episode.id, episode]));
  const segments = await db.segment.findMany({
    where: {
      OR: keys.flatMap(({ episodeId, firstSegment, lastSegment }) => {
        const transcriptId = byId.get(episodeId)?.transcript?.id;
        return transcriptId ? [{ transcriptId, index: { gte: firstSegment, lte: lastSegment } }] : [];
      }),
    },
    orderBy: { index: "asc" },
    select: { transcriptId: true, index: true, text: true, startMs: true, endMs: true, speaker: true },
  });
  return keys.flatMap(({ episodeId, firstSegment, lastSegment }) => {
    const found = byId.get(episodeId);
    if (!found?.transcript) return [];
    const { transcript, show, ...episode } = found;
    const own = segments.filter(
      ({ transcriptId, index }) => transcriptId === transcript.id && index >= firstSegment && index <= lastSegment,
    );
    const [first] = own;
    if (!first) return [];
    const last = own.at(-1) ?? first;
    const text = own.map((segment) => segment.text).join(" ");
    return [{ text, startMs: first.startMs, endMs: last.endMs, speaker: first.speaker, episode, show }];
  });
}

/** Which of some words somebody said, and which are how such a word begins. */
export async function knownTerms(db: Db, words: string[]): Promise<{ exact: Set<string>; beginnings: Set<string> }> {
  if (words.length === 0) return { exact: new Set(), beginnings: new Set() };
  const rows = await db.$queryRaw<{ word: string; isExact: boolean; isBeginning: boolean }[]>`
    SELECT w.word, EXISTS (SELECT 1 FROM "SearchTerm" t WHERE t."term" = w.word)
        OR EXISTS (SELECT 1 FROM "SearchInsight" s WHERE s."words" @@ to_tsquery('english'::regconfig, w.word))
        OR EXISTS (SELECT 1 FROM "SearchPassage" s WHERE s."words" @@ to_tsquery('english'::regconfig, w.word)) AS "isExact",
      EXISTS (SELECT 1 FROM "SearchTerm" t WHERE t."term" ~>=~ w.word AND t."term" ~<~ (w.word || chr(1114111))) AS "isBeginning"
    FROM unnest(${words}::text[]) AS w(word)`;
  const those = (which: "isExact" | "isBeginning") => new Set(rows.filter((row) => row[which]).map((row) => row.word));
  return { exact: those("isExact"), beginnings: those("isBeginning") };
}

/** The words of the dictionary that share most trigrams with one. */
export async function similarTerms(db: Db, word: string): Promise<KnownTerm[]> {
  const wanted = trigrams(word);
  return db.$queryRaw<KnownTerm[]>`
    SELECT t."term", t."count" FROM "SearchTerm" t
    WHERE t."trigrams" && ${wanted}::text[] AND char_length(t."term") BETWEEN ${word.length - 2} AND ${word.length + 2}
    ORDER BY (SELECT count(*) FROM unnest(t."trigrams") AS g WHERE g = ANY(${wanted}::text[])) DESC, t."count" DESC, t."term"
    LIMIT 40`;
}

import { z } from "zod";
import type { Db } from "../db/types";

/** What is known of an insight beside what readers see: how it was made, and what its model gave with it. */
export interface InsightDetails {
  id: string;
  headline: string;
  kind: string;
  extractor: string;
  /** Null where no model was asked, as is the version of what it was told. */
  model: string | null;
  promptVersion: string | null;
  /** 0 to 1. */
  quality: number;
  /** Components of the quality, 0 to 1, each with the model's line of reason; "" where it gave none. */
  scores: { name: string; score: number; why: string }[];
  /** Names of topics of the list. */
  topics: string[];
  /** Others, in the model's words. */
  freeTopics: string[];
  people: string[];
  organisations: string[];
  /** What would make it out of date, in the model's words. */
  outdatedWhen: string | null;
  showTitle: string;
  episodeTitle: string;
  retractionNote: string | null;
}

const scores = z.record(z.string(), z.number()).catch({});
const reasons = z.record(z.string(), z.string()).catch({});

/** For operators: nothing of a model's own lines was held against the transcript. */
export async function insightDetails(db: Db, ids: readonly string[]): Promise<Map<string, InsightDetails>> {
  const rows = await db.insight.findMany({
    where: { id: { in: [...ids] } },
    include: {
      episode: { select: { title: true, show: { select: { title: true } } } },
      topics: { orderBy: [{ weight: "desc" }, { topicSlug: "asc" }], select: { topic: { select: { name: true } } } },
    },
  });
  return new Map(
    rows.map((row) => {
      const { id, headline, kind, extractor, model, promptVersion, quality, freeTopics, people, organisations } = row;
      const why = reasons.parse(row.scoreReasons);
      const details: InsightDetails = {
        ...{ id, headline, kind, extractor, model, promptVersion, quality, freeTopics, people, organisations },
        scores: Object.entries(scores.parse(row.scores)).map(([name, score]) => ({
          name,
          score,
          why: why[name] ?? "",
        })),
        topics: row.topics.map(({ topic }) => topic.name),
        outdatedWhen: row.outdatedWhen,
        showTitle: row.episode.show.title,
        episodeTitle: row.episode.title,
        retractionNote: row.retractionNote,
      };
      return [id, details] as const;
    }),
  );
}

const ofTen = (score: number) => (10 * score).toFixed(1).replace(/\.0$/, "");

/** The details in words, a line each: what it is called and what it says. Empty ones are left out. */
export function detailsInWords(details: InsightDetails): { name: string; text: string }[] {
  const { model, promptVersion, extractor, topics, freeTopics, people, organisations } = details;
  const lines = [
    {
      name: "Made by",
      text: model === null ? extractor : `${model}, told by version ${promptVersion ?? "unknown"} of the instructions`,
    },
    { name: "Kind", text: details.kind },
    { name: "Quality", text: `${ofTen(details.quality)} of 10` },
    ...details.scores.map(({ name, score, why }) => ({
      name: name.charAt(0).toUpperCase() + name.slice(1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      text: `${ofTen(score)} of 10${why ? `: ${why}` : ""}`,
    })),
    { name: "Out of date when", text: details.outdatedWhen ?? "" },
    { name: "Topics", text: [...topics, ...freeTopics].join(", ") },
    { name: "People", text: people.join(", ") },
    { name: "Organisations", text: organisations.join(", ") },
    { name: "Withdrawn", text: details.retractionNote ?? "" },
  ];
  return lines.filter(({ text }) => text !== "");
}

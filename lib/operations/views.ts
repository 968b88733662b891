import type { EpisodeStage } from "../../prisma/client/client";
import type { Db } from "../db/types";

/** An episode as the operator's list shows it. */
export interface ListedEpisode {
  id: string;
  title: string;
  showTitle: string;
  stage: EpisodeStage;
  stageReason: string | null;
  attempts: number;
  publishedAt: Date;
  stageChangedAt: Date;
  insights: number;
  drops: number;
}

/** Episodes of one stage, or of all, those that moved last first. */
export async function listEpisodes(
  db: Db,
  options: { stage?: EpisodeStage; skip: number; take: number },
): Promise<ListedEpisode[]> {
  const rows = await db.episode.findMany({
    where: options.stage ? { stage: options.stage } : {},
    orderBy: [{ stageChangedAt: "desc" }, { id: "asc" }],
    skip: options.skip,
    take: options.take,
    select: {
      id: true,
      title: true,
      stage: true,
      stageReason: true,
      attempts: true,
      publishedAt: true,
      stageChangedAt: true,
      show: { select: { title: true } },
    },
  });
  const where = { episodeId: { in: rows.map(({ id }) => id) } };
  const [insights, drops] = await Promise.all([
    db.insight.groupBy({ by: ["episodeId"], where, _count: { _all: true } }),
    db.insightDrop.groupBy({ by: ["episodeId"], where, _count: { _all: true } }),
  ]);
  const countOf = (groups: typeof insights, id: string) =>
    groups.find(({ episodeId }) => episodeId === id)?._count._all ?? 0;
  return rows.map(({ show, ...row }) => ({
    ...row,
    showTitle: show.title,
    insights: countOf(insights, row.id),
    drops: countOf(drops, row.id),
  }));
}

/** The latest things that the gate refused, of one reason or of all. */
export async function listDrops(db: Db, options: { reason?: string; take: number }) {
  return db.insightDrop.findMany({
    where: options.reason ? { reason: options.reason } : {},
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: options.take,
    select: {
      id: true,
      extractor: true,
      reason: true,
      detail: true,
      text: true,
      createdAt: true,
      episode: { select: { id: true, title: true, show: { select: { title: true } } } },
    },
  });
}

/** Readers' reports that no operator has looked at, oldest first, by insight. */
export async function openReports(db: Db, take: number) {
  const rows = await db.reaction.findMany({
    where: { kind: "report", settledAt: null, insight: { retractedAt: null } },
    orderBy: [{ createdAt: "asc" }, { insightId: "asc" }],
    take,
    select: {
      insightId: true,
      comment: true,
      createdAt: true,
      insight: {
        select: {
          headline: true,
          body: true,
          quoteText: true,
          extractor: true,
          episode: { select: { title: true, show: { select: { title: true } } } },
        },
      },
    },
  });
  return [...Map.groupBy(rows, (row) => row.insightId)].flatMap(([insightId, reports]) => {
    const insight = reports[0]?.insight;
    return insight
      ? [{ insightId, insight, reports: reports.map(({ comment, createdAt }) => ({ comment, createdAt })) }]
      : [];
  });
}

/** Marks all reports of an insight as looked at. */
export async function settleReports(db: Db, insightId: string, now: Date): Promise<boolean> {
  const { count } = await db.reaction.updateMany({
    where: { insightId, kind: "report", settledAt: null },
    data: { settledAt: now },
  });
  return count > 0;
}

/** Shows that readers suggest and nobody has decided on, with how many readers want each, most first. */
export async function openSuggestions(db: Db): Promise<{ wanted: string; readers: number; since: Date }[]> {
  const groups = await db.showSuggestion.groupBy({
    by: ["wanted"],
    where: { settledAt: null },
    _count: { _all: true },
    _min: { createdAt: true },
    orderBy: { _count: { wanted: "desc" } },
    take: 200,
  });
  return groups.map(({ wanted, _count, _min }) => ({
    wanted,
    readers: _count._all,
    since: _min.createdAt ?? new Date(0),
  }));
}

/** Decides on a suggestion. @returns false when nobody waits for it. */
export async function settleSuggestion(
  db: Db,
  suggestion: { wanted: string; wasAdded: boolean; now: Date },
): Promise<boolean> {
  const { count } = await db.showSuggestion.updateMany({
    where: { wanted: suggestion.wanted, settledAt: null },
    data: { settledAt: suggestion.now, wasAdded: suggestion.wasAdded },
  });
  return count > 0;
}

/** Who asked for sign-in links lately, who waits for an invitation, and who has one. */
export async function readPeople(db: Db) {
  const [readers, requests, waiting, invitations] = await Promise.all([
    db.reader.count(),
    db.signInRequest.findMany({
      orderBy: { createdAt: "desc" },
      take: 30,
      select: { id: true, email: true, createdAt: true, outcome: true },
    }),
    db.signInRequest.findMany({
      where: { isWaiting: true },
      distinct: ["email"],
      orderBy: [{ email: "asc" }, { createdAt: "desc" }],
      take: 200,
      select: { email: true, createdAt: true },
    }),
    db.invitation.findMany({ orderBy: { createdAt: "desc" }, take: 200 }),
  ]);
  return { readers, requests, waiting, invitations };
}

import type { Db } from "../db/types";
import { notRetracted, type TakeView, takeSelect, toTake } from "../insights/take";
import { segmentsOf } from "../transcripts/store";
import type { TranscriptSegment } from "../transcripts/transcript";
import { bytesVector } from "./embedding";
import { countVoices, explainVoices, guestNames } from "./independence";
import { byRepresentation, takeIdentity } from "./representative";

/** A story with every take. */
export interface StoryView {
  id: string;
  title: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
  shows: number;
  /** Independent: a network and a touring guest count once. */
  voices: number;
  /** How the voices were counted, in a sentence or more; null where every show is a voice of its own. */
  voicesExplained: string | null;
  /** Those that say it, first the one that stands for all. */
  takes: TakeView[];
  /** Those that contradict it, as they were said: in time order. */
  dissenting: TakeView[];
  /** All of them as they were said: by publication, within an episode by the second. */
  inTime: TakeView[];
  /** Of those that say it the first, where several do. */
  firstSaid: TakeView | null;
  /** Each dissenting take beside the agreeing one that it contradicts, for their two quotes; null where that has gone. */
  disputes: { take: TakeView; against: TakeView | null }[];
  topics: { slug: string; name: string }[];
}

/** An insight in its surroundings. */
export interface InsightView {
  take: TakeView;
  story: { id: string; title: string; shows: number; takes: number; dissenting: number } | null;
  /** Other takes of the same story, at most six. */
  others: TakeView[];
  context: { before: TranscriptSegment[]; evidence: TranscriptSegment[]; after: TranscriptSegment[] };
  topics: { slug: string; name: string }[];
  /** From other shows and stories, nearest first, at most ten. */
  related: TakeView[];
}

const contextSegments = 3;
const topicSelect = {
  orderBy: { weight: "desc" },
  select: { weight: true, topic: { select: { slug: true, name: true } } },
} as const;

/** Those of one second of one episode in the order given. */
const inTimeOrder = (takes: readonly TakeView[]) =>
  takes.toSorted(
    (a, b) => a.episode.publishedAt.getTime() - b.episode.publishedAt.getTime() || a.quote.startMs - b.quote.startMs,
  );

/** A story by its id; null when there is none, or all that was said of it was retracted. */
export async function storyPage(db: Db, id: string): Promise<StoryView | null> {
  const story = await db.story.findUnique({
    where: { id },
    include: {
      insights: {
        where: notRetracted,
        select: {
          ...takeSelect,
          key: true,
          embedding: true,
          dissentsFromId: true,
          topics: topicSelect,
          episode: {
            select: {
              ...takeSelect.episode.select,
              ...{ guid: true, persons: true },
              show: { select: { ...takeSelect.episode.select.show.select, feed: { select: { url: true } } } },
            },
          },
        },
      },
    },
  });
  if (!story || story.insights.length === 0) return null;
  const takes = byRepresentation(
    story.insights.map((row) => ({
      row,
      quality: row.quality,
      showId: row.episode.show.id,
      publishedAt: row.episode.publishedAt,
      vector: row.embedding ? bytesVector(row.embedding) : new Float32Array(),
      ...{ id: row.id, identity: takeIdentity(row) },
    })),
  ).map(({ row }) => toTake(row));
  const inTime = inTimeOrder(takes);
  const agreeing = takes.filter((take) => take.stance === "agrees");
  const dissenting = inTime.filter((take) => take.stance === "dissents");
  const sources = story.insights
    .filter((row) => row.stance === "agrees")
    .map(({ episode, speaker }) => ({
      speaker,
      showId: episode.show.id,
      showTitle: episode.show.title,
      network: episode.show.network,
      guests: guestNames(episode.persons),
    }));
  const against = new Map(story.insights.map((row) => [row.id, row.dissentsFromId]));
  const topics = new Map(story.insights.flatMap((row) => row.topics.map(({ topic }) => [topic.slug, topic] as const)));
  return {
    id: story.id,
    title: story.title,
    firstSeenAt: story.firstSeenAt,
    lastSeenAt: story.lastSeenAt,
    shows: new Set(takes.map((take) => take.show.id)).size,
    voices: countVoices(sources),
    voicesExplained: explainVoices(sources),
    takes: agreeing,
    dissenting,
    inTime,
    firstSaid: agreeing.length > 1 ? (inTime.find((take) => take.stance === "agrees") ?? null) : null,
    disputes: dissenting.map((take) => ({
      take,
      against: takes.find((other) => other.id === against.get(take.id)) ?? null,
    })),
    topics: [...topics.values()].slice(0, 4),
  };
}

/**
 * Where a story is now: its own id, or that of the story it was merged into, to which its address forwards for good; null
 * when there is none of that id.
 */
export async function currentStoryId(db: Db, id: string): Promise<string | null> {
  const story = await db.story.findUnique({ where: { id }, select: { id: true, mergedIntoId: true } });
  return story && (story.mergedIntoId ?? story.id);
}

/** An insight by its id, with its transcript around it; null when there is none, or it was retracted. */
export async function insightPage(db: Db, id: string): Promise<InsightView | null> {
  const row = await db.insight.findUnique({
    where: { id, ...notRetracted },
    select: {
      ...takeSelect,
      firstSegment: true,
      lastSegment: true,
      topics: topicSelect,
      related: {
        where: { related: notRetracted },
        orderBy: { rank: "asc" },
        select: {
          related: { select: takeSelect },
        },
      },
    },
  });
  if (!row) return null;
  const story = row.storyId ? await storyPage(db, row.storyId) : null;
  const all = story ? [...story.takes, ...story.dissenting] : [];
  const segments = await segmentsOf(db, row.episode.id);
  return {
    take: toTake(row),
    story: story && {
      ...{ id: story.id, title: story.title, shows: story.shows },
      ...{ takes: all.length, dissenting: story.dissenting.length },
    },
    others: all.filter((take) => take.id !== id).slice(0, 6),
    context: {
      before: segments.slice(Math.max(0, row.firstSegment - contextSegments), row.firstSegment),
      evidence: segments.slice(row.firstSegment, row.lastSegment + 1),
      after: segments.slice(row.lastSegment + 1, row.lastSegment + 1 + contextSegments),
    },
    topics: row.topics.map(({ topic }) => topic),
    // Stories that merged since have made some of them takes of its own story.
    related: row.related.filter(({ related }) => related.storyId !== row.storyId).map(({ related }) => toTake(related)),
  };
}

/** What stands at the address of an insight that was withdrawn: why, and where it came from; never what it said. */
export interface WithdrawnInsight {
  withdrawnAt: Date;
  note: string;
  show: { id: string; title: string };
  episode: { id: string; title: string; publishedAt: Date };
}

/** An insight that was retracted, by its id; null for every other. */
export async function withdrawnInsight(db: Db, id: string): Promise<WithdrawnInsight | null> {
  const row = await db.insight.findUnique({
    where: { id, retractedAt: { not: null } },
    select: {
      retractedAt: true,
      retractionNote: true,
      episode: { select: { id: true, title: true, publishedAt: true, show: { select: { id: true, title: true } } } },
    },
  });
  if (!row?.retractedAt) return null;
  const { show, ...episode } = row.episode;
  return { withdrawnAt: row.retractedAt, note: row.retractionNote ?? "", show, episode };
}

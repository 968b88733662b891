import type { StageContext } from "../queue/stage";
import { bytesVector, cosine } from "../stories/embedding";
import { countVoices, guestNames } from "../stories/independence";
import { byRepresentation } from "../stories/representative";
import { type Candidate, chooseDigest, corroboration, freshness, novelty } from "./ranking";
import {
  type CandidateInsight,
  candidateInsights,
  canGrow,
  countEpisodes,
  createDigest,
  findDigest,
  isAlreadyThere,
  previousAsOf,
  removeUnsent,
  shownBefore,
} from "./store";
import { newFact } from "./update";
import { candidateWindowMs, weights } from "./weights";

const dayMs = 24 * 3600_000;

/**
 * Builds the digest of an edition and date from what was published in the seven days before `asOf`, and enqueues its
 * delivery when that is today's. Idempotent: a digest that is there is kept as readers saw it, unless it is the first and
 * may still grow (see `canGrow`). Before anything was read there is none.
 * @returns the digest; its id is null where there was nothing to build one from.
 * @param input.asOf defaults to now; for a past date to this time of day on that date.
 */
export async function buildDigest(
  context: StageContext,
  input: { date: string; asOf?: Date; edition?: string },
): Promise<{ digestId: string | null; created: boolean; items: number }> {
  const { db } = context;
  const { date, edition = "everyone" } = input;
  const existing = await findDigest(db, edition, date);
  const grows = existing !== null && (await canGrow(db, edition, date));
  if (existing && !grows) return { digestId: existing.id, created: false, items: existing._count.items };

  const now = context.now();
  const asOf = input.asOf ?? defaultAsOf(date, now, context.env.APP_TIMEZONE);
  const from = new Date(asOf.getTime() - candidateWindowMs);
  const insights = await candidateInsights(db, from, asOf);
  const candidates = toCandidates(insights, await shownBefore(db, edition, date), asOf);
  const before = await previousAsOf(db, edition, date);
  if (candidates.length === 0 && before === null) return { digestId: null, created: false, items: 0 };
  const { chosen, nearMisses } = chooseDigest(candidates, cosine);
  const counts = await countEpisodes(db, before && before > from ? before : from, asOf);
  const isCurrent = now.getTime() - asOf.getTime() < dayMs;
  try {
    const digestId = await db.$transaction(async (tx) => {
      if (grows && !(await removeUnsent(tx, edition, date))) return null;
      const id = await createDigest(tx, {
        edition,
        date,
        asOf,
        builtAt: now,
        quiet: chosen.length < weights.digestSize,
        ...counts,
        nearMisses,
        chosen,
      });
      if (isCurrent) await context.enqueue(tx, "deliver-digest", { digestId: id });
      return id;
    });
    if (digestId === null && existing) return { digestId: existing.id, created: false, items: existing._count.items };
    return { digestId, created: true, items: chosen.length };
  } catch (error) {
    const other = isAlreadyThere(error) ? await findDigest(db, edition, date) : null;
    if (!other) throw error;
    return { digestId: other.id, created: false, items: other._count.items };
  }
}

function defaultAsOf(date: string, now: Date, timeZone: string): Date {
  const today = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(now);
  const daysAgo = Math.max(0, Math.round((Date.parse(today) - Date.parse(date)) / dayMs));
  return new Date(now.getTime() - daysAgo * dayMs);
}

/** One candidate a story: its best agreeing take, with what the ranking needs. */
function toCandidates(
  insights: CandidateInsight[],
  shown: Awaited<ReturnType<typeof shownBefore>>,
  asOf: Date,
): Candidate[] {
  const byStory = new Map<string, CandidateInsight[]>();
  for (const insight of insights) {
    if (insight.storyId) byStory.set(insight.storyId, [...(byStory.get(insight.storyId) ?? []), insight]);
  }
  const sentVectors = shown.flatMap((item) => (item.insight.embedding ? [bytesVector(item.insight.embedding)] : []));
  return [...byStory].flatMap(([storyId, takes]) => {
    const earlier = shown.filter((item) => item.storyId === storyId).at(-1);
    const agreeing = takes.filter((take) => take.stance === "agrees");
    const update = earlier ? findUpdate(agreeing, earlier.digest.asOf) : null;
    const take = update?.take ?? bestOf(agreeing.length > 0 ? agreeing : takes);
    if (!take) return [];
    const { episode } = take;
    const vector = take.embedding ? bytesVector(take.embedding) : new Float32Array();
    const voices = voicesOf(agreeing);
    return [
      {
        insightId: take.id,
        storyId,
        episodeId: episode.id,
        showId: episode.show.id,
        headline: take.headline,
        showTitle: episode.show.title,
        voices,
        vector,
        identity: identityOf(take),
        updateText: update?.text ?? null,
        ...(earlier && !update
          ? { keptOutBy: `Its story was in the digest of ${earlier.digest.date}, and nothing new was said.` }
          : {}),
        factors: {
          quality: take.quality,
          corroboration: corroboration(voices),
          freshness: freshness(asOf.getTime() - episode.publishedAt.getTime()),
          affinity: 1,
          novelty: earlier ? 1 : novelty(Math.max(0, ...sentVectors.map((sent) => cosine(sent, vector)))),
        },
      },
    ];
  });
}

/** The take that can stand for the others; see `byRepresentation`. */
function bestOf(takes: CandidateInsight[]): CandidateInsight | undefined {
  return byRepresentation(
    takes.map((take) => ({
      take,
      quality: take.quality,
      showId: take.episode.show.id,
      publishedAt: take.episode.publishedAt,
      vector: take.embedding ? bytesVector(take.embedding) : new Float32Array(),
      identity: identityOf(take),
    })),
  )[0]?.take;
}

const identityOf = (take: CandidateInsight) => `${take.episode.show.title} ${take.episode.guid} ${take.key}`;

const voicesOf = (takes: CandidateInsight[]) =>
  countVoices(
    takes.map(({ episode }) => ({
      showId: episode.show.id,
      network: episode.show.network,
      guests: guestNames(episode.persons),
    })),
  );

/** A take of a voice that had not spoken when the story was last shown, with a fact that nobody had told then. */
function findUpdate(takes: CandidateInsight[], lastShownAt: Date): { take: CandidateInsight; text: string } | null {
  const before = takes.filter((take) => take.episode.publishedAt <= lastShownAt);
  if (before.length === 0) return null;
  const told = before.map((earlier) => `${earlier.headline}. ${earlier.body}`);
  const voicesBefore = voicesOf(before);
  for (const take of takes) {
    if (before.includes(take) || take.quality < weights.minimumQuality) continue;
    // A guest on tour and a sister show repeat what they have said already.
    if (voicesOf([...before, take]) <= voicesBefore) continue;
    const text = newFact(take.body, told);
    if (text) return { take, text };
  }
  return null;
}

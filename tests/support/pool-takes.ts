import type { PoolTake } from "../../lib/digests/candidates";
import { nothingLearned } from "../../lib/digests/learning";
import type { SentItem } from "../../lib/digests/readers-view";
import type { Follow, Taste } from "../../lib/digests/taste";

export const hourMs = 3600_000;

/** The instant of the digests that tests build; a Tuesday. */
export const asOf = new Date("2026-11-24T06:00:00Z");

/** A take as a test describes it; what it leaves out does not matter to it. */
export function poolTake(id: string, take: Partial<PoolTake> & { ageHours?: number } = {}): PoolTake {
  const publishedAt = take.publishedAt ?? new Date(asOf.getTime() - (take.ageHours ?? 10) * hourMs);
  const { ageHours: _, ...rest } = take;
  return {
    id,
    storyId: `story of ${id}`,
    stance: "agrees",
    headline: `Headline of ${id}`,
    body: `Something is said in ${id}.`,
    language: "en",
    quality: 0.8,
    vector: vectorAt(0),
    model: "test",
    episodeId: `episode of ${id}`,
    publishedAt,
    placedAt: publishedAt,
    showId: `show of ${id}`,
    showTitle: `Show of ${id}`,
    network: null,
    guests: [],
    speaker: null,
    topics: [],
    identity: id,
    ...rest,
  };
}

/** A unit vector in the plane; angles that differ by a quarter turn have nothing in common. */
export const vectorAt = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle));

/** A taste of follows, else everybody's. */
export const tasteOf = (follows: Partial<Follow>[], taste: Partial<Taste> = {}): Taste => ({
  follows: follows.map((follow) => ({
    topicSlug: null,
    showId: null,
    phrase: null,
    isMuted: false,
    weight: 1,
    ...follow,
  })),
  languages: [],
  isFilled: false,
  learned: nothingLearned,
  ...taste,
});

/** That a take was in the digest of some days ago. */
export function sentBefore(take: PoolTake, daysAgo: number): SentItem {
  const at = new Date(asOf.getTime() - daysAgo * 24 * hourMs);
  return {
    id: take.id,
    storyId: take.storyId,
    vector: take.vector,
    model: take.model,
    date: at.toISOString().slice(0, 10),
    asOf: at,
    builtAt: at,
  };
}

import type { Tx } from "../db/types";
import { bytesVector, insightText } from "./embedding";
import { byRepresentation, takeIdentity } from "./representative";
import { dissentingTakes } from "./stance";
import { deleteUntold, saveStory, takesOf } from "./store";

/** Title, times and stances follow from the takes alone, so that they do not depend on the order of arrival. */
async function refreshStory(tx: Tx, storyId: string): Promise<void> {
  const takes = byRepresentation(
    (await takesOf(tx, storyId)).map((take) => ({
      ...take,
      showId: take.episode.showId,
      publishedAt: take.episode.publishedAt,
      vector: take.embedding ? bytesVector(take.embedding) : new Float32Array(),
      identity: takeIdentity(take),
    })),
  );
  const dissenting = dissentingTakes(takes.map((take) => ({ text: insightText(take), showId: take.showId })));
  const times = takes.map((take) => take.publishedAt.getTime());
  const best = takes.find((_, i) => !dissenting.has(i)) ?? takes[0];
  if (!best) return;
  await saveStory(
    tx,
    storyId,
    { title: best.headline, firstSeenAt: new Date(Math.min(...times)), lastSeenAt: new Date(Math.max(...times)) },
    new Map([...dissenting].map(([take, against]) => [takes[take]?.id ?? "", takes[against]?.id ?? ""])),
  );
}

/** Brings stories up to date after takes came or went; those that nobody tells any more go. */
export async function refreshStories(tx: Tx, storyIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(storyIds)];
  await deleteUntold(tx, ids);
  for (const storyId of ids) await refreshStory(tx, storyId);
}

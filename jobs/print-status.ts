import type { Db } from "../lib/db/types";
import { deliveryCounts } from "../lib/delivery/store";
import { latestDigest } from "../lib/digests/views";
import { episodeCounts, episodesNeedingAttention, listShows } from "../lib/feeds/views";
import { fromNow } from "../lib/format/durations";
import { droppedCounts } from "../lib/insights/views";

/** What `status` tells: how the feeds, episodes, insights, digests and deliveries stand. */
export async function readStatus(db: Db) {
  const shows = await listShows(db);
  const digest = await latestDigest(db, { onOrBefore: "9999-12-31" });
  return {
    shows: shows.length,
    failingFeeds: shows
      .filter((show) => show.lastError)
      .map(({ title, feedUrl, lastError, nextCheckAt }) => ({ title, feedUrl, lastError, nextCheckAt })),
    mendedFeeds: shows.filter((show) => show.repairNote).map(({ title, repairNote }) => ({ title, repairNote })),
    episodes: await episodeCounts(db),
    attention: await episodesNeedingAttention(db, 20),
    dropped: await droppedCounts(db),
    latestDigest: digest && { date: digest.date, items: digest.items.length, quiet: digest.quiet },
    deliveries: await deliveryCounts(db),
  };
}

type Status = Awaited<ReturnType<typeof readStatus>>;

const counts = (record: Partial<Record<string, number>>) =>
  Object.entries(record)
    .filter(([, count]) => count)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ") || "none";

/** The status in lines for a person. */
export function statusText(status: Status): string {
  const lines = [
    `Shows       ${status.shows}${status.shows === 0 ? " (some to begin with: npm run cli -- shows starter)" : ""}`,
    `Episodes    ${counts(status.episodes)}`,
    `Refused     ${counts(status.dropped)}`,
    `Digest      ${status.latestDigest ? `${status.latestDigest.date}, ${status.latestDigest.items} items` : "none yet"}`,
    `Deliveries  ${counts(status.deliveries)}`,
  ];
  for (const feed of status.failingFeeds)
    lines.push(
      "",
      `Feed of ${feed.title} (${feed.feedUrl})`,
      `  ${feed.lastError} Next check ${fromNow(feed.nextCheckAt, new Date())}.`,
    );
  for (const feed of status.mendedFeeds) lines.push("", `Feed of ${feed.title} was mended`, `  ${feed.repairNote}`);
  for (const episode of status.attention) {
    lines.push(
      "",
      `${episode.showTitle}: ${episode.title} (${episode.stage})`,
      `  ${episode.stageReason ?? "No reason was recorded."}`,
    );
  }
  return lines.join("\n");
}

import type { Db } from "../lib/db/types";
import { deliveryDays, mailProblem, troubledDeliveries } from "../lib/delivery/views";
import { latestDigest } from "../lib/digests/views";
import type { Env } from "../lib/env";
import { episodeCounts, episodesNeedingAttention, listShows } from "../lib/feeds/views";
import { fromNow } from "../lib/format/durations";
import { droppedCounts } from "../lib/insights/views";

/** What `status` tells: how the feeds, episodes, insights, digests and deliveries stand. */
export async function readStatus(db: Db, { EMAIL_TRANSPORT }: Pick<Env, "EMAIL_TRANSPORT">) {
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
    /** The latest dates: candidates are accepted, uncertain, failed, excluded, or still under way. */
    deliveries: await deliveryDays(db, 3),
    troubledDeliveries: await troubledDeliveries(db, 20),
    mailProblem: await mailProblem(db, EMAIL_TRANSPORT),
  };
}

type Status = Awaited<ReturnType<typeof readStatus>>;

const counts = (record: Partial<Record<string, number>>) =>
  Object.entries(record)
    .filter(([, count]) => count)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ") || "none";

/** A line a date: all candidates, then what became of them. */
function emailLines(days: Status["deliveries"]): string[] {
  if (days.length === 0) return ["Emails      none"];
  return days.map(({ date, candidates, underWay, accepted, uncertain, failed, excluded }, index) => {
    const parts = counts({ accepted, uncertain, failed, "left out": excluded, "under way": underWay });
    const label = (index === 0 ? "Emails" : "").padEnd(12);
    return `${label}${date}, ${candidates} in all: ${parts}`;
  });
}

/** The status in lines for a person. */
export function statusText(status: Status): string {
  const lines = [
    `Shows       ${status.shows}${status.shows === 0 ? " (some to begin with: npm run cli -- shows starter)" : ""}`,
    `Episodes    ${counts(status.episodes)}`,
    `Refused     ${counts(status.dropped)}`,
    `Digest      ${status.latestDigest ? `${status.latestDigest.date}, ${status.latestDigest.items} items` : "none yet"}`,
    ...emailLines(status.deliveries),
  ];
  if (status.mailProblem) lines.push("", "No email can be sent", `  ${status.mailProblem.problem}`);
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
  for (const { address, date, state, error, isOpen } of status.troubledDeliveries)
    lines.push(
      "",
      `Email of ${date} to ${address} (${state}${isOpen ? ", tried again by itself" : ""})`,
      `  ${error ?? "No reason was recorded."}`,
    );
  return lines.join("\n");
}

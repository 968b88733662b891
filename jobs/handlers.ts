import { deliverDigest } from "../lib/delivery/deliver-digest";
import { buildDigest } from "../lib/digests/build-digest";
import { pollFeeds } from "../lib/feeds/poll-feeds";
import { extractInsights } from "../lib/insights/extract-insights";
import type { JobData, JobName, StageContext } from "../lib/queue/stage";
import { assignStories } from "../lib/stories/assign-stories";
import { acquireTranscript } from "../lib/transcripts/acquire-transcript";
import { mergeShows } from "./merge-shows";

/** One thin handler per stage: the queue's name on the left, the stage's service on the right. */
export const handlers: { [N in JobName]: (context: StageContext, data: JobData[N]) => Promise<unknown> } = {
  "poll-feeds": (context) => pollFeeds(context),
  "merge-shows": mergeShows,
  "acquire-transcript": acquireTranscript,
  "extract-insights": extractInsights,
  "assign-stories": assignStories,
  "build-digest": buildDigest,
  "deliver-digest": deliverDigest,
};

import { renderConfirmEmail, renderInvitationEmail, renderSignInEmail } from "../emails/account-emails";
import { sendInvitation } from "../lib/accounts/send-invitation";
import { type RenderLinkEmail, sendLink } from "../lib/accounts/send-link";
import { deliverDigest } from "../lib/delivery/deliver-digest";
import { deliverMail } from "../lib/delivery/deliver-mail";
import { tellPaused } from "../lib/delivery/tell-paused";
import { buildDigest } from "../lib/digests/build-digest";
import { pollFeeds } from "../lib/feeds/poll-feeds";
import { extractInsights } from "../lib/insights/extract-insights";
import type { JobData, JobName, StageContext } from "../lib/queue/stage";
import { indexEpisodes } from "../lib/search/index-episodes";
import { assignStories } from "../lib/stories/assign-stories";
import { reindexInsights } from "../lib/stories/reindex-insights";
import { hasExtracted } from "../lib/stories/store";
import { acquireTranscript } from "../lib/transcripts/acquire-transcript";
import { mergeShows } from "./merge-shows";

/** The email of a sign-in link. */
const renderLinkEmail =
  ({ APP_URL, POSTAL_ADDRESS }: StageContext["env"]): RenderLinkEmail =>
  (kind, link) => {
    const render = kind === "sign-in" ? renderSignInEmail : renderConfirmEmail;
    return render({ appUrl: APP_URL, postalAddress: POSTAL_ADDRESS }, link);
  };

/** What this one was the last to hold up can be placed now, also where it got no further itself. */
async function thenPlace(context: StageContext, work: Promise<unknown>): Promise<void> {
  await work;
  if (await hasExtracted(context.db)) await context.db.$transaction((tx) => context.enqueue(tx, "assign-stories", {}));
}

/** Episodes that one job places: few enough that little waits for the heartbeat of a worker that was killed at it. */
const placedAtOnce = 10;

/** One thin handler per stage: the queue's name on the left, the stage's service on the right. */
export const handlers: { [N in JobName]: (context: StageContext, data: JobData[N]) => Promise<unknown> } = {
  "poll-feeds": (context) => thenPlace(context, pollFeeds(context)),
  "merge-shows": mergeShows,
  "acquire-transcript": (context, data) => thenPlace(context, acquireTranscript(context, data)),
  "extract-insights": (context, data) => thenPlace(context, extractInsights(context, data)),
  "assign-stories": async (context) => {
    const { placed } = await assignStories(context, placedAtOnce);
    if (placed === 0) return;
    await context.db.$transaction(async (tx) => {
      await context.enqueue(tx, "index-episodes", {});
      if (placed === placedAtOnce) await context.enqueue(tx, "assign-stories", {});
    });
  },
  "index-episodes": indexEpisodes,
  "reindex-insights": (context) => reindexInsights(context),
  "build-digest": buildDigest,
  "deliver-digest": deliverDigest,
  "deliver-mail": (context) => deliverMail(context),
  "tell-paused": tellPaused,
  "send-link": (context, data) => sendLink(context, data, renderLinkEmail(context.env)),
  "send-invitation": (context, data) =>
    sendInvitation(context, data, (invitation) =>
      renderInvitationEmail({ appUrl: context.env.APP_URL, postalAddress: context.env.POSTAL_ADDRESS }, invitation),
    ),
};

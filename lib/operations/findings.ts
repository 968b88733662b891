import { spentTodayMicroUsd } from "../costs/paid-call";
import { localDateAndHour } from "../format/dates";
import type { Alert } from "../mail/alert";
import { gaveUpJobs } from "../queue/queue";
import type { StageContext } from "../queue/stage";
import { diskSpace, isNearlyFull } from "./disk";
import { countFeeds, countPlaced, countUncertainDeliveries, hasEdition, lastTickAt } from "./store";

type Watched = Pick<StageContext, "db" | "env" | "now">;

/** Errors in a row from which on a feed counts as failing: one bad day of its host is not enough. */
const failingFromErrors = 3;
/** So many feeds, and this share of all, fail before it is about us and no longer about one publisher. */
const manyFeeds = 3;
const manyFeedsShare = 0.2;
const uncertainAfterMs = 3600_000;
/** The edition may wait an hour for episodes that are under way; after two it is missing. */
const editionGraceHours = 2;
const budgetShare = 0.95;
/** Workers look for what is due each minute. */
const noWorkerAfterMs = 5 * 60_000;

/** What the operator should look at now, each with what to do. Empty when all is well. */
export async function findProblems(context: Watched): Promise<Alert[]> {
  const checks = [noDigest, budgetReached, feedsFailing, deliveriesUncertain, diskNearlyFull, jobsGaveUp, noWorker];
  return (await Promise.all(checks.map((check) => check(context)))).flatMap((alert) => (alert ? [alert] : []));
}

async function noDigest({ db, env, now }: Watched): Promise<Alert | null> {
  const { date, hour } = localDateAndHour(now(), env.APP_TIMEZONE);
  // Before its date is over; of an edition in the last hour nobody can tell.
  const from = env.EDITION_HOUR === 23 ? 24 : Math.min(env.EDITION_HOUR + editionGraceHours, 23);
  if (hour < from || (await countPlaced(db)) === 0 || (await hasEdition(db, date))) return null;
  return {
    kind: "no-digest",
    subject: `There is no digest of ${date}.`,
    text: `It was due at ${env.EDITION_HOUR}:00 in ${env.APP_TIMEZONE}. See what holds it up with \`npm run cli -- status\`, and build it with \`npm run cli -- run\`.`,
  };
}

async function budgetReached({ db, env, now }: Watched): Promise<Alert | null> {
  const spentUsd = (await spentTodayMicroUsd(db, now())) / 1e6;
  if (env.DAILY_BUDGET_USD === 0 || spentUsd < env.DAILY_BUDGET_USD * budgetShare) return null;
  return {
    kind: "budget",
    subject: "The day's budget is used up.",
    text: `$${spentUsd.toFixed(2)} of $${env.DAILY_BUDGET_USD.toFixed(2)} is spent. What needs paid calls waits for midnight UTC, or for a higher DAILY_BUDGET_USD. What it went to: \`npm run cli -- costs\``,
  };
}

async function feedsFailing({ db }: Watched): Promise<Alert | null> {
  const { active, failing } = await countFeeds(db, failingFromErrors);
  if (failing < manyFeeds || failing < active * manyFeedsShare) return null;
  return {
    kind: "feeds",
    subject: `${failing} of ${active} feeds cannot be read.`,
    text: "So many at once point to this machine's network or name service. Each with its reason: `npm run cli -- status`",
  };
}

async function deliveriesUncertain({ db, now }: Watched): Promise<Alert | null> {
  const count = await countUncertainDeliveries(db, new Date(now().getTime() - uncertainAfterMs));
  if (count === 0) return null;
  return {
    kind: "deliveries",
    subject: `${count} email${count === 1 ? "" : "s"} may or may not have been sent.`,
    text: "The service did not answer. They are not sent again blindly. Which they are, and how to say what became of them: `npm run cli -- settle`, or /admin/mail.",
  };
}

async function diskNearlyFull({ env }: Watched): Promise<Alert | null> {
  const space = await diskSpace(env.DATA_DIR);
  if (!isNearlyFull(space)) return null;
  return {
    kind: "disk",
    subject: "The disk is nearly full.",
    text: `${(space.freeBytes / 1e9).toFixed(1)} GB of ${(space.totalBytes / 1e9).toFixed(0)} GB are free at ${env.DATA_DIR}. Make room, or set TRANSCRIPT_RETENTION_DAYS.`,
  };
}

async function jobsGaveUp({ db }: Watched): Promise<Alert | null> {
  const jobs = await gaveUpJobs(db);
  if (jobs.length === 0) return null;
  return {
    kind: "gave-up",
    subject: `${jobs.length} job${jobs.length === 1 ? "" : "s"} gave up.`,
    text: `The latest said: ${jobs.at(-1)?.error.split("\n")[0]} Try all again with: \`npm run cli -- retry --all\``,
  };
}

async function noWorker({ db, now }: Watched): Promise<Alert | null> {
  const at = await lastTickAt(db);
  if (at && now().getTime() - at.getTime() < noWorkerAfterMs) return null;
  return {
    kind: "worker",
    subject: "No worker is running.",
    text: "Nothing is read or sent until one is. Start it with `npm start`, or `npm run worker` beside a PostgreSQL server.",
  };
}

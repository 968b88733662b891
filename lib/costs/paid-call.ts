import { createHash, randomUUID } from "node:crypto";
import type { Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";
import type { Env } from "../env";
import type { StageContext } from "../queue/stage";

/** The day's budget does not allow a call; it is possible again tomorrow. */
export class BudgetError extends Error {
  override name = "BudgetError";
}

/** What money is spent on, and the service that is asked: whose setting says how many calls may be under way at once. */
const serviceFor = {
  transcription: "TRANSCRIBE",
  insights: "INSIGHT",
  "insight-repair": "INSIGHT",
  "insight-review": "INSIGHT",
  "story-verdict": "INSIGHT",
  embedding: "EMBEDDING",
} as const;

/** What money is spent on. */
export type PaidPurpose = keyof typeof serviceFor;

/** A call that costs money. */
export interface PaidCall {
  /** Everything that decides the answer. */
  input: unknown;
  purpose: PaidPurpose;
  model: string;
  /** Null where it is about no single episode. */
  episodeId: string | null;
  /** What it costs; where only the answer tells, the most that it can cost. */
  costMicroUsd: number;
  /** What it is expected to cost, where only the answer tells. */
  estimateMicroUsd?: number;
}

/** What a call came to, as its answer tells. */
export interface Settlement {
  costMicroUsd: number;
  /** As the service counted, and what is needed to expect the next one better. */
  usage: Record<string, number>;
}

/**
 * Counts an answer that is of no use, since it is paid for all the same: none of the kind that was asked for, or one that broke off.
 * @param costMicroUsd as the answer tells; what such a call is expected to cost when absent.
 */
export type CountUseless = (costMicroUsd?: number) => Promise<void>;

/** Held while the budget is looked at, so that two calls never take the same rest of it, nor the last free place. */
const budgetLock = 7_301_002;
/** A call whose process has not renewed it for so long has ended with it. */
const aliveSeconds = 20;
const renewEveryMs = 5_000;
/** How often who waits for a place looks: at first, and at last. */
const firstLookMs = 100;
const lastLookMs = 1_000;

/** What identifies a call: the same for the same input and model. */
export function callKey({ purpose, model, input }: Pick<PaidCall, "purpose" | "model" | "input">): string {
  return createHash("sha256")
    .update(JSON.stringify([purpose, model, input]))
    .digest("hex");
}

/** Midnight in UTC: when a day's budget begins. */
function startOfDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}

/** What has been spent since midnight in UTC, calls under way included, in millionths of a dollar. */
export async function spentTodayMicroUsd(db: Prisma.TransactionClient, now: Date): Promise<number> {
  const { _sum } = await db.paidCall.aggregate({
    where: { startedAt: { gte: startOfDay(now) } },
    _sum: { costMicroUsd: true },
  });
  return _sum.costMicroUsd ?? 0;
}

const usd = (microUsd: number) => `$${(microUsd / 1_000_000).toFixed(2)}`;

/** @throws BudgetError where the day's budget does not allow a call of such a cost. */
export async function assertBudget(
  { db, env, now }: Pick<StageContext, "env" | "now"> & { db: Prisma.TransactionClient },
  costMicroUsd: number,
): Promise<void> {
  holdBudget(env, await spentTodayMicroUsd(db, now()), costMicroUsd);
}

function holdBudget(env: Env, spent: number, costMicroUsd: number): void {
  const budget = env.DAILY_BUDGET_USD * 1_000_000;
  if (costMicroUsd > 0 && spent + costMicroUsd > budget)
    throw new BudgetError(
      `The day's budget of ${usd(budget)} is used up (${usd(spent)} spent). It goes on after midnight UTC, or when DAILY_BUDGET_USD is raised.`,
    );
}

/**
 * Makes a call that costs money once for its input: an answer that is there already is returned without calling. The
 * answer is stored as it arrives; a crash can cost the one call that is under way. Waits while all workers together have as
 * many calls to the service under way as TRANSCRIBE_CONCURRENCY, INSIGHT_CONCURRENCY or EMBEDDING_CONCURRENCY allows, and for
 * the same call of somebody else. What a call cost whose process ended stays counted.
 * @param make makes the call, as often as it takes, and counts answers of no use.
 * @param settle says what the answer cost, where that is known only from it.
 * @throws BudgetError before the call, when the day's budget does not allow it; whatever the call throws,
 *   which costs nothing but for the answers it has counted.
 */
export async function paidCall<T extends Prisma.InputJsonValue>(
  context: StageContext,
  call: PaidCall,
  make: (countUseless: CountUseless) => Promise<T>,
  settle?: (response: T) => Settlement,
): Promise<T> {
  const { db } = context;
  const key = callKey(call);
  const claimed = await claimInTurn(context, key, call);
  if ("answer" in claimed) return claimed.answer as T;
  const renewing = setInterval(() => void renew(db, key).catch(() => {}), renewEveryMs);
  let response: T;
  try {
    response = await make((costMicroUsd) => countUseless(context, call, costMicroUsd));
  } catch (error) {
    // Where this process stood still for long, somebody else has taken the call over: that row is theirs.
    await db.paidCall.deleteMany({ where: { key, answeredAt: null, startedAt: claimed.startedAt } });
    throw error;
  } finally {
    clearInterval(renewing);
  }
  const answered = { response, answeredAt: context.now(), aliveAt: null, ...(settle ? settle(response) : {}) };
  const { purpose, model, episodeId, costMicroUsd } = call;
  const row = { key, purpose, model, episodeId, costMicroUsd, startedAt: claimed.startedAt };
  // An answer that was paid for is kept, whatever became of the row meanwhile.
  await db.paidCall.upsert({ where: { key }, create: { ...row, ...answered }, update: answered });
  return response;
}

/** Under a key of its own: the same call may be made again. */
async function countUseless(
  { db, now }: StageContext,
  { purpose, model, episodeId, estimateMicroUsd, costMicroUsd: most }: PaidCall,
  costMicroUsd = estimateMicroUsd ?? most,
): Promise<void> {
  const at = now();
  const key = `useless ${randomUUID()}`;
  await db.paidCall.create({ data: { key, purpose, model, episodeId, costMicroUsd, startedAt: at, answeredAt: at } });
}

/** The database's clock decides, so that workers whose clocks differ count alike. */
async function renew(db: Prisma.TransactionClient, key: string): Promise<void> {
  await db.$executeRaw`UPDATE "PaidCall" SET "aliveAt" = clock_timestamp() WHERE key = ${key} AND "answeredAt" IS NULL`;
}

/** How a call stands before it is made. */
interface Standing {
  /** In millionths of a dollar, since midnight. */
  spent: bigint;
  /** Calls to the same service, of all workers. */
  underWay: number;
  /** Of the same call: begun without an answer, by a process that is still there, and answered. */
  isBegun: boolean;
  isAlive: boolean;
  isAnswered: boolean;
  response: Prisma.JsonValue;
}

/** All that decides on a call in one question, since others wait meanwhile. */
async function standingOf(
  db: Prisma.TransactionClient,
  { key, purpose, at }: { key: string; purpose: PaidPurpose; at: Date },
): Promise<Standing> {
  const service = serviceFor[purpose];
  const purposes = Object.entries(serviceFor).flatMap(([name, of]) => (of === service ? name : []));
  const [standing] = await db.$queryRaw<Standing[]>`
    SELECT known.response, known."answeredAt" IS NOT NULL AS "isAnswered",
      known.key IS NOT NULL AND known."answeredAt" IS NULL AS "isBegun",
      coalesce(known."aliveAt" > clock_timestamp() - make_interval(secs => ${aliveSeconds}), false) AS "isAlive",
      (SELECT coalesce(sum("costMicroUsd"), 0)::bigint FROM "PaidCall" WHERE "startedAt" >= ${startOfDay(at)}) AS spent,
      (SELECT count(*)::int FROM "PaidCall"
        WHERE "aliveAt" > clock_timestamp() - make_interval(secs => ${aliveSeconds}) AND purpose = ANY(${purposes})) AS "underWay"
    FROM (SELECT 1) AS always LEFT JOIN "PaidCall" known ON known.key = ${key}`;
  if (!standing) throw new Error("The database did not say how a call stands.");
  return standing;
}

/** Whether a call can be made now, or needs not be; else others' calls, or the same one by somebody else, are under way. */
const isReady = (env: Env, purpose: PaidPurpose, { underWay, isAlive, isAnswered }: Standing) =>
  isAnswered || (!isAlive && underWay < env[`${serviceFor[purpose]}_CONCURRENCY`]);

/** The answer that is known already, or since when the call is ours to make. */
type Claimed = { answer: Prisma.JsonValue } | { startedAt: Date };

/** Claims a call as soon as there is room for it, and nobody else is making it. */
async function claimInTurn(context: StageContext, key: string, call: PaidCall): Promise<Claimed> {
  for (let lookMs = firstLookMs; ; lookMs = Math.min(lastLookMs, lookMs * 2)) {
    const claimed = await claim(context, key, call);
    if (claimed !== "not yet") return claimed;
    // Others may be many: they look without the lock, each at a moment of its own.
    do await new Promise((resolve) => setTimeout(resolve, lookMs * (0.5 + Math.random())));
    while (
      !isReady(
        context.env,
        call.purpose,
        await standingOf(context.db, { key, purpose: call.purpose, at: context.now() }),
      )
    );
  }
}

async function claim(
  { db, env, now }: StageContext,
  key: string,
  { purpose, model, episodeId, costMicroUsd, estimateMicroUsd }: PaidCall,
): Promise<Claimed | "not yet"> {
  const at = now();
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${budgetLock})`;
    const standing = await standingOf(tx, { key, purpose, at });
    if (standing.isAnswered) return { answer: standing.response };
    if (standing.isAlive) return "not yet";
    holdBudget(env, Number(standing.spent), costMicroUsd);
    if (!isReady(env, purpose, standing)) return "not yet";
    if (standing.isBegun) await forgetCutOff(tx, key);
    await tx.$executeRaw`
      INSERT INTO "PaidCall" (key, purpose, model, "episodeId", "costMicroUsd", "estimateMicroUsd", "startedAt", "aliveAt")
      VALUES (${key}, ${purpose}, ${model}, ${episodeId}::uuid, ${costMicroUsd}, ${estimateMicroUsd ?? null}, ${at}, clock_timestamp())`;
    return { startedAt: at };
  });
}

/**
 * Lets calls be made again that a killed process had under way. What they may have cost stays counted. Only for who knows that
 * nobody else is calling.
 */
export async function forgetCutOffCalls(db: Db): Promise<void> {
  await forgetCutOff(db, null);
}

/** The same for one call whose process has ended; null for all. */
async function forgetCutOff(db: Prisma.TransactionClient, key: string | null): Promise<void> {
  await db.$executeRaw`
    UPDATE "PaidCall" SET key = key || ' cut off ' || gen_random_uuid(), "aliveAt" = NULL
    WHERE "answeredAt" IS NULL AND key NOT LIKE '% cut off %' AND (${key}::text IS NULL OR key = ${key})`;
}

/** What the latest answered calls of a purpose and model came to, for expecting the next. @returns newest first. */
export async function recentUsage(db: Db, purpose: PaidPurpose, model: string, most: number): Promise<unknown[]> {
  const rows = await db.paidCall.findMany({
    where: { purpose, model, answeredAt: { not: null } },
    orderBy: { answeredAt: "desc" },
    take: most,
    select: { usage: true },
  });
  return rows.flatMap((row) => row.usage ?? []);
}

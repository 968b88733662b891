import type { MailBatch } from "../../prisma/client/client";
import { raiseAlert } from "../mail/alert";
import type { MailProblem, MailResult, MailTransport } from "../mail/mail";
import type { StageContext } from "../queue/stage";
import {
  closeBatch,
  dissolveBatch,
  halveBatch,
  markUncertain,
  messagesOf,
  noteCall,
  postponeBatch,
  settleBatch,
} from "./batch-store";
import {
  excludeDeliveries,
  leftSince,
  noteAttempt,
  openDeliveries,
  type SingleDelivery,
  settleDelivery,
} from "./delivery-store";
import { latestMs } from "./due";
import { clearProblem, holdCalls, learnRate, noteProblem, reserveCall } from "./gate-store";

/** Resend keeps a key for 24 hours; afterwards the same call would send everything again. */
const keyLifetimeMs = 23 * 3600_000;

/** How long a problem that the operator has to mend keeps all from calling. */
export const problemPauseMs = 5 * 60_000;

/** Messages that go to a mail server at the same time. */
const singlesAtOnce = 3;

const backoffMs = (calls: number) => Math.min(10 * 60_000, 1_000 * 2 ** Math.min(calls, 10));

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The operator has to mend something before any email can be sent; it is recorded and told. */
export class MailBlockedError extends Error {
  override name = "MailBlockedError";
}

/** Hands a frozen batch over that this worker has claimed, and records what became of it. @throws MailBlockedError */
export async function sendBatch(context: StageContext, transport: MailTransport, batch: MailBatch): Promise<void> {
  if (transport.sendBatch) return sendWhole(context, { ...transport, sendBatch: transport.sendBatch }, batch);
  return sendSingly(context, transport, batch);
}

/** Takes back a batch that another transport froze: what may have been taken stays unknown, the rest is composed anew. */
export async function giveBack({ db, now }: StageContext, batch: MailBatch): Promise<void> {
  const error = "The transport was changed before its answer was known.";
  if (batch.maybeTakenAt) {
    await markUncertain(db, batch.id, error, now());
    return closeBatch(db, batch.id, now(), error);
  }
  for (const { id, attemptedAt } of await openDeliveries(db, batch.id))
    if (attemptedAt) await settleDelivery(db, id, { state: "uncertain", error, now: now() });
  await dissolveBatch(db, batch.id);
}

/** One call for all. */
async function sendWhole(
  context: StageContext,
  transport: MailTransport & Required<Pick<MailTransport, "sendBatch">>,
  batch: MailBatch,
): Promise<void> {
  const { db } = context;
  const { name } = transport;
  const age = context.now().getTime() - (batch.firstCalledAt ?? context.now()).getTime();
  if (batch.maybeTakenAt && age > keyLifetimeMs) {
    const error = "Resend did not say within a day whether it took it. Its dashboard knows; so may a webhook.";
    await markUncertain(db, batch.id, error, context.now());
    return closeBatch(db, batch.id, context.now(), error);
  }
  await sleep(await reserveCall(db, name));
  if (!batch.maybeTakenAt) {
    const left = await leftSince(db, batch.id, context.now());
    if (left.length > 0) {
      await excludeDeliveries(db, left, "The receiver left before it was sent.", context.now());
      return dissolveBatch(db, batch.id);
    }
  }
  await noteCall(db, batch.id, context.now());
  const { result, rate } = await transport.sendBatch(messagesOf(batch), `batch/${batch.id}`);
  if (rate) await learnRate(db, name, rate);
  if (result.outcome === "taken") {
    const results = result.results.map((one) =>
      one.outcome === "accepted"
        ? ({ state: "accepted", providerId: one.providerId, error: null } as const)
        : ({ state: "failed", providerId: null, error: one.error } as const),
    );
    await settleBatch(db, batch.id, results, context.now());
    return clearProblem(db, name);
  }
  if (result.outcome === "refused") {
    // An earlier call may have been taken under this key: then the emails must not get another one.
    if (batch.maybeTakenAt) return waitForAnswer(context, batch, result.error);
    if (batch.emailCount > 1) return halveBatch(db, batch, context.now());
    return settleBatch(db, batch.id, [{ state: "failed", providerId: null, error: result.error }], context.now());
  }
  if (result.outcome === "unknown") return waitForAnswer(context, batch, result.error);
  return postpone(context, transport, batch, result);
}

/** Keeps an uncertain batch for another call with the same key and bytes. */
async function waitForAnswer({ db, log, now }: StageContext, batch: MailBatch, error: string): Promise<void> {
  log.warn({ batch: batch.id }, error);
  await markUncertain(db, batch.id, error, null);
  const nextCallAt = new Date(now().getTime() + backoffMs(batch.calls));
  await postponeBatch(db, batch.id, { nextCallAt, error, maybeTakenAt: batch.maybeTakenAt ?? now() });
}

/** Leaves a batch that this call certainly did not hand over for later. @throws MailBlockedError */
async function postpone(
  context: StageContext,
  { name }: MailTransport,
  batch: MailBatch,
  problem: Exclude<MailProblem, { outcome: "unknown" }>,
): Promise<void> {
  const { db, now } = context;
  const { error } = problem;
  const isBlocked = problem.outcome === "misconfigured";
  const waitMs = isBlocked ? problemPauseMs : (problem.afterMs ?? backoffMs(batch.calls));
  const nextCallAt = new Date(now().getTime() + waitMs);
  await postponeBatch(db, batch.id, { nextCallAt, error, maybeTakenAt: batch.maybeTakenAt });
  if (isBlocked) await block(context, name, error);
  else if (name === "resend") await holdCalls(db, name, waitMs);
}

/** Records and tells, once a day, what the operator has to mend. @throws MailBlockedError always. */
async function block(context: StageContext, name: MailTransport["name"], error: string): Promise<never> {
  await noteProblem(context.db, name, error, context.now());
  await raiseAlert(context, {
    kind: "mail-blocked",
    subject: "No email can be sent.",
    text: `${error} Everything is kept and sent once this is mended; it is tried again every five minutes.`,
  });
  throw new MailBlockedError(error);
}

/** Email by email, for mail servers and the outbox. */
async function sendSingly(context: StageContext, transport: MailTransport, batch: MailBatch): Promise<void> {
  const { db } = context;
  const messages = messagesOf(batch);
  const left = await leftSince(db, batch.id, context.now());
  const wanted = (await openDeliveries(db, batch.id)).filter(
    ({ id, attemptedAt }) => attemptedAt || !left.includes(id),
  );
  await excludeDeliveries(
    db,
    left.filter((id) => !wanted.some((delivery) => delivery.id === id)),
    "The receiver left before it was sent.",
    context.now(),
  );
  let blocked: string | null = null;
  let later: string | null = null;
  const queue = [...wanted];
  await Promise.all(
    Array.from({ length: singlesAtOnce }, async () => {
      for (let one = queue.shift(); one && blocked === null; one = queue.shift()) {
        const message = messages[one.position];
        if (!message) continue;
        const problem = await sendOne(context, transport, one, message);
        if (problem?.outcome === "misconfigured") blocked = problem.error;
        else if (problem) later = problem.error;
      }
    }),
  );
  if (blocked === null && later === null) {
    await closeBatch(db, batch.id, context.now(), null);
    if (wanted.length > 0) await clearProblem(db, transport.name);
    return;
  }
  const error = blocked ?? later ?? "";
  const waitMs = blocked === null ? Math.max(60_000, backoffMs(batch.calls + 4)) : problemPauseMs;
  await db.mailBatch.update({ where: { id: batch.id }, data: { calls: { increment: 1 } } });
  await postponeBatch(db, batch.id, {
    nextCallAt: new Date(context.now().getTime() + waitMs),
    error,
    maybeTakenAt: batch.maybeTakenAt,
  });
  if (blocked !== null) await block(context, transport.name, blocked);
}

/** Hands one email over and records what became of it. @returns why it has to be tried later; null where nothing is left to do. */
async function sendOne(
  context: StageContext,
  transport: MailTransport,
  delivery: SingleDelivery,
  message: Parameters<MailTransport["send"]>[0],
): Promise<Exclude<MailProblem, { outcome: "unknown" }> | null> {
  const { db } = context;
  const { id } = delivery;
  const settle = (result: Omit<Parameters<typeof settleDelivery>[2], "now">) =>
    settleDelivery(db, id, { ...result, now: context.now() });
  if (!(await noteAttempt(db, id, context.now())) && !transport.hasIdempotencyKeys) {
    await settle({
      state: "uncertain",
      error: "The process ended before the mail server had answered. It is not sent again by itself.",
    });
    return null;
  }
  const result: MailResult = await transport.send(message, `${delivery.date}-${delivery.address}`);
  if (result.outcome === "accepted") await settle({ state: "accepted", providerId: result.providerId });
  else if (result.outcome === "refused") await settle({ state: "failed", error: result.error });
  else if (result.outcome === "unknown") await settle({ state: "uncertain", error: result.error });
  else if (result.outcome === "try-later" && context.now().getTime() - delivery.dueAt.getTime() > latestMs)
    await settle({ state: "failed", error: `${result.error} It was tried for six hours.` });
  else {
    await settle({ state: "sending", error: result.error });
    return result;
  }
  return null;
}

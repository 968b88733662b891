import { createDigestComposer } from "../../emails/compose-digest-email";
import { createTransport } from "../mail/create-transport";
import type { StageContext } from "../queue/stage";
import { claimBatch, nextBatchAt } from "./batch-store";
import { type Composing, composeBatch, mailBatchSize } from "./compose-batch";
import { gateOf } from "./gate-store";
import { scheduleDeliveries } from "./schedule-deliveries";
import { giveBack, MailBlockedError, problemPauseMs, sendBatch } from "./send-batch";

/** Batches under way at a time: enough that slow answers do not keep a service below its permitted rate. */
const batchesAtOnce = 6;

/** Handing a batch over takes at most this long; who takes longer is thought dead. */
const sendWithinMs = 120_000;

/** A run ends after this long, so that its job does not; what is left is taken up at the next tick. */
const longestRunMs = 20 * 60_000;

/** A batch that may be tried again within this time is waited for. */
const longestPauseMs = 30_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Schedules and sends everything that is due, until nothing is left but what has to wait. Any number of workers may do so at
 * the same time, and any may be killed at any moment: what was frozen is handed over again as it is, and what was not is
 * composed again.
 * @param options.signal ends it after the batches under way.
 * @param options.batchSize emails of a batch, where fewer are wanted than a service takes in one call.
 * @returns how many batches were handed over.
 */
export async function deliverMail(
  context: StageContext,
  options: { signal?: AbortSignal; batchSize?: number } = {},
): Promise<number> {
  const { db, env } = context;
  await scheduleDeliveries(context);
  const gate = await gateOf(db, env.EMAIL_TRANSPORT);
  const now = context.now().getTime();
  if (gate?.problem && gate.lastProblemAt && now - gate.lastProblemAt.getTime() < problemPauseMs) return 0;

  const transport = createTransport(env);
  const composing: Composing = {
    compose: createDigestComposer({
      appUrl: env.APP_URL,
      postalAddress: env.POSTAL_ADDRESS,
      isTracked: env.MAIL_TRACKING,
    }),
    transport: transport.name,
    lastProblemAt: gate?.lastProblemAt ?? null,
    session: null,
    batchSize: options.batchSize ?? mailBatchSize,
  };
  const until = Date.now() + longestRunMs;
  const underWay = new Set<Promise<void>>();
  // Until a service has proved to take our mail, one batch at a time: a wrong key makes one failed call, not six.
  let isProven = false;
  let failure: unknown;
  let sent = 0;
  const send = (work: Promise<void>) => {
    const task = work
      .then(
        () => {
          isProven = true;
        },
        (error) => {
          failure ??= error;
        },
      )
      .finally(() => underWay.delete(task));
    underWay.add(task);
    sent++;
  };
  try {
    while (!failure && !options.signal?.aborted && Date.now() < until) {
      if (underWay.size >= (isProven ? batchesAtOnce : 1)) {
        await Promise.race(underWay);
        continue;
      }
      const claimedUntil = new Date(context.now().getTime() + sendWithinMs);
      const waiting = await claimBatch(db, context.now(), claimedUntil);
      if (waiting && waiting.transport !== transport.name) {
        await giveBack(context, waiting);
        continue;
      }
      if (waiting) {
        send(sendBatch(context, transport, waiting));
        continue;
      }
      const { found, batch } = await composeBatch(context, composing, sendWithinMs);
      if (batch) send(sendBatch(context, transport, batch));
      if (found) continue;
      if (underWay.size > 0) {
        await Promise.race(underWay);
        continue;
      }
      const next = await nextBatchAt(db);
      const pauseMs = next ? next.getTime() - context.now().getTime() : Number.POSITIVE_INFINITY;
      if (pauseMs > longestPauseMs) break;
      await sleep(Math.max(50, pauseMs));
    }
    await Promise.all(underWay);
  } finally {
    transport.close();
  }
  if (failure && !(failure instanceof MailBlockedError)) throw failure;
  return sent;
}

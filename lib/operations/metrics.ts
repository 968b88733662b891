import { Gauge, Registry } from "prom-client";
import { queueDepths } from "../queue/queue";
import type { StageContext } from "../queue/stage";
import { diskSpace } from "./disk";
import { countedRows, countFeeds, jobDurations, lastTickAt, paidTotals, type Sample } from "./store";

/** The span over which durations are told. */
const durationsOverMs = 3600_000;
const failingFromErrors = 1;

/**
 * The installation in Prometheus' text format. Everything is read from the database, so that it is the same whichever of
 * several web processes answers; totals are those of the rows that are kept.
 */
export async function metricsText({ db, env, now }: Pick<StageContext, "db" | "env" | "now">): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, samples: Sample[]) => {
    const labelNames = [...new Set(samples.flatMap((sample) => Object.keys(sample.labels)))];
    const metric = new Gauge({ name: `overheard_${name}`, help, labelNames, registers: [registry] });
    for (const { labels, value } of samples) metric.set(labels, value);
  };
  const at = now();
  const [rows, feeds, paid, depths, durations, tickAt, disk] = await Promise.all([
    countedRows(db),
    countFeeds(db, failingFromErrors),
    paidTotals(db),
    queueDepths(db),
    jobDurations(db, new Date(at.getTime() - durationsOverMs)),
    lastTickAt(db),
    diskSpace(env.DATA_DIR),
  ]);
  gauge(
    "feeds",
    "Feeds by state; failing ones are among the active.",
    Object.entries(feeds).map(([state, value]) => ({ labels: { state }, value })),
  );
  gauge("episodes", "Episodes by stage.", rows.episodes);
  gauge("gate_drops", "What the gate refused, by extractor and reason.", rows.drops);
  gauge("deliveries", "Emails by state.", rows.deliveries);
  gauge("paid_usd", "Spent on paid calls, in dollars, by purpose and model.", paid.usd);
  gauge("paid_calls", "Paid calls by purpose and model.", paid.calls);
  gauge(
    "queue_jobs",
    "Jobs that wait or run, by queue.",
    depths.flatMap(({ name, waiting, running }) => [
      { labels: { queue: name, state: "waiting" }, value: waiting },
      { labels: { queue: name, state: "running" }, value: running },
    ]),
  );
  gauge(
    "queue_oldest_wait_seconds",
    "How long the oldest job that could run has waited, by queue.",
    depths.map(({ name, oldestWaitSeconds }) => ({ labels: { queue: name }, value: oldestWaitSeconds })),
  );
  gauge(
    "jobs_ended",
    "Jobs that ended in the last hour, by queue and outcome.",
    durations.map(({ name, state, count }) => ({ labels: { queue: name, state }, value: count })),
  );
  gauge(
    "job_duration_seconds",
    "How long jobs took that ended in the last hour: median and 95th percentile.",
    durations.flatMap(({ name, state, p50, p95 }) => [
      { labels: { queue: name, state, quantile: "0.5" }, value: p50 },
      { labels: { queue: name, state, quantile: "0.95" }, value: p95 },
    ]),
  );
  gauge("scheduler_last_tick_timestamp_seconds", "When a worker last looked for what is due.", [
    { labels: {}, value: tickAt ? tickAt.getTime() / 1000 : 0 },
  ]);
  gauge("disk_free_bytes", "Room left on the disk of DATA_DIR.", [{ labels: {}, value: disk.freeBytes }]);
  return registry.metrics();
}

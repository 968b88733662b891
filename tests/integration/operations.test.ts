import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isNearlyFull } from "../../lib/operations/disk";
import { findProblems } from "../../lib/operations/findings";
import { readHealth } from "../../lib/operations/health";
import { metricsText } from "../../lib/operations/metrics";
import { removeOldTranscripts } from "../../lib/operations/retention";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
let installation: TestInstallation;
let showId: string;

beforeAll(async () => {
  installation = await startInstallation({ EDITION_HOUR: "6", DAILY_BUDGET_USD: "2", TRANSCRIPT_RETENTION_DAYS: "30" });
  const show = await installation.workplace.context.db.show.create({ data: { title: "Watched" } });
  showId = show.id;
});
afterAll(() => installation.stop());

const at = (time: string) => ({ ...installation.workplace.context, now: () => new Date(time) });
const kinds = async (time: string) => (await findProblems(at(time))).map((problem) => problem.kind);

describe("watching over an installation", () => {
  it("finds nothing but the missing worker in an empty one", async () => {
    expect(await kinds("2026-11-25T12:00:00Z")).toEqual(["worker"]);
    await installation.workplace.context.db.scheduleSlot.create({ data: { job: "tick", slot: "2026-11-25T12:00" } });
    expect(await kinds("2026-11-25T12:04:00Z")).toEqual([]);
    expect(await kinds("2026-11-25T12:06:00Z")).toEqual(["worker"]);
  });

  it("misses the digest two hours after its time, and not before", async () => {
    const { db } = installation.workplace.context;
    await db.episode.create({ data: { showId, guid: "p", title: "P", publishedAt: new Date(), stage: "placed" } });
    await db.scheduleSlot.create({ data: { job: "tick", slot: "2026-11-26T07:59" } });
    expect(await kinds("2026-11-26T07:59:00Z")).toEqual([]);
    expect(await kinds("2026-11-26T08:00:00Z")).toEqual(["no-digest"]);
    await db.digest.create({
      data: { edition: "everyone", date: "2026-11-26", asOf: new Date(), quiet: true, episodeCount: 0, showCount: 0 },
    });
    expect(await kinds("2026-11-26T08:01:00Z")).toEqual([]);
  });

  it("tells of a used-up budget, failing feeds and uncertain emails, with what to do", async () => {
    const { db } = installation.workplace.context;
    await db.paidCall.create({
      data: {
        key: "k",
        purpose: "transcription",
        model: "m",
        costMicroUsd: 1_950_000,
        startedAt: new Date("2026-11-26T08:00:00Z"),
      },
    });
    for (const n of [1, 2, 3])
      await db.feed.create({
        data: {
          url: `https://${n}.example/feed`,
          host: `${n}.example`,
          errorCount: 3,
          show: { create: { title: `Failing ${n}` } },
        },
      });
    const digest = await db.digest.findFirstOrThrow();
    await db.delivery.create({
      data: {
        digestId: digest.id,
        address: "a@example.com",
        date: "2026-11-26",
        transport: "resend",
        state: "uncertain",
        createdAt: new Date("2026-11-26T07:00:00Z"),
      },
    });
    const problems = await findProblems(at("2026-11-26T08:02:00Z"));
    expect(problems.map((problem) => problem.kind)).toEqual(["budget", "feeds", "deliveries"]);
    expect(problems[0]?.text).toContain("$1.95 of $2.00");
    expect(problems[1]?.subject).toBe("3 of 3 feeds cannot be read.");
    // The budget is a new one after midnight.
    expect(await kinds("2026-11-27T00:01:00Z")).not.toContain("budget");
  });

  it("knows a disk that is nearly full", () => {
    expect(isNearlyFull({ freeBytes: 0.9e9, totalBytes: 10e9 })).toBe(true);
    expect(isNearlyFull({ freeBytes: 20e9, totalBytes: 1000e9 })).toBe(true);
    expect(isNearlyFull({ freeBytes: 60e9, totalBytes: 1000e9 })).toBe(false);
  });

  it("is ready with warnings, and says why when it is not", async () => {
    const health = await readHealth(at("2026-11-26T08:02:00Z"));
    expect(health).toMatchObject({ live: true, ready: true, reasons: [] });
    expect(health.warnings).toContain("The day's budget is used up.");
    const { db } = installation.workplace.context;
    await db.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%retention'`;
    const behind = await readHealth(at("2026-11-26T08:02:00Z"));
    expect(behind).toMatchObject({ ready: false });
    expect(behind.reasons[0]).toContain("lacks 1 of this version's migrations");
    await db.$executeRaw`UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name LIKE '%retention'`;
    const gone = { ...db, $queryRaw: vi.fn().mockRejectedValue(new Error("connection refused")) };
    const lost = await readHealth({ ...at("2026-11-26T08:02:00Z"), db: gone as unknown as typeof db });
    expect(lost).toMatchObject({ ready: false, reasons: ["The database does not answer."] });
  });

  it("tells Prometheus of feeds, episodes, queues, costs, refusals and deliveries", async () => {
    const { queue, context } = installation.workplace;
    await context.db.insightDrop.create({
      data: {
        reason: 'a "quoted"\nreason',
        extractor: "verbatim",
        detail: "",
        text: "",
        episode: { connect: { showId_guid: { showId, guid: "p" } } },
      },
    });
    await context.db.$transaction((tx) => context.enqueue(tx, "poll-feeds", {}));
    const [job] = await queue.boss.fetch("poll-feeds");
    await queue.boss.complete("poll-feeds", job?.id ?? "");
    const text = await metricsText({ ...context, now: () => new Date() });
    for (const line of [
      'overheard_feeds{state="failing"} 3',
      'overheard_episodes{stage="placed"} 1',
      'overheard_deliveries{state="uncertain"} 1',
      'overheard_paid_usd{purpose="transcription",model="m"} 1.95',
      'overheard_gate_drops{extractor="verbatim",reason="a \\"quoted\\"\\nreason"} 1',
      'overheard_queue_jobs{queue="poll-feeds",state="waiting"} 0',
      'overheard_jobs_ended{queue="poll-feeds",state="completed"} 1',
    ])
      expect(text).toContain(line);
    expect(text).toMatch(
      /overheard_job_duration_seconds\{queue="poll-feeds",state="completed",quantile="0.95"\} [\d.]+/,
    );
    expect(text).toMatch(/overheard_disk_free_bytes \d+/);
  });

  it("removes old transcripts but for what insights cite", async () => {
    const { db } = installation.workplace.context;
    const now = new Date("2026-11-26T08:00:00Z");
    const episode = await db.episode.create({
      data: {
        showId,
        guid: "old",
        title: "Old",
        publishedAt: now,
        stage: "placed",
        transcript: {
          create: {
            format: "vtt",
            sourceUrl: "https://example.com/t.vtt",
            timing: "publisher",
            wordCount: 1,
            createdAt: new Date(now.getTime() - 31 * dayMs),
            segments: {
              create: Array.from({ length: 40 }, (_, index) => ({
                index,
                startMs: index,
                endMs: index + 1,
                text: "Eight such sentences are a stretch. ".repeat(2),
              })),
            },
          },
        },
        insights: {
          create: {
            key: "k",
            headline: "H",
            body: "B",
            kind: "fact",
            quoteText: "Q",
            quoteStartMs: 0,
            quoteEndMs: 1,
            firstSegment: 10,
            lastSegment: 11,
            quality: 1,
            scores: {},
            extractor: "verbatim",
          },
        },
      },
      include: { transcript: true },
    });
    await indexEpisodes({ ...installation.workplace.context, now: () => now });
    const passages = () =>
      db.searchPassage.findMany({
        where: { episodeId: episode.id },
        select: { firstSegment: true, lastSegment: true },
      });
    expect((await passages()).map(({ firstSegment }) => firstSegment)).toEqual([0, 8, 16, 24, 32]);
    const left = () =>
      db.segment.findMany({ where: { transcriptId: episode.transcript?.id ?? "" }, orderBy: { index: "asc" } });
    const context = { ...installation.workplace.context, now: () => now };
    expect(await removeOldTranscripts({ ...context, env: { ...context.env, TRANSCRIPT_RETENTION_DAYS: 32 } })).toBe(0);
    expect(await left()).toHaveLength(40);
    const call = { key: "heard", purpose: "transcription", model: "m", costMicroUsd: 9_000, episodeId: episode.id };
    await db.paidCall.create({ data: { ...call, response: ["words"], startedAt: now, answeredAt: now } });
    await db.insight.updateMany({ where: { episodeId: episode.id }, data: { spokenAround: "heron lagoon" } });
    expect(await removeOldTranscripts(context)).toBe(1);
    expect(await db.insight.count({ where: { spokenAround: { not: null } } })).toBe(0);
    expect(await db.paidCall.findFirst({ where: { episodeId: episode.id } })).toMatchObject({
      costMicroUsd: 9_000,
      response: null,
    });
    expect((await left()).map((segment) => segment.index)).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    expect(await passages()).toEqual([
      { firstSegment: 0, lastSegment: 7 },
      { firstSegment: 8, lastSegment: 15 },
    ]);
    expect(await removeOldTranscripts(context)).toBe(0);
  });
});

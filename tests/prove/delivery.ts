import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectDatabase } from "../../lib/db/client";
import { startEmbeddedDatabase } from "../../lib/db/embedded";
import { applyMigrations } from "../../lib/db/migrations";
import type { Db } from "../../lib/db/types";
import { seeded } from "../bench/seeded";
import { copyDatabaseTemplate } from "../support/database-template";
import { addPlacedInsights, addReaders, resendSettings } from "../support/mail-readers";
import { type SmtpTreatment, startMailServer } from "../support/mail-server";
import { type ResendFault, startResendServer } from "../support/resend-server";
import { createTestPostgres } from "../support/test-postgres";

/** What is proved. */
export interface DeliveryTask {
  transport: "resend" | "smtp";
  readers: number;
  /** So many processes are killed, each at a random moment of its work. */
  kills: number;
  /** On a real PostgreSQL with two workers that are both schedulers; else on the embedded database with one. */
  isServer: boolean;
  batchSize: number;
  longestMinutes: number;
  log: (line: string) => void;
}

/** What came of it. */
export interface DeliveryProof {
  kills: number;
  /** Kills while the process was sending or composing, not only starting. */
  killsAtWork: number;
  calls: number;
  acceptedByService: number;
  /** Receivers whom the service took more than one email for. */
  twice: number;
  counts: Record<string, number>;
  faults: string[];
}

const resendFaults: ResendFault[] = [
  "429-with-headers",
  "429-without-headers",
  "500-before",
  "500-after",
  "cut-before",
  "cut-after",
  "slow",
  "wrong-json",
];
const smtpFaults: SmtpTreatment[] = ["later", "cut-before-answer", "cut-after-accepting"];

/** A service on loopback with what it accepted, by receiver. */
async function startService(task: DeliveryTask, random: () => number) {
  const accepted = new Map<string, number>();
  const count = (to: string) => accepted.set(to, (accepted.get(to) ?? 0) + 1);
  if (task.transport === "resend") {
    const server = await startResendServer({
      latencyMs: 60,
      fault: () => (random() < 0.3 ? (resendFaults[Math.floor(random() * resendFaults.length)] ?? "none") : "none"),
      forgets: true,
      onTaken: (emails) => {
        for (const { to } of emails) count(to);
      },
    });
    return { accepted, settings: resendSettings(server.url), calls: () => server.calls.length, stop: server.stop };
  }
  // What is put off once is taken the next time.
  const putOff = new Set<string>();
  let calls = 0;
  const server = await startMailServer(
    (to) => {
      if (random() >= 0.02) return "accept";
      const fault = smtpFaults[Math.floor(random() * smtpFaults.length)] ?? "accept";
      if (fault !== "later") return fault;
      if (putOff.has(to)) return "accept";
      putOff.add(to);
      return fault;
    },
    ({ to }) => {
      calls++;
      count(to);
    },
  );
  const settings = { ...resendSettings(""), RESEND_BASE_URL: "", EMAIL_TRANSPORT: "smtp", SMTP_URL: server.url };
  return { accepted, settings, calls: () => calls, stop: server.stop };
}

async function openDatabase(isServer: boolean): Promise<{ url: string; stop(): Promise<void> }> {
  if (isServer) {
    const server = await createTestPostgres();
    if (!server) throw new Error("TEST_DATABASE_URL names no PostgreSQL that answers.");
    await applyMigrations(server.url);
    return { url: server.url, stop: server.drop };
  }
  const dataDir = mkdtempSync(join(tmpdir(), "overheard prove "));
  await copyDatabaseTemplate(dataDir);
  const database = await startEmbeddedDatabase(dataDir);
  return {
    url: database.url,
    async stop() {
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Kills workers at random moments while they send one morning's emails, then lets one finish, and counts. */
export async function proveDelivery(task: DeliveryTask): Promise<DeliveryProof> {
  const random = seeded(task.isServer ? 2 : 1);
  const database = await openDatabase(task.isServer);
  const db = connectDatabase(database.url);
  const service = await startService(task, random);
  const workers = new Set<ChildProcess>();
  const deadline = Date.now() + task.longestMinutes * 60_000;
  const start = () =>
    new Promise<ChildProcess>((resolve, reject) => {
      const child = fork(new URL("./delivery-worker.ts", import.meta.url), [], {
        execArgv: ["--import", "tsx"],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: {
          ...process.env,
          ...service.settings,
          DATABASE_URL: database.url,
          APP_TIMEZONE: "UTC",
          BATCH_SIZE: String(task.batchSize),
          IS_ALONE: task.isServer ? "no" : "yes",
        },
      });
      workers.add(child);
      child.once("message", () => resolve(child));
      child.once("exit", () => {
        workers.delete(child);
        reject(new Error("A worker ended by itself."));
      });
    });
  try {
    await prepareMorning(db, task.readers);
    let kills = 0;
    let killsAtWork = 0;
    // So long that a life sends about one batch, on a slow machine, too: then most kills meet a process at work.
    let longestLifeMs = 1_500;
    // One lane a worker: each is killed, and started again, at its own moments.
    const lane = async () => {
      while (kills < task.kills && Date.now() < deadline) {
        const child = await start();
        const before = service.accepted.size;
        await new Promise((resolve) => setTimeout(resolve, random() * longestLifeMs));
        const sent = (service.accepted.size - before) / task.batchSize;
        if (sent === 0) longestLifeMs = Math.min(20_000, longestLifeMs * 1.15);
        else if (sent > 1) longestLifeMs = Math.max(300, longestLifeMs * 0.8);
        const isAtWork = (await unsettled(db)) > 0;
        const gone = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGKILL");
        await gone;
        kills++;
        if (isAtWork) killsAtWork++;
        if (kills % 20 === 0)
          task.log(`  ${kills} kills, ${service.accepted.size} of ${task.readers} readers have theirs`);
      }
    };
    await Promise.all(Array.from({ length: task.isServer ? 2 : 1 }, lane));
    await start();
    while ((await unsettled(db)) > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 300));
    return { kills, killsAtWork, ...(await audit(db, task, service)) };
  } finally {
    for (const child of workers) {
      const gone = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGKILL");
      await gone;
    }
    await service.stop();
    await db.$disconnect();
    await database.stop();
  }
}

/** Readers whose hour has just come, and something to send them. */
async function prepareMorning(db: Db, readers: number): Promise<void> {
  const now = new Date();
  await addPlacedInsights(db, new Date(now.getTime() - 3600_000));
  const hourBegan = new Date(now);
  hourBegan.setUTCMinutes(0, 0, 0);
  await addReaders(
    db,
    Array.from({ length: readers }, (_, n) => ({
      email: `r${n}@example.com`,
      emailHour: hourBegan.getUTCHours(),
      scheduleFrom: hourBegan,
    })),
  );
}

async function unsettled(db: Db): Promise<number> {
  const [open, unscheduled, batches] = await Promise.all([
    db.delivery.count({ where: { state: { in: ["pending", "sending"] } } }),
    db.reader.count({ where: { lastDueDate: null } }),
    db.mailBatch.count({ where: { settledAt: null } }),
  ]);
  return open + unscheduled + batches;
}

async function audit(
  db: Db,
  task: DeliveryTask,
  service: { accepted: Map<string, number>; calls: () => number },
): Promise<Omit<DeliveryProof, "kills" | "killsAtWork">> {
  const rows = await db.delivery.findMany({ select: { address: true, state: true } });
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  const faults: string[] = [];
  const twice = [...service.accepted.values()].filter((times) => times > 1).length;
  if (twice > 0) faults.push(`${twice} readers got more than one email`);
  if (rows.length !== task.readers) faults.push(`${rows.length} deliveries for ${task.readers} readers`);
  const byAddress = new Map(rows.map(({ address, state }) => [address, state]));
  for (let n = 0; n < task.readers; n++) {
    const address = `r${n}@example.com`;
    const state = byAddress.get(address) ?? "missing";
    const times = service.accepted.get(address) ?? 0;
    if (state === "accepted" && times !== 1)
      faults.push(`${address} is said to be accepted and was taken ${times} times`);
    // Over Resend nothing stays unknown; over SMTP what is unknown is listed as such.
    if (state !== "accepted" && !(task.transport === "smtp" && state === "uncertain"))
      faults.push(`${address} is ${state}`);
  }
  return { calls: service.calls(), acceptedByService: service.accepted.size, twice, counts, faults };
}

/** The result in lines for a person. */
export function deliveryText(task: DeliveryTask, proof: DeliveryProof): string {
  const where = task.isServer ? "two workers that are both schedulers, PostgreSQL" : "one worker, embedded database";
  const states = Object.entries(proof.counts)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ");
  return [
    `${task.transport === "resend" ? "Resend" : "SMTP"}, ${where}: ${task.readers} readers, ${proof.kills} SIGKILLs (${proof.killsAtWork} of them before all was settled), ${proof.calls} calls.`,
    `  Taken by the service for ${proof.acceptedByService} readers, for ${proof.twice} of them more than once. Deliveries: ${states}.`,
    proof.faults.length === 0
      ? "  It holds."
      : `  ${proof.faults.length} faults: ${proof.faults.slice(0, 5).join("; ")}`,
  ].join("\n");
}

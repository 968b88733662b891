import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliverMail } from "../../lib/delivery/deliver-mail";
import { settleUncertain } from "../../lib/delivery/delivery-store";
import { scheduleDeliveries } from "../../lib/delivery/schedule-deliveries";
import { isMailDue } from "../../lib/delivery/schedule-store";
import { scheduleDate } from "../../lib/delivery/send-date";
import { deliveryDays, troubledDeliveries } from "../../lib/delivery/views";
import type { StageContext } from "../../lib/queue/stage";
import { addPlacedInsights, addReaders, resendSettings } from "../support/mail-readers";
import { type ResendFault, type ResendServer, startResendServer } from "../support/resend-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe("delivering to readers through Resend", () => {
  let stage: TestStage;
  let resend: ResendServer;
  let faults: ResendFault[];
  let clock: number;
  let context: StageContext;

  beforeAll(async () => {
    resend = await startResendServer({
      fault: (call) => faults[call] ?? "none",
      isBadAddress: (to) => to.startsWith("bad@"),
    });
    stage = await startTestStage(resendSettings(resend.url));
    await addPlacedInsights(stage.db, new Date("2026-11-24T06:00:00Z"));
  });
  afterAll(async () => {
    await stage.stop();
    await resend.stop();
  });
  beforeEach(async () => {
    faults = [];
    resend.taken.length = 0;
    resend.calls.length = 0;
    const { db } = stage;
    await db.digest.deleteMany();
    for (const table of [db.delivery, db.mailBatch, db.mailGate, db.suppression, db.reader, db.scheduleSlot])
      await (table.deleteMany as () => Promise<unknown>)();
    // Runs with the real one, so that what has to wait is waited for, but it is morning.
    clock = Date.parse("2026-11-24T07:00:10Z") - Date.now();
    context = { ...stage.context, now: () => new Date(Date.now() + clock) };
  });

  const states = async () =>
    Object.fromEntries(
      (await stage.db.delivery.findMany({ orderBy: { address: "asc" } })).map((row) => [row.address, row.state]),
    );

  it("sends each reader their edition once a local date, in batches that are frozen before the first call", async () => {
    const from = new Date("2026-11-24T00:00:00Z");
    await addReaders(stage.db, [
      ...Array.from({ length: 9 }, (_, n) => ({ email: `r${n}@example.com`, scheduleFrom: from })),
      { email: "later@example.com", emailHour: 9, scheduleFrom: from },
      { email: "tokyo@example.com", timeZone: "Asia/Tokyo", emailHour: 16, scheduleFrom: from },
      { email: "unconfirmed@example.com", emailVerified: false, scheduleFrom: from },
      { email: "saturdays@example.com", emailDays: [6], scheduleFrom: from },
      { email: "paused@example.com", pausedUntil: new Date("2026-11-30T00:00:00Z"), scheduleFrom: from },
    ]);
    await deliverMail(context);
    expect(resend.calls.map(({ emails }) => emails)).toEqual([10]);
    expect(resend.taken).toHaveLength(10);
    const email = resend.taken.find(({ to }) => to === "tokyo@example.com");
    expect(email?.subject).toMatch(/^Harbour number \d scrapped its parking rule, and four more$/u);
    expect(email?.html).toContain("You get this at 4 in the afternoon");
    expect(email?.headers["List-Unsubscribe"]).toMatch(
      /^<https:\/\/overheard\.example\/unsubscribe\/one-click\?t=l\./u,
    );
    expect(email?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(email?.key).toMatch(/^batch\/[0-9a-f-]{36}$/u);
    await deliverMail(context);
    expect(resend.taken).toHaveLength(10);
    expect(await deliveryDays(stage.db, 1)).toMatchObject([{ date: "2026-11-24", candidates: 10, accepted: 10 }]);
    // The frozen emails are forgotten once their fate is known.
    expect(await stage.db.mailBatch.count({ where: { body: { not: null } } })).toBe(0);
    clock += 2 * hourMs;
    await deliverMail(context);
    expect(resend.taken.at(-1)?.to).toBe("later@example.com");
    expect(resend.taken).toHaveLength(11);
  });

  it("sends what is less than six hours late, and records what is later as skipped", async () => {
    await addReaders(stage.db, [
      { email: "late@example.com", emailHour: 2, scheduleFrom: new Date("2026-11-24T00:00:00Z") },
      { email: "older@example.com", emailHour: 1, scheduleFrom: new Date("2026-11-24T00:00:00Z") },
      { email: "days@example.com", emailHour: 1, scheduleFrom: new Date("2026-11-20T00:00:00Z") },
    ]);
    await deliverMail(context);
    expect(resend.taken.map(({ to }) => to)).toEqual(["late@example.com"]);
    const rows = await stage.db.delivery.findMany({ where: { address: "days@example.com" }, orderBy: { date: "asc" } });
    expect(rows.map(({ date, state }) => `${date} ${state}`)).toEqual(
      [20, 21, 22, 23, 24].map((day) => `2026-11-${day} excluded`),
    );
    expect(rows[0]?.error).toMatch(/^Skipped: it was more than six hours late/u);
    const reader = await stage.db.reader.findFirstOrThrow({ where: { email: "days@example.com" } });
    expect(reader.nextDueAt).toEqual(new Date("2026-11-25T01:00:00Z"));
  });

  it("sends a date's skipped and never scheduled emails at the operator's word", async () => {
    const from = new Date("2026-11-24T00:00:00Z");
    await addReaders(stage.db, [
      { email: "skipped@example.com", emailHour: 0, scheduleFrom: from },
      { email: "new@example.com", emailHour: 5, scheduleFrom: context.now() },
      { email: "later@example.com", emailHour: 20, scheduleFrom: from },
      { email: "saturdays@example.com", emailDays: [6], scheduleFrom: from },
    ]);
    await deliverMail(context);
    expect(resend.taken).toEqual([]);
    expect(await scheduleDate(context, "2026-11-24")).toBe(2);
    expect(await scheduleDate(context, "2026-11-24")).toBe(0);
    await deliverMail(context);
    expect(resend.taken.map(({ to }) => to).sort()).toEqual(["new@example.com", "skipped@example.com"]);
  });

  it("works a reader's next email out anew when they change their mind, and gives no date twice", async () => {
    const [id = ""] = await addReaders(stage.db, [
      { email: "moves@example.com", scheduleFrom: new Date("2026-11-24T00:00:00Z") },
    ]);
    await deliverMail(context);
    expect(resend.taken).toHaveLength(1);
    const move = async (timeZone: string) => {
      await stage.db.reader.update({ where: { id }, data: { timeZone } });
      const changed = await stage.db.reader.findUniqueOrThrow({ where: { id } });
      expect(changed.scheduleFrom).not.toBeNull();
      expect(changed.nextDueAt).toBeNull();
      // The database noted its own time; here it is another day.
      await stage.db.reader.update({ where: { id }, data: { scheduleFrom: context.now() } });
      await scheduleDeliveries(context);
      return stage.db.reader.findUniqueOrThrow({ where: { id } });
    };
    expect(await move("Pacific/Honolulu")).toMatchObject({ nextDueDate: "2026-11-25" });
    expect(await move("Pacific/Auckland")).toMatchObject({
      nextDueDate: "2026-11-25",
      nextDueAt: new Date("2026-11-24T18:00:00Z"),
    });
    await stage.db.reader.update({ where: { id }, data: { emailDays: [] } });
    await scheduleDeliveries(context);
    expect(await stage.db.reader.findUniqueOrThrow({ where: { id } })).toMatchObject({
      nextDueAt: null,
      scheduleFrom: null,
    });
  });

  it("neither repeats nor loses a morning when the clock jumps", async () => {
    const [id = ""] = await addReaders(stage.db, [
      { email: "clock@example.com", scheduleFrom: new Date("2026-11-24T00:00:00Z") },
    ]);
    await deliverMail(context);
    // Back by two hours: the morning comes a second time.
    clock -= 2 * hourMs;
    await deliverMail(context);
    clock += 2 * hourMs;
    await deliverMail(context);
    expect(resend.taken).toHaveLength(1);
    // Ahead by two days or a year, where it schedules, and back again.
    for (const days of [2, 365]) {
      clock += days * 24 * hourMs;
      await scheduleDeliveries(context);
      clock -= days * 24 * hourMs;
      expect(await isMailDue(stage.db, context.now())).toBe(true);
      await deliverMail(context);
      expect(await isMailDue(stage.db, context.now())).toBe(false);
      expect(resend.taken).toHaveLength(1);
    }
    expect(await stage.db.reader.findUniqueOrThrow({ where: { id } })).toMatchObject({ nextDueDate: "2026-11-25" });
    clock += 24 * hourMs;
    await deliverMail(context);
    // Not skipped: the next morning is looked at in its hour, and has nothing that was not sent before.
    const mornings = await stage.db.delivery.findMany({
      orderBy: { date: "asc" },
      select: { date: true, error: true },
    });
    expect(mornings).toEqual([
      { date: "2026-11-24", error: null },
      { date: "2026-11-25", error: "A quiet day: nothing cleared the bar." },
    ]);
  });

  it("still owes what was due when a reader changes something else a moment later", async () => {
    const [id = ""] = await addReaders(stage.db, [
      { email: "owed@example.com", scheduleFrom: new Date("2026-11-24T06:59:00Z") },
    ]);
    clock -= minuteMs;
    await scheduleDeliveries(context);
    clock += minuteMs;
    await stage.db.reader.update({ where: { id }, data: { emailDays: [1, 2, 3] } });
    await deliverMail(context);
    expect(resend.taken).toHaveLength(1);
  });

  it("lets one bad address fail alone, and calls the candidates by what became of them", async () => {
    const from = new Date("2026-11-24T00:00:00Z");
    await stage.db.suppression.create({ data: { address: "gone@example.com", reason: "bounced" } });
    await addReaders(
      stage.db,
      ["a@example.com", "bad@example.com", "gone@example.com", "no address", "z@example.com\r\nBcc: b@example.com"].map(
        (email) => ({ email, scheduleFrom: from }),
      ),
    );
    await deliverMail(context);
    expect(await states()).toEqual({
      "a@example.com": "accepted",
      "bad@example.com": "failed",
      "gone@example.com": "excluded",
      "no address": "excluded",
      "z@example.com\r\nBcc: b@example.com": "excluded",
    });
    expect(resend.taken.map(({ to }) => to)).toEqual(["a@example.com"]);
    expect(await deliveryDays(stage.db, 1)).toMatchObject([
      { candidates: 5, accepted: 1, failed: 1, excluded: 3, uncertain: 0, underWay: 0 },
    ]);
  });

  it.each<[string, ResendFault[]]>([
    ["a limit with and without headers", ["429-with-headers", "429-without-headers"]],
    ["a broken service that took nothing, or all", ["500-before", "500-after"]],
    ["a connection cut before and after it was taken", ["cut-before", "cut-after"]],
    ["an answer that cannot be read", ["wrong-json"]],
  ])("sends once in spite of %s", async (_, given) => {
    faults = given;
    await addReaders(
      stage.db,
      [{ email: "a@example.com" }, { email: "b@example.com" }].map((r) => ({
        ...r,
        scheduleFrom: new Date("2026-11-24T00:00:00Z"),
      })),
    );
    await deliverMail(context);
    expect(resend.taken.map(({ to }) => to).sort()).toEqual(["a@example.com", "b@example.com"]);
    expect(new Set(resend.calls.map(({ key }) => key)).size).toBe(1);
    expect(resend.calls).toHaveLength(given.length + 1);
    expect(await states()).toEqual({ "a@example.com": "accepted", "b@example.com": "accepted" });
  });

  it("finds the one that a whole batch is refused for", async () => {
    faults = ["whole-422", "whole-422", "none", "none", "whole-422"];
    await addReaders(
      stage.db,
      ["a", "b", "c"].map((name) => ({ email: `${name}@example.com`, scheduleFrom: new Date("2026-11-24T00:00:00Z") })),
    );
    await deliverMail(context);
    const found = Object.values(await states()).sort();
    expect(found).toEqual(["accepted", "accepted", "failed"]);
    expect(resend.taken).toHaveLength(2);
  });

  it("raises one alarm for a wrong key, keeps everything, and sends it once the key is right", async () => {
    faults = Array(50).fill("wrong-key");
    const from = new Date("2026-11-24T00:00:00Z");
    await addReaders(
      stage.db,
      Array.from({ length: 8 }, (_, n) => ({ email: `r${n}@example.com`, scheduleFrom: from })),
    );
    await deliverMail(context);
    await deliverMail(context);
    expect(resend.calls).toHaveLength(1);
    expect(await stage.db.scheduleSlot.count({ where: { job: "alert mail-blocked" } })).toBe(1);
    expect((await deliveryDays(stage.db, 1))[0]).toMatchObject({ candidates: 8, underWay: 8 });
    const gate = await stage.db.mailGate.findUniqueOrThrow({ where: { transport: "resend" } });
    expect(gate.problem).toContain("Check RESEND_API_KEY");
    clock += 6 * minuteMs;
    await deliverMail(context);
    expect(resend.calls).toHaveLength(2);
    faults = [];
    clock += 8 * hourMs;
    await deliverMail(context);
    expect(resend.taken).toHaveLength(8);
    expect(new Set(resend.taken.map(({ to }) => to)).size).toBe(8);
    expect((await stage.db.mailGate.findUniqueOrThrow({ where: { transport: "resend" } })).problem).toBeNull();
  });

  it("keeps who left from what was frozen and certainly not taken", async () => {
    faults = ["wrong-key"];
    const [id = ""] = await addReaders(
      stage.db,
      ["leaves@example.com", "stays@example.com"].map((email) => ({
        email,
        scheduleFrom: new Date("2026-11-24T00:00:00Z"),
      })),
    );
    await deliverMail(context);
    await stage.db.reader.update({ where: { id }, data: { unsubscribedAt: new Date() } });
    clock += 6 * minuteMs;
    await deliverMail(context);
    expect(resend.taken.map(({ to }) => to)).toEqual(["stays@example.com"]);
    expect(await states()).toEqual({ "leaves@example.com": "excluded", "stays@example.com": "accepted" });
  });

  it("never sends an unknown batch again once its key has ended, and leaves it to the operator", async () => {
    faults = Array(50).fill("cut-after");
    await addReaders(stage.db, [{ email: "a@example.com", scheduleFrom: new Date("2026-11-24T00:00:00Z") }]);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 1_000);
    await deliverMail(context, { signal: abort.signal });
    expect(await states()).toEqual({ "a@example.com": "uncertain" });
    clock += 23.5 * hourMs;
    const calls = resend.calls.length;
    await deliverMail(context, { signal: AbortSignal.timeout(1_000) });
    const first = await stage.db.delivery.findFirstOrThrow({ where: { date: "2026-11-24" } });
    expect(first.state).toBe("uncertain");
    expect(first.error).toContain("did not say within a day");
    expect(resend.calls.slice(calls).every(({ key }) => key !== resend.calls[0]?.key)).toBe(true);
    expect(resend.taken.filter(({ deliveryId }) => deliveryId === first.id)).toHaveLength(1);
    expect((await troubledDeliveries(stage.db, 10)).find(({ id }) => id === first.id)).toMatchObject({ isOpen: false });
    expect(await settleUncertain(stage.db, first.id, true, context.now())).toBe(true);
    expect(await settleUncertain(stage.db, first.id, false, context.now())).toBe(false);
    expect((await stage.db.delivery.findUniqueOrThrow({ where: { id: first.id } })).state).toBe("accepted");
  });

  it("sends nothing on a day without anything, and records it", async () => {
    await stage.db.insight.updateMany({ data: { quality: 0.01 } });
    await addReaders(stage.db, [{ email: "a@example.com", scheduleFrom: new Date("2026-11-24T00:00:00Z") }]);
    await deliverMail(context);
    expect(resend.calls).toEqual([]);
    const row = await stage.db.delivery.findFirstOrThrow();
    expect(row).toMatchObject({ state: "excluded", error: "A quiet day: nothing cleared the bar." });
    expect(row.digestId).not.toBeNull();
  });
});

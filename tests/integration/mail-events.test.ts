import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handleMailEvent } from "../../lib/delivery/handle-mail-event";
import { changeMailByLink, standingByLink } from "../../lib/delivery/leave-mail";
import { recordMailFeedback } from "../../lib/delivery/mail-feedback";
import { signMailToken } from "../../lib/delivery/mail-token";
import { ForgedWebhookError, mailEvent, readWebhook } from "../../lib/delivery/resend-webhook";
import { tellPaused } from "../../lib/delivery/tell-paused";
import { listOutbox, readOutboxMail } from "../../lib/mail/outbox";
import { addPlacedInsights, addReaders } from "../support/mail-readers";
import { startTestStage, type TestStage } from "../support/test-stage";

const secret = "a secret that only tests have";
const now = new Date("2026-11-24T12:00:00Z");

describe("what happens to emails afterwards", () => {
  let stage: TestStage;
  let readerId: string;
  let dataDir: string;
  const context = () => ({ ...stage.context, now: () => now });

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "overheard events "));
    stage = await startTestStage({
      AUTH_SECRET: secret,
      APP_URL: "https://overheard.example",
      DATA_DIR: dataDir,
      ALERT_EMAIL: "operator@example.com",
    });
  });
  afterAll(async () => {
    await stage.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const { db } = stage;
    for (const table of [db.delivery, db.mailEvent, db.suppression, db.reader, db.scheduleSlot])
      await (table.deleteMany as () => Promise<unknown>)();
    stage.enqueued.length = 0;
    [readerId = ""] = await addReaders(db, [{ email: "ruth@example.com" }]);
  });

  let count = 0;
  async function deliver(date: string, state: "accepted" | "uncertain" = "accepted") {
    const providerId = state === "accepted" ? `email-${++count}` : null;
    return stage.db.delivery.create({
      data: {
        readerId,
        address: "ruth@example.com",
        date,
        dueAt: new Date(`${date}T07:00:00Z`),
        transport: "resend",
        state,
        providerId,
      },
    });
  }
  const report = (type: string, emailId: string, more: object = {}) =>
    mailEvent.parse({
      type,
      created_at: now.toISOString(),
      data: { email_id: emailId, to: ["ruth@example.com"], ...more },
    });
  const softly = { bounce: { type: "Transient", subType: "MailboxFull", message: "The mailbox is full." } };
  const reader = () => stage.db.reader.findUniqueOrThrow({ where: { id: readerId } });

  it("believes only what Resend signed over these very bytes, a short while ago", () => {
    const key = `whsec_${Buffer.from("a signing secret of a test").toString("base64")}`;
    const body = JSON.stringify({
      type: "email.delivered",
      created_at: now,
      data: { email_id: "e1", tags: { delivery: "x" } },
    });
    const headersFor = (at: Date, signed: string) =>
      new Headers({
        "svix-id": "msg_1",
        "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
        "svix-signature": new Webhook(key).sign("msg_1", at, signed),
      });
    const at = new Date();
    expect(readWebhook(key, headersFor(at, body), body)).toMatchObject({
      id: "msg_1",
      event: { type: "email.delivered" },
    });
    expect(() => readWebhook(key, headersFor(at, body), `${body} `)).toThrow(ForgedWebhookError);
    expect(() => readWebhook(key, headersFor(new Date(at.getTime() - 600_000), body), body)).toThrow(
      ForgedWebhookError,
    );
    expect(() => readWebhook(key, new Headers(), body)).toThrow(ForgedWebhookError);
    for (const other of ['{"type":"contact.created"}', "no json", "[]"])
      expect(readWebhook(key, headersFor(at, other), other).event).toBeNull();
  });

  it("takes each report into account once, in any order", async () => {
    const { id, providerId } = await deliver("2026-11-24");
    const complained = report("email.complained", providerId ?? "");
    expect(await handleMailEvent(context(), "b", complained)).toBe(true);
    expect(await handleMailEvent(context(), "a", report("email.delivered", providerId ?? ""))).toBe(true);
    expect(await handleMailEvent(context(), "b", complained)).toBe(false);
    expect(await handleMailEvent(context(), "c", report("email.delivered", "somebody else’s"))).toBe(false);
    expect(await stage.db.delivery.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: "accepted",
      deliveredAt: now,
      complainedAt: now,
    });
  });

  it("comes to the same in whatever order reports arrive", async () => {
    const at = (minute: number) => new Date(now.getTime() + minute * 60_000);
    const kinds = [
      ["email.sent", 0, {}],
      ["email.delivery_delayed", 1, {}],
      ["email.bounced", 2, softly],
      ["email.delivered", 3, {}],
      ["email.bounced", 4, { bounce: { type: "Permanent", subType: "General", message: "No such mailbox." } }],
      ["email.complained", 5, {}],
    ] as const;
    const orders = [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [4, 2, 5, 0, 3, 1],
      [3, 5, 1, 4, 0, 2],
      [2, 4, 0, 5, 1, 3],
    ];
    const outcomes = [];
    for (const [n, order] of orders.entries()) {
      await stage.db.suppression.deleteMany();
      const { id } = await deliver(`2026-10-0${n + 1}`, "uncertain");
      for (const index of order) {
        const [type, minute, more] = kinds[index] ?? kinds[0];
        const event = report(type, `email-any-${n}`, { ...more, tags: { delivery: id } });
        await handleMailEvent(context(), `any-${n}-${index}`, { ...event, created_at: at(minute) });
      }
      const { state, deliveredAt, delayedAt, bouncedAt, isHardBounce, complainedAt, error } =
        await stage.db.delivery.findUniqueOrThrow({ where: { id } });
      const suppressed = await stage.db.suppression.findMany({ select: { address: true, reason: true } });
      outcomes.push({ state, deliveredAt, delayedAt, bouncedAt, isHardBounce, complainedAt, error, suppressed });
    }
    const [first] = outcomes;
    expect(first).toEqual({
      state: "accepted",
      deliveredAt: at(3),
      delayedAt: at(1),
      bouncedAt: at(2),
      isHardBounce: true,
      complainedAt: at(5),
      error: "No such mailbox.",
      suppressed: [{ address: "ruth@example.com", reason: "complained" }],
    });
    for (const outcome of outcomes) expect(outcome).toEqual(first);
  });

  it("alerts the operator of complaints above one in a thousand, and not below", async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => ({
      address: `r${n}@example.com`,
      date: "2026-11-24",
      dueAt: now,
      transport: "resend",
      state: "accepted" as const,
      providerId: `many-${n}`,
    }));
    await stage.db.delivery.createMany({ data: rows });
    const alerts = () => stage.db.scheduleSlot.count({ where: { job: "alert complaints" } });
    for (const n of [0, 1, 2]) await handleMailEvent(context(), `many-${n}`, report("email.complained", `many-${n}`));
    expect(await alerts()).toBe(0);
    await handleMailEvent(context(), "many-3", report("email.complained", "many-3"));
    expect(await alerts()).toBe(1);
  });

  it("suppresses hard bounces and complaints, and alerts the operator of more than one in a thousand", async () => {
    const bounced = await deliver("2026-11-23");
    await handleMailEvent(
      context(),
      "1",
      report("email.bounced", bounced.providerId ?? "", { bounce: { type: "Permanent", message: "No such mailbox." } }),
    );
    expect(await stage.db.suppression.findMany()).toMatchObject([{ address: "ruth@example.com", reason: "bounced" }]);
    const complained = await deliver("2026-11-24");
    await handleMailEvent(context(), "2", report("email.complained", complained.providerId ?? ""));
    expect(await stage.db.suppression.findMany()).toMatchObject([{ reason: "complained" }]);
    expect((await reader()).unsubscribedAt).toEqual(now);
    const alerts = (await listOutbox(stage.context.env, 50)).filter(({ to }) => to === "operator@example.com");
    expect(alerts.map(({ subject }) => subject)).toEqual(["Overheard: Readers report our mail as spam."]);
  });

  it("pauses a mailbox that refused three in a row for now, and tells its reader once", async () => {
    for (const [n, date] of ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"].entries()) {
      const { providerId } = await deliver(date);
      if (date === "2026-11-21") await handleMailEvent(context(), `d${n}`, report("email.delivered", providerId ?? ""));
      else await handleMailEvent(context(), `s${n}`, report("email.bounced", providerId ?? "", softly));
      expect((await reader()).pausedUntil !== null).toBe(date === "2026-11-24");
    }
    expect(stage.enqueued).toEqual([{ name: "tell-paused", data: { readerId } }]);
    expect(await stage.db.suppression.count()).toBe(0);
    await tellPaused(context(), { readerId });
    await tellPaused(context(), { readerId });
    const [mail, ...others] = (await listOutbox(stage.context.env, 50)).filter(({ to }) => to === "ruth@example.com");
    expect([mail?.subject, others]).toEqual(["We paused your mail from Overheard", []]);
    const text = (await readOutboxMail(stage.context.env, mail?.name ?? ""))?.text ?? "";
    expect(text.replace(/\s+/gu, " ")).toContain("until Tuesday 8 December");
    const token = /wish=resume&t=(\S+)/u.exec(text)?.[1] ?? "";
    expect(await changeMailByLink(stage.db, stage.context.env, { token, wish: "resume", now })).toBe(true);
    expect(await reader()).toMatchObject({ pausedUntil: null, pauseReason: null });
    stage.enqueued.length = 0;
    await tellPaused(context(), { readerId });
  });

  it("settles what nobody knew by what is reported of it", async () => {
    const { id } = await deliver("2026-11-24", "uncertain");
    await handleMailEvent(context(), "1", report("email.sent", "email-x", { tags: { delivery: id } }));
    expect(await stage.db.delivery.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: "accepted",
      providerId: "email-x",
    });
    const other = await deliver("2026-11-23", "uncertain");
    await handleMailEvent(
      context(),
      "2",
      report("email.suppressed", "email-y", {
        tags: [{ name: "delivery", value: other.id }],
        suppressed: { message: "On our list." },
      }),
    );
    expect(await stage.db.delivery.findUniqueOrThrow({ where: { id: other.id } })).toMatchObject({ state: "failed" });
    expect(await stage.db.suppression.count()).toBe(1);
  });

  it("counts opens and clicks only where readers are told", async () => {
    const { id, providerId } = await deliver("2026-11-24");
    const open = report("email.opened", providerId ?? "");
    await handleMailEvent(context(), "1", open);
    expect(await stage.db.delivery.findUniqueOrThrow({ where: { id } })).toMatchObject({
      openedAt: null,
      clickCount: 0,
    });
    const tracking = { ...context(), env: { ...stage.context.env, MAIL_TRACKING: true } };
    await handleMailEvent(tracking, "2", open);
    await handleMailEvent(tracking, "3", report("email.clicked", providerId ?? ""));
    expect(await stage.db.delivery.findUniqueOrThrow({ where: { id } })).toMatchObject({
      openedAt: now,
      clickCount: 1,
    });
  });

  it("lets people leave, pause, have fewer and come back by a link, and others not", async () => {
    const {
      db,
      context: { env },
    } = stage;
    const token = signMailToken(secret, { purpose: "leave", readerId });
    const wish = (name: Parameters<typeof changeMailByLink>[2]["wish"], with_ = token) =>
      changeMailByLink(db, env, { token: with_, wish: name, now });
    expect(await standingByLink(db, env, token)).toMatchObject({ email: "ruth@example.com", unsubscribedAt: null });
    expect(await wish("weekdays")).toBe(true);
    expect((await reader()).emailDays).toEqual([1, 2, 3, 4, 5]);
    expect(await wish("every-day")).toBe(true);
    expect((await reader()).emailDays).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await wish("pause-7")).toBe(true);
    expect((await reader()).pausedUntil).toEqual(new Date("2026-12-01T12:00:00Z"));
    expect(await wish("unsubscribe")).toBe(true);
    expect((await reader()).unsubscribedAt).toEqual(now);
    expect(await wish("resume")).toBe(true);
    expect(await reader()).toMatchObject({ unsubscribedAt: null, pausedUntil: null });
    const feedback = signMailToken(secret, { purpose: "feedback", readerId, insightId: readerId });
    expect(await wish("unsubscribe", feedback)).toBe(false);
    expect(await wish("unsubscribe", `${token}x`)).toBe(false);
    expect((await reader()).unsubscribedAt).toBeNull();

    const address = signMailToken(secret, { purpose: "leave-address", address: "list@example.com" });
    expect(await wish("pause-7", address)).toBe(false);
    expect(await wish("unsubscribe", address)).toBe(true);
    expect(await db.suppression.findMany()).toMatchObject([{ address: "list@example.com", reason: "unsubscribed" }]);
    expect((await standingByLink(db, env, address))?.unsubscribedAt).toEqual(now);
    expect(await wish("resume", address)).toBe(true);
    expect(await db.suppression.count()).toBe(0);
  });

  it("records more and less by a link about one insight, and takes it back", async () => {
    const {
      db,
      context: { env },
    } = stage;
    const [insightId = ""] = await addPlacedInsights(db, now, 1);
    const token = signMailToken(secret, { purpose: "feedback", readerId, insightId });
    const say = (kind: "more" | "less", isTakenBack = false, with_ = token) =>
      recordMailFeedback(db, env, { token: with_, kind, isTakenBack, now });
    expect(await say("more")).toBe(true);
    expect(await say("less")).toBe(true);
    expect(await db.reaction.findMany()).toMatchObject([{ readerId, insightId, kind: "less" }]);
    expect(await say("less", true)).toBe(true);
    expect(await db.reaction.count()).toBe(0);
    expect(await say("more", false, signMailToken(secret, { purpose: "leave", readerId }))).toBe(false);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { askForLink, signInLimits } from "../../lib/accounts/ask-link";
import { createAuth } from "../../lib/accounts/auth";
import { makeLink, readLink, spendLink } from "../../lib/accounts/link";
import { inviteReader, sendInvitation } from "../../lib/accounts/send-invitation";
import { type RenderLinkEmail, sendLink } from "../../lib/accounts/send-link";
import { createInvitation } from "../../lib/accounts/sign-in-store";
import { MailError } from "../../lib/mail/send-mail";
import { startMailServer } from "../support/mail-server";
import { type ResendFault, type ResendServer, startResendServer } from "../support/resend-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const render: RenderLinkEmail = async (kind, { url }) => ({ subject: kind, text: url, html: url });
const tokenOf = (url: string) => /\/signin\/([A-Za-z]+)/.exec(url)?.[1] ?? "";

describe("signing in by a link", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard sign-in "));
  let stage: TestStage;
  const link = async (email: string) => tokenOf(await makeLink(stage.db, stage.context.env, email));
  const spend = (token: string) => spendLink(stage.db, stage.context.env, token, "Firefox");

  beforeAll(async () => {
    stage = await startTestStage({ DATA_DIR: dataDir, AUTH_SECRET: "a secret of sixteen" });
  });
  afterAll(async () => {
    await stage.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await stage.db.signInRequest.deleteMany();
    stage.enqueued.length = 0;
  });

  it("makes an account when a newcomer's link is spent, and not before", async () => {
    const token = await link("new@example.com");
    expect(await stage.db.reader.count()).toBe(0);
    expect(await readLink(stage.db, token, new Date())).toEqual({ email: "new@example.com", isNew: true });
    const spent = await spend(token);
    const reader = await stage.db.reader.findUniqueOrThrow({ where: { email: "new@example.com" } });
    expect(spent).toMatchObject({ readerId: reader.id, isOnboarded: false, cookie: { name: "overheard" } });
    expect(reader).toMatchObject({ emailVerified: true, timeZone: "UTC" });
    expect(reader.feedToken).toMatch(/^[\w-]{32}$/);
  });

  it("knows the reader by the cookie, and nobody by another's or a forged one", async () => {
    const spent = await spend(await link("cookie@example.com"));
    const auth = createAuth(stage.db, stage.context.env);
    const ask = (value: string) =>
      auth.api.getSession({ headers: new Headers({ cookie: `overheard=${encodeURIComponent(value)}` }) });
    const value = spent?.cookie.value ?? "";
    expect((await ask(value))?.user.email).toBe("cookie@example.com");
    expect(await ask(value.replace(/\..*/, ".forged"))).toBeNull();
    const { token } = await stage.db.session.findFirstOrThrow({ where: { userId: spent?.readerId ?? "" } });
    // Who reads the database still has no cookie.
    expect(await ask(token)).toBeNull();
    await stage.db.session.deleteMany({ where: { userId: spent?.readerId ?? "" } });
    expect(await ask(value)).toBeNull();
  });

  it("keeps a link's token as a hash only", async () => {
    const token = await link("hash@example.com");
    expect(JSON.stringify(await stage.db.verification.findMany())).not.toContain(token);
  });

  it("spends a link once, however many press at once", async () => {
    const token = await link("eight@example.com");
    const results = await Promise.all(Array.from({ length: 8 }, () => spend(token)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await readLink(stage.db, token, new Date())).toBeNull();
    const { id } = await stage.db.reader.findUniqueOrThrow({ where: { email: "eight@example.com" } });
    expect(await stage.db.session.count({ where: { userId: id } })).toBe(1);
  });

  it("refuses a link after ten minutes, and what is no link", async () => {
    const token = await link("late@example.com");
    const { expiresAt } = await stage.db.verification.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    expect(Math.abs(expiresAt.getTime() - Date.now() - 600_000)).toBeLessThan(20_000);
    await stage.db.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await spend(token)).toBeNull();
    for (const none of ["", "x", "A".repeat(32), "A".repeat(10_000), "<script>", "../../etc"])
      expect(await spend(none)).toBeNull();
  });

  it("writes the operator's files when no email is sent, with another email for newcomers", async () => {
    await spend(await link("known@example.com"));
    for (const [email, subject] of [
      ["known@example.com", "sign-in"],
      ["unknown@example.com", "confirm"],
    ] as const) {
      await askForLink(stage.context, { email, address: "192.0.2.1", nextPath: "/saved" });
      await sendLink(stage.context, stage.enqueued.pop()?.data as { requestId: string }, render);
      const request = await stage.db.signInRequest.findFirstOrThrow({ where: { email } });
      expect(request.outcome).toContain("outbox");
      const file = readdirSync(join(dataDir, "outbox")).find(
        (name) => name.includes(request.id) && name.endsWith(".txt"),
      );
      const text = readFileSync(join(dataDir, "outbox", file ?? ""), "utf8");
      expect(text).toContain(`To: ${email}`);
      expect(text).toContain(`Subject: ${subject}`);
      expect(text).toContain("?next=%2Fsaved");
      expect(await spend(tokenOf(text))).not.toBeNull();
    }
  });

  it("does the same work for known and unknown addresses, and looks at nobody's account", async () => {
    await spend(await link("somebody@example.com"));
    /** What is asked of the database, call by call. */
    const recorded = <T extends object>(target: T, calls: string[], path = ""): T =>
      new Proxy(target, {
        get(of, name) {
          const value = Reflect.get(of, name);
          if (typeof name !== "string" || name === "then") return value;
          if (name === "$transaction")
            return (work: (tx: object) => unknown) =>
              stage.db.$transaction((tx) => work(recorded(tx, calls)) as Promise<unknown>);
          if (typeof value === "function")
            return (...args: unknown[]) => {
              calls.push(`${path}${name}`);
              return value.apply(of, args);
            };
          return typeof value === "object" && value !== null ? recorded(value, calls, `${path}${name}.`) : value;
        },
      });
    const callsFor = async (email: string) => {
      await stage.db.signInRequest.deleteMany();
      const calls: string[] = [];
      const context = { ...stage.context, db: recorded(stage.db, calls) };
      expect(await askForLink(context, { email, address: "192.0.2.1", nextPath: "/" })).toBe("asked");
      return calls;
    };
    const known = await callsFor("somebody@example.com");
    expect(known).toEqual(await callsFor("nobody@example.com"));
    expect(known).toEqual(["$executeRaw", "$queryRaw", "signInRequest.create"]);
    expect(stage.enqueued).toHaveLength(2);
  });

  describe("whose email is handed over again", () => {
    let resend: ResendServer;
    let faults: ResendFault[];
    const asked = async (email: string) => {
      await askForLink(stage.context, { email, address: "192.0.2.1", nextPath: "/" });
      return stage.enqueued.pop()?.data as { requestId: string };
    };
    const contextAt = (passedMs = 0) => ({
      ...stage.context,
      env: {
        ...stage.context.env,
        EMAIL_TRANSPORT: "resend" as const,
        RESEND_API_KEY: "re_x",
        RESEND_BASE_URL: resend.url,
      },
      now: () => new Date(Date.now() + passedMs),
    });
    const outcomeOf = async ({ requestId }: { requestId: string }) =>
      (await stage.db.signInRequest.findUniqueOrThrow({ where: { id: requestId } })).outcome;

    beforeAll(async () => {
      resend = await startResendServer({ fault: (call) => faults[call] ?? "none" });
    });
    afterAll(() => resend.stop());
    beforeEach(async () => {
      resend.taken.length = 0;
      resend.calls.length = 0;
      await stage.db.verification.deleteMany();
    });

    it("sends the same bytes, so that who got the first gets no other and its link works", async () => {
      faults = Array(3).fill("500-after");
      const job = await asked("again@example.com");
      await expect(sendLink(contextAt(), job, render)).rejects.toThrow(MailError);
      expect(await outcomeOf(job)).toMatch(/^Not sent yet\. It is not known whether Resend took it/u);
      await sendLink(contextAt(), job, render);
      expect(await outcomeOf(job)).toBe("Sent.");
      expect(resend.taken).toHaveLength(1);
      expect(new Set(resend.calls.map(({ key }) => key)).size).toBe(1);
      expect(await stage.db.verification.count()).toBe(1);
      const token = tokenOf(resend.taken[0]?.text ?? "");
      expect(await spend(token)).not.toBeNull();
      expect(await spend(token)).toBeNull();
    });

    it("makes no used link anew", async () => {
      faults = Array(3).fill("500-after");
      const job = await asked("quick@example.com");
      await expect(sendLink(contextAt(), job, render)).rejects.toThrow(MailError);
      const token = tokenOf(resend.taken[0]?.text ?? "");
      expect(await spend(token)).not.toBeNull();
      await sendLink(contextAt(), job, render);
      expect(await outcomeOf(job)).toBe("Sent: its link was used.");
      expect(resend.taken).toHaveLength(1);
      expect(await spend(token)).toBeNull();
    });

    it("makes another link where the first has ended before it could be sent", async () => {
      faults = ["wrong-key"];
      const job = await asked("patient@example.com");
      await expect(sendLink(contextAt(), job, render)).rejects.toThrow(MailError);
      expect(resend.taken).toEqual([]);
      await stage.db.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
      await sendLink(contextAt(11 * 60_000), job, render);
      expect(resend.taken).toHaveLength(1);
      expect(new Set(resend.calls.map(({ key }) => key)).size).toBe(2);
      const late = await asked("late@example.com");
      await sendLink(contextAt(31 * 60_000), late, render);
      expect(await outcomeOf(late)).toBe("Not sent: it came too late to be of use.");
    });

    it("is not handed over again where a mail server may have taken it", async () => {
      const smtp = await startMailServer(() => "cut-after-accepting");
      const env = { ...stage.context.env, EMAIL_TRANSPORT: "smtp" as const, SMTP_URL: smtp.url };
      const job = await asked("unlucky@example.com");
      await sendLink({ ...stage.context, env }, job, render);
      await sendLink({ ...stage.context, env }, job, render);
      expect(await outcomeOf(job)).toMatch(/^Nobody knows whether it was sent\./u);
      expect(smtp.accepted).toHaveLength(1);
      await smtp.stop();
    });
  });

  it("tells somebody once that they are invited, and nobody who has come in or is invited no longer", async () => {
    const mails = () => readdirSync(join(dataDir, "outbox")).filter((name) => /^invitation.*txt$/u.test(name));
    const told = (email: string, settings: Partial<typeof stage.context.env> = {}) =>
      sendInvitation({ ...stage.context, env: { ...stage.context.env, ...settings } }, { email }, async ({ url }) => ({
        subject: "invited",
        html: url,
        text: url,
      }));
    expect(await inviteReader(stage.context, "guest@example.com")).toBe(true);
    expect(stage.enqueued).toEqual([{ name: "send-invitation", data: { email: "guest@example.com" } }]);
    await told("guest@example.com");
    await told("guest@example.com");
    expect(mails()).toHaveLength(1);
    expect(readFileSync(join(dataDir, "outbox", mails()[0] ?? ""), "utf8")).toContain(
      "/signin?email=guest%40example.com",
    );
    const outcome = async (email: string) => (await stage.db.invitation.findUnique({ where: { email } }))?.outcome;
    expect(await outcome("guest@example.com")).toContain("tell them yourself");
    await inviteReader(stage.context, "closed@example.com");
    await told("closed@example.com", { SIGNUP: "closed" });
    expect(await outcome("closed@example.com")).toBe("Not sent: SIGNUP is closed.");
    await told("nobody@example.com");
    await spend(await link("reader@example.com"));
    expect(await inviteReader(stage.context, "reader@example.com")).toBe(false);
    expect(mails()).toHaveLength(1);
  });

  it("lets newcomers in only as SIGNUP says, and always its operators", async () => {
    const sent = async (email: string, settings: Partial<typeof stage.context.env>) => {
      const context = { ...stage.context, env: { ...stage.context.env, ...settings } };
      await stage.db.signInRequest.deleteMany();
      await askForLink(context, { email, address: "192.0.2.1", nextPath: "/" });
      await sendLink(context, stage.enqueued.pop()?.data as { requestId: string }, render);
      const { outcome, isWaiting } = await stage.db.signInRequest.findFirstOrThrow({ where: { email } });
      return /outbox/.test(outcome ?? "") ? "sent" : isWaiting ? "waits" : "refused";
    };
    await createInvitation(stage.db, "invited@example.com");
    expect(await sent("a@example.com", { SIGNUP: "open" })).toBe("sent");
    expect(await sent("a@example.com", { SIGNUP: "closed" })).toBe("refused");
    expect(await sent("a@example.com", { SIGNUP: "invite" })).toBe("waits");
    expect(await sent("invited@example.com", { SIGNUP: "invite" })).toBe("sent");
    expect(await sent("invited@example.com", { SIGNUP: "closed" })).toBe("refused");
    expect(await sent("op@example.com", { SIGNUP: "closed", ADMIN_EMAILS: ["op@example.com"] })).toBe("sent");
  });

  it("limits by address, by network and in all, also when many ask at once", async () => {
    const ask = (email: string, address: string) => askForLink(stage.context, { email, address, nextPath: "/" });
    const rows = () => stage.db.signInRequest.count();
    const said = await Promise.all(
      Array.from({ length: signInLimits.byEmail + 5 }, (_, i) => ask("same@example.com", `192.0.2.${i}`)),
    );
    expect(new Set(said)).toEqual(new Set(["asked"]));
    expect(await rows()).toBe(signInLimits.byEmail);
    expect(stage.enqueued).toHaveLength(signInLimits.byEmail);

    await stage.db.signInRequest.deleteMany();
    // One household's IPv6 addresses are one network.
    const from = await Promise.all(
      Array.from({ length: signInLimits.fromNetwork + 5 }, (_, i) =>
        ask(`r${i}@example.com`, `2001:db8:0:1::${i + 1}`),
      ),
    );
    expect(from.filter((result) => result === "asked")).toHaveLength(signInLimits.fromNetwork);
    expect(await ask("elsewhere@example.com", "2001:db8:0:2::1")).toBe("asked");

    await stage.db.signInRequest.createMany({
      data: Array.from({ length: signInLimits.inAll }, (_, i) => ({ email: `${i}@example.com`, network: `${i}` })),
    });
    expect(await ask("late@example.com", "198.51.100.7")).toBe("too-many");
    await stage.db.signInRequest.updateMany({ data: { createdAt: new Date(Date.now() - 3601_000) } });
    expect(await ask("late@example.com", "198.51.100.7")).toBe("asked");
  });
});

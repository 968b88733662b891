import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listFollows, removeFollow, setFollow } from "../../lib/accounts/follow-store";
import { makeLink, spendLink } from "../../lib/accounts/link";
import { type FollowSubject, followWeights, type ReaderId } from "../../lib/accounts/reader";
import * as readers from "../../lib/accounts/reader-store";
import { createInvitation, hasOperator, removeInvitation } from "../../lib/accounts/sign-in-store";
import * as signals from "../../lib/accounts/signal-store";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

const nobodys = "00000000-0000-4000-8000-000000000000";

describe("what readers follow, keep and say", () => {
  let stage: TestStage;
  let ada: ReaderId;
  let bob: ReaderId;
  let insightId: string;

  async function join(email: string): Promise<ReaderId> {
    const url = await makeLink(stage.db, stage.context.env, email);
    const spent = await spendLink(stage.db, stage.context.env, url.split("/").at(-1) ?? "", "Firefox");
    return spent?.readerId as ReaderId;
  }

  beforeAll(async () => {
    stage = await startTestStage({ AUTH_SECRET: "a secret of sixteen" });
    [ada, bob] = [await join("ada@example.com"), await join("bob@example.com")];
    insightId = await tell(stage.db, {
      show: "Cold Chain",
      publishedAt: new Date(),
      headline: "Reefers idle",
      body: "Reefers idle for a third of their lives.",
    });
  });
  afterAll(() => stage.stop());

  it("replaces what stood there before, also when clicked twice at once", async () => {
    const subject: FollowSubject = { phrase: "heat pumps" };
    const results = await Promise.all(
      Array.from({ length: 6 }, () => setFollow(stage.db, ada, subject, { isMuted: false, weight: followWeights.lot })),
    );
    expect(new Set(results)).toEqual(new Set(["set"]));
    await setFollow(stage.db, ada, subject, { isMuted: true, weight: 1 });
    expect(await listFollows(stage.db, ada)).toEqual([
      { topicSlug: null, showId: null, phrase: "heat pumps", isMuted: true, weight: 1 },
    ]);
    expect(await listFollows(stage.db, bob)).toEqual([]);
    await removeFollow(stage.db, bob, subject);
    expect(await listFollows(stage.db, ada)).toHaveLength(1);
    await removeFollow(stage.db, ada, subject);
    expect(await listFollows(stage.db, ada)).toEqual([]);
  });

  it("follows only what is there", async () => {
    const how = { isMuted: false, weight: 1 };
    expect(await setFollow(stage.db, ada, { showId: nobodys }, how)).toBe("not-found");
    expect(await setFollow(stage.db, ada, { topicSlug: "no-such-topic" }, how)).toBe("not-found");
    const { slug } = await stage.db.topic.findFirstOrThrow();
    expect(await setFollow(stage.db, ada, { topicSlug: slug }, how)).toBe("set");
    await removeFollow(stage.db, ada, { topicSlug: slug });
  });

  it("keeps insights with notes, each reader's their own", async () => {
    expect(await signals.saveInsight(stage.db, ada, nobodys)).toBe(false);
    expect(await signals.saveInsight(stage.db, ada, insightId)).toBe(true);
    expect(await signals.noteInsight(stage.db, ada, insightId, "<b>Why?</b>")).toBe(true);
    // Saved again: the note stays.
    expect(await signals.saveInsight(stage.db, ada, insightId)).toBe(true);
    expect((await stage.db.savedInsight.findFirstOrThrow()).note).toBe("<b>Why?</b>");
    expect(await signals.noteInsight(stage.db, bob, insightId, "mine")).toBe(false);
    await signals.unsaveInsight(stage.db, bob, insightId);
    expect((await signals.readSignals(stage.db, ada, [insightId])).get(insightId)?.isSaved).toBe(true);
    await signals.unsaveInsight(stage.db, ada, insightId);
    expect((await signals.readSignals(stage.db, ada, [insightId])).get(insightId)?.isSaved).toBe(false);
  });

  it("lets more and less replace each other, and a report stand beside", async () => {
    const say = (kind: "more" | "less" | "report", comment = "") =>
      signals.react(stage.db, ada, { insightId, kind, comment, features: { quality: 1 }, now: new Date() });
    for (const kind of ["more", "less", "report"] as const) expect(await say(kind)).toBe(true);
    const reactions = async () =>
      (await signals.readSignals(stage.db, ada, [insightId])).get(insightId)?.reactions.sort();
    expect(await reactions()).toEqual(["less", "report"]);
    await stage.db.reaction.updateMany({ data: { settledAt: new Date() } });
    await say("report", "He said the opposite.");
    const report = await stage.db.reaction.findFirstOrThrow({ where: { kind: "report" } });
    expect(report).toMatchObject({ comment: "He said the opposite.", settledAt: null, features: { quality: 1 } });
    await signals.takeBackReaction(stage.db, ada, insightId, "less");
    expect(await reactions()).toEqual(["report"]);
    expect(
      await signals.react(stage.db, ada, {
        insightId: nobodys,
        kind: "more",
        comment: "",
        features: {},
        now: new Date(),
      }),
    ).toBe(false);
  });

  it("takes a reader's suggestions, but not without end", async () => {
    for (let i = 0; i < 20; i++) expect(await signals.suggestShow(stage.db, ada, `Show ${i}`)).toBe("suggested");
    expect(await signals.suggestShow(stage.db, ada, "One more")).toBe("too-many");
    expect(await signals.suggestShow(stage.db, bob, "One more")).toBe("suggested");
  });

  it("keeps settings, sessions and the private feed each reader's own", async () => {
    await readers.updateReader(stage.db, ada, { emailHour: 5, emailDays: [1, 5], languages: [], isFilled: true });
    expect(await readers.readReader(stage.db, ada)).toMatchObject({ emailHour: 5, emailDays: [1, 5], isFilled: true });
    expect(await readers.readReader(stage.db, bob)).toMatchObject({ emailHour: 7, isFilled: false });
    await expect(readers.updateReader(stage.db, ada, { emailHour: 24 })).rejects.toThrow();

    const before = await readers.readReader(stage.db, ada);
    await readers.renewFeedToken(stage.db, ada);
    expect((await readers.readReader(stage.db, ada)).feedToken).not.toBe(before.feedToken);
    await readers.setSubscribed(stage.db, ada, false, new Date());
    expect((await readers.readReader(stage.db, ada)).unsubscribedAt).not.toBeNull();
    await readers.resetLearning(stage.db, ada, new Date());
    await readers.finishOnboarding(stage.db, ada, new Date());

    await join("ada@example.com");
    const [latest, first] = await readers.listSessions(stage.db, ada, new Date());
    expect(await readers.revokeSession(stage.db, bob, first?.id ?? "")).toBe(false);
    expect(await readers.revokeOtherSessions(stage.db, ada, latest?.id ?? "")).toBe(1);
    expect(await readers.revokeSession(stage.db, ada, latest?.id ?? "")).toBe(true);
    expect(await readers.listSessions(stage.db, ada, new Date())).toEqual([]);
  });

  it("invites who is no reader yet, and knows when the operator has come in", async () => {
    expect(await createInvitation(stage.db, "ada@example.com")).toBe(false);
    expect(await createInvitation(stage.db, "carol@example.com")).toBe(true);
    await removeInvitation(stage.db, "carol@example.com");
    expect(await stage.db.invitation.count()).toBe(0);
    expect(await hasOperator(stage.db, ["carol@example.com"])).toBe(false);
    expect(await hasOperator(stage.db, ["carol@example.com", "ada@example.com"])).toBe(true);
  });

  it("deletes an account for real", async () => {
    await signals.saveInsight(stage.db, ada, insightId);
    await makeLink(stage.db, stage.context.env, "ada@example.com");
    expect(await stage.db.$transaction((tx) => readers.deleteReader(tx, ada))).toBe("ada@example.com");
    for (const rows of [
      stage.db.reader.count({ where: { id: ada } }),
      stage.db.session.count({ where: { userId: ada } }),
      stage.db.savedInsight.count(),
      stage.db.reaction.count(),
      stage.db.verification.count(),
      stage.db.showSuggestion.count({ where: { readerId: ada } }),
    ])
      expect(await rows).toBe(0);
    expect(await stage.db.reader.count()).toBe(1);
    expect(await stage.db.$transaction((tx) => readers.deleteReader(tx, ada))).toBeNull();
  });
});

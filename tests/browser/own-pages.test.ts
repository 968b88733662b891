import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDigest } from "../../lib/digests/build-digest";
import { queueDepths } from "../../lib/queue/queue";
import { assignStories } from "../../lib/stories/assign-stories";
import { openPage, ways } from "../support/look-at";
import { tell } from "../support/stage-rows";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { signInReader, type TestReader } from "../support/test-readers";
import { startSite, type TestSite } from "../support/test-site";
import type { TestWeb } from "../support/test-web";

const operatorEmail = "op@example.com";
const script = "<script>document.title='broken'</script>";

describe("a reader's and the operator's pages", () => {
  let installation: TestInstallation;
  let site: TestSite | undefined;
  let web: TestWeb;
  let browser: Browser;
  let ada: TestReader;
  let operator: TestReader;
  const insightIds: string[] = [];
  let showId: string;
  const db = () => installation.workplace.context.db;

  beforeAll(async () => {
    installation = await startInstallation({ ADMIN_EMAILS: operatorEmail });
    const { context } = installation.workplace;
    const said = [
      [
        "Cold Chain",
        "Reefers idle for a third of their lives",
        "A refrigerated container stands still for 34 percent of its life, and burns power all the while.",
      ],
      [
        "Night Bus",
        "Night buses earn more than they cost after 1 am",
        "After one in the morning a night bus carries 41 people on average, and pays for itself.",
      ],
      [
        "قهوة المدينة",
        "المقاهي تفتح قبل الفجر بساعتين",
        "المقاهي في المدينة تفتح قبل الفجر بساعتين وتبيع ثلث قهوتها قبل السادسة.",
      ],
      ["城市之声", "老城区的屋顶比街道热八度", "老城区的屋顶在夏天比街道热八度，刷白之后只热两度。"],
      [
        `Heat ${script}`,
        `Heat pumps ${script} work at minus 25`,
        `Heat pumps ${script} give two and a half times the power they take at minus 25 degrees.`,
      ],
      [
        "A show with a very long title that nobody would ever say in full because it has no end whatsoever",
        "Batteries outlive the cars they are built into by ten years",
        "A car's battery keeps 80 percent of its capacity for 20 years, ten longer than the car.",
      ],
    ];
    for (const [index, [show = "", headline = "", body = ""]] of said.entries())
      insightIds.push(
        await tell(context.db, { show, headline, body, publishedAt: new Date(Date.now() - (index + 1) * 3600_000) }),
      );
    for (const { id } of await context.db.show.findMany())
      await context.db.feed.create({
        data: { showId: id, url: `https://feeds.example/${id}`, host: "feeds.example:443", lastCheckedAt: new Date() },
      });
    await assignStories(context);
    await buildDigest(context, { date: new Date().toISOString().slice(0, 10) });
    const failed = await context.db.episode.create({
      data: {
        showId: (await context.db.show.findFirstOrThrow()).id,
        guid: "failed",
        title: "An episode that failed",
        publishedAt: new Date(),
        stage: "failed",
        failedStage: "discovered",
        stageReason: "Its transcript was empty three times. Try again with the button.",
        attempts: 3,
      },
    });
    await context.db.insightDrop.create({
      data: {
        episodeId: failed.id,
        extractor: "openai",
        reason: "quote-not-found",
        detail: "The words are not in the transcript.",
        text: `A claim ${script}`,
      },
    });
    await context.db.paidCall.createMany({
      data: Array.from({ length: 12 }, (_, day) => ({
        key: `call ${day}`,
        purpose: "transcription",
        model: "gpt-transcribe",
        costMicroUsd: 400_000 * (1 + (day % 5)),
        startedAt: new Date(Date.now() - day * 24 * 3600_000),
        answeredAt: new Date(),
      })),
    });
    ({ id: showId } = await context.db.show.findFirstOrThrow({ where: { title: "Night Bus" } }));
    await context.db.episode.createMany({
      data: [2400, 3900].map((durationSeconds) => ({
        showId,
        guid: `${durationSeconds} seconds`,
        title: "An episode that waits",
        publishedAt: new Date(Date.now() - 24 * 3600_000),
        durationSeconds,
        enclosureUrl: "https://night-bus.example/1.mp3",
        stage: "waiting" as const,
        waitsFor: "service" as const,
        stageReason: "No transcript from the publisher yet.",
      })),
    });
    ada = await signInReader(installation, "ada@example.com", { isOnboarded: false });
    operator = await signInReader(installation, operatorEmail);
    site = await startSite(installation);
    ({ web, browser } = site);
  });
  afterAll(() => (site ?? installation).stop());

  const open = (path: string, who: TestReader, options: Parameters<typeof openPage>[2] = {}) =>
    openPage(browser, web.origin + path, { cookie: who.cookie, ...options });

  for (const { how, way } of ways) {
    it(`takes a new reader through three steps to their first five, ${how}`, async () => {
      await db().reader.update({
        where: { id: ada.id },
        data: { onboardedAt: null, timeZone: "UTC", emailHour: 7, isFilled: false },
      });
      await db().follow.deleteMany();
      const [topic, muted] = await db().topic.findMany({ orderBy: { position: "asc" }, take: 2 });
      if (!topic || !muted) throw new Error("There are no topics.");
      await db().follow.create({ data: { readerId: ada.id, topicSlug: muted.slug, isMuted: true } });
      const { page, problems, close } = await open("/welcome", ada, { ...way, timezoneId: "Asia/Tokyo" });
      expect(await page.getByLabel(muted.name).isChecked()).toBe(false);
      await page.getByLabel(topic.name).check();
      if (way.javaScriptEnabled) await page.getByRole("complementary", { name: "A preview of your five" }).waitFor();
      await page.getByRole("button", { name: "Go on" }).click();
      await page.getByRole("heading", { name: "Any shows you care for most?" }).waitFor();
      await page.getByLabel("Night Bus").check();
      if (way.javaScriptEnabled) await page.getByRole("complementary").getByText("Night buses earn more").waitFor();
      await page.getByRole("button", { name: "Go on" }).click();
      await page.getByRole("heading", { name: "When is your morning?" }).waitFor();
      await page.getByLabel("Hour").selectOption("5");
      await page.getByLabel("On a quiet day, fill up with the best of the rest").check();
      await page.getByRole("button", { name: "Show me my five", exact: true }).click();
      await page.waitForURL(`${web.origin}/`);
      expect(await db().reader.findUniqueOrThrow({ where: { id: ada.id } })).toMatchObject({
        emailHour: 5,
        isFilled: true,
        timeZone: way.javaScriptEnabled ? "Asia/Tokyo" : "UTC",
        onboardedAt: expect.any(Date),
      });
      expect(
        (await db().follow.findMany())
          .map((row) => `${row.topicSlug ?? "a show"}${row.isMuted ? " muted" : ""}`)
          .sort(),
      ).toEqual([topic.slug, "a show", `${muted.slug} muted`].sort());
      const queue = (await queueDepths(db())).find(({ name }) => name === "build-digest");
      expect(queue?.waiting).toBeGreaterThan(0);
      expect(problems).toEqual([]);
      await close();
    });

    it(`keeps every setting, ${how}`, async () => {
      await db().follow.deleteMany();
      const topic = await db().topic.findFirstOrThrow({ orderBy: { position: "asc" } });
      const { page, problems, close } = await open("/settings", ada, way);
      const part = (name: string) => page.getByRole("region", { name });
      await part("Topics").getByLabel(topic.name).selectOption("mute");
      await part("Topics").getByRole("button", { name: "Save topics" }).click();
      await page.getByText("Saved. Your next five are chosen by it.").waitFor();
      expect(await db().follow.findFirstOrThrow()).toMatchObject({ topicSlug: topic.slug, isMuted: true });

      await part("Words of your own").getByLabel(/^Add/).fill("heat pumps");
      await part("Words of your own").getByRole("button", { name: "Add" }).click();
      await part("Words of your own").getByLabel("heat pumps").waitFor();
      await part("Languages").getByLabel("English").uncheck();
      await part("Languages").getByRole("button", { name: "Save languages" }).click();
      await part("Languages").getByText("Saved.").waitFor();
      expect(await db().reader.findUniqueOrThrow({ where: { id: ada.id } })).toMatchObject({ languages: [] });
      await part("Languages").getByLabel("English").check();
      await part("Languages").getByRole("button", { name: "Save languages" }).click();
      await expect
        .poll(async () => (await db().reader.findUniqueOrThrow({ where: { id: ada.id } })).languages)
        .toEqual(["en"]);

      const mail = part("Your morning email");
      await mail.getByLabel("Hour").selectOption("23");
      await mail.getByLabel("Time zone").selectOption("America/St_Johns");
      await mail.getByLabel("Sunday").uncheck();
      await mail.getByLabel(/^Five, filled/).check();
      await mail.getByRole("button", { name: "Save mornings" }).click();
      await mail.getByText("Saved.").waitFor();
      expect(await db().reader.findUniqueOrThrow({ where: { id: ada.id } })).toMatchObject({
        emailHour: 23,
        timeZone: "America/St_Johns",
        emailDays: [1, 2, 3, 4, 5, 6],
        isFilled: true,
      });
      await mail.getByLabel("Away? Pause until").fill("2099-01-01");
      await mail.getByRole("button", { name: "Pause" }).click();
      await mail.getByText("No email before Thursday 1 January.").waitFor();
      expect((await db().reader.findUniqueOrThrow({ where: { id: ada.id } })).pausedUntil).toEqual(
        new Date("2099-01-01T03:30:00Z"),
      );
      await mail.getByRole("button", { name: "End the pause" }).click();
      await mail.getByLabel("Away? Pause until").waitFor();

      const address = part("Your five as a feed").getByLabel("Its address");
      const before = await address.inputValue();
      await part("Your five as a feed").getByRole("button").click();
      await expect.poll(() => address.inputValue()).not.toBe(before);
      expect(problems).toEqual([]);
      await close();
    });

    it(`keeps insights with notes, finds and drops them, ${how}`, async () => {
      await db().savedInsight.deleteMany();
      for (const insightId of insightIds.slice(0, 5))
        await db().savedInsight.create({ data: { readerId: ada.id, insightId } });
      const { page, problems, close } = await open("/saved", ada, way);
      const first = page.getByRole("listitem").filter({ hasText: "Reefers idle" });
      await first.getByText("Write a note").click();
      await first.getByRole("textbox").fill(`Tell Ines\n${script}`);
      await first.getByRole("button", { name: "Keep the note" }).click();
      await first.locator(".written").getByText("Tell Ines").waitFor();
      expect(await page.title()).not.toBe("broken");
      await page.getByLabel("Search in what you keep").fill("ines");
      await page.getByRole("button", { name: "Search" }).click();
      await page.getByText("One insight with “ines”.").waitFor();
      await page.getByRole("button", { name: /^No longer keep/ }).click();
      await page.getByText("Nothing here with “ines”.").waitFor();
      expect(await db().savedInsight.count()).toBe(4);
      expect(problems).toEqual([]);
      await close();
    });
  }

  for (const { how, way } of ways)
    it(`decides on a show's recordings, ${how}`, async () => {
      const waits = () => db().episode.findFirstOrThrow({ where: { guid: "2400 seconds" } });
      await db().show.update({
        where: { id: showId },
        data: { transcription: "always", transcribeMaxMinutes: null },
      });
      await db().episode.updateMany({ where: { showId, enclosureUrl: { not: null } }, data: { stage: "waiting" } });
      const { page, problems, close } = await open(`/shows/${showId}`, operator, way);
      await page.getByRole("link", { name: "Its recordings" }).click();
      await page
        .getByText(
          /^Two episodes wait now, 1 hour 45 minutes in all. Transcribing that costs about \$0.5\d with gpt-transcribe/,
        )
        .waitFor();
      await page.getByLabel(/^Only the publisher’s/).check();
      await page.getByLabel("The longest to transcribe").fill("90");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved. What waited is looked at again.").waitFor();
      expect(await db().show.findUniqueOrThrow({ where: { id: showId } })).toMatchObject({
        transcription: "publisherOnly",
        transcribeMaxMinutes: 90,
      });
      expect((await waits()).stage).toBe("discovered");
      expect((await queueDepths(db())).find(({ name }) => name === "acquire-transcript")?.waiting).toBeGreaterThan(0);
      await page.goto(`${web.origin}/admin/feeds`);
      const row = page.getByRole("row").filter({ hasText: "Night Bus" });
      await row.getByText("up to 90 minutes").waitFor();
      await row.getByRole("link", { name: /^publisher’s only/ }).click();
      expect(await page.getByLabel(/^Only the publisher’s/).isChecked()).toBe(true);
      await page.getByLabel("The longest to transcribe").fill("");
      await page.getByLabel(/^Leave the show alone/).check();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved. What waited is looked at again.").waitFor();
      expect(await db().show.findUniqueOrThrow({ where: { id: showId } })).toMatchObject({
        transcription: "never",
        transcribeMaxMinutes: null,
      });
      expect(problems).toEqual([]);
      await close();
    });

  it("gives everything away in forms that others read", async () => {
    await db().savedInsight.createMany({
      data: insightIds.map((insightId) => ({ readerId: ada.id, insightId, note: "=SUM(A1)" })),
      skipDuplicates: true,
    });
    const headers = { cookie: `${ada.cookie.name}=${ada.cookie.value}` };
    const get = (form: string) => fetch(`${web.origin}/settings/export?form=${form}`, { headers });
    const json = await (await get("json")).json();
    expect(json).toMatchObject({ settings: { email: "ada@example.com" }, saved: expect.any(Array) });
    expect(JSON.stringify(json)).not.toContain(
      (await db().reader.findUniqueOrThrow({ where: { id: ada.id } })).feedToken,
    );
    expect(await (await get("markdown")).text()).toContain("## Reefers idle for a third of their lives");
    const zip = await get("obsidian");
    expect(zip.headers.get("content-type")).toBe("application/zip");
    expect(
      Buffer.from(await zip.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
    expect((await (await get("readwise")).text()).split("\r\n")[0]).toBe(
      "Highlight,Title,Author,URL,Note,Location,Date",
    );
    expect((await get("nothing")).status).toBe(404);
  });

  it("withdraws what readers report, and tries again what failed", async () => {
    const insightId = insightIds[5] ?? "";
    await db().reaction.create({
      data: { readerId: ada.id, insightId, kind: "report", comment: "She said five years." },
    });
    const { page, problems, close } = await open("/admin", operator);
    await page.getByRole("link", { name: "1 reported insight" }).click();
    await page.getByText("She said five years.").waitFor();
    await page.getByLabel("What is wrong, for readers").fill("It was five years.");
    await page.getByRole("button", { name: "Mark wrong" }).click();
    await page.getByText("No reader says that an insight is wrong.").waitFor();
    expect((await db().insight.findUniqueOrThrow({ where: { id: insightId } })).retractionNote).toBe(
      "It was five years.",
    );

    await page.goto(`${web.origin}/admin/episodes?stage=failed`);
    await page.getByRole("button", { name: /Try again.*An episode that failed/ }).click();
    await page.getByText("No episode stands here.").waitFor();
    // Somebody else's change appears by itself.
    await db().episode.updateMany({ where: { guid: "failed" }, data: { stage: "failed", stageReason: "Once more." } });
    await page.getByText("Once more.").waitFor({ timeout: 20_000 });

    const { boss } = installation.workplace.queue;
    const waiting = () => boss.fetch("poll-feeds", { batchSize: 10 });
    await waiting();
    await boss.send("poll-feeds", {}, { retryLimit: 0 });
    for (const job of await waiting()) await boss.fail("poll-feeds", job.id, { message: "The disk is full." });
    await page.goto(`${web.origin}/admin`);
    await page.getByRole("cell", { name: "The disk is full." }).waitFor();
    await page.getByRole("button", { name: /Try again.*poll-feeds/ }).click();
    await page.getByRole("cell", { name: "The disk is full." }).waitFor({ state: "detached" });
    expect(await waiting()).toHaveLength(1);
    expect(problems).toEqual([]);
    await close();
  });

  it("deletes an account for real, and only when its address is typed", async () => {
    const eve = await signInReader(installation, "eve@example.com");
    const { page, close } = await open("/settings", eve);
    await page.getByLabel(/^To be sure, type/).fill("ada@example.com");
    await page.getByRole("button", { name: "Delete for good" }).click();
    // By its words: Next's own announcer of pages is an alert, too.
    await page.getByText("Something in this form cannot be right.").waitFor();
    expect(await db().reader.count({ where: { id: eve.id } })).toBe(1);
    await page.getByLabel(/^To be sure, type/).fill("Eve@example.com");
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL(`${web.origin}/signin?account=deleted`);
    await page.getByRole("heading", { name: "Your account is deleted" }).waitFor();
    expect(await db().reader.count({ where: { id: eve.id } })).toBe(0);
    await close();
  });
});

import { buildDigest } from "../../lib/digests/build-digest";
import { localDate } from "../../lib/format/dates";
import { personSlug } from "../../lib/format/slugs";
import { sendMail } from "../../lib/mail/send-mail";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { assignStories } from "../../lib/stories/assign-stories";
import { retractInsight } from "../../lib/stories/retract-insight";
import { serveSilence } from "./publisher-audio";
import { type ToldInsight, tell } from "./stage-rows";
import { startInstallation, type TestInstallation } from "./test-pipeline";
import { signInReader, type TestReader } from "./test-readers";
import { startServer } from "./test-server";
import { startSite, type TestSite } from "./test-site";
import { hostile } from "./told-library";

const hourMs = 3600_000;
export const operatorEmail = "op@example.com";

/** What an installation with one of everything has, with who comes to see it. */
export interface FilledSite extends TestSite {
  installation: TestInstallation;
  /** Followed something, saved something, has her own five. */
  ada: TestReader;
  bob: TestReader;
  operator: TestReader;
  /** Everybody's edition of today; there is one of yesterday, too. */
  today: string;
  yesterday: string;
  ids: {
    /** The first take of a story of three, one of which disagrees; with a recording and a transcript. */
    insight: string;
    dissent: string;
    withdrawn: string;
    story: string;
    episode: string;
    waitingEpisode: string;
    show: string;
    /** A headline and a show's title from right to left. */
    arabic: string;
    chinese: string;
    long: string;
    delivery: string;
  };
  topic: string;
  person: string;
  /** Of an email in the outbox. */
  outboxName: string;
}

/** Sentences of the episode that has a transcript, each of six seconds. */
export const transcript: [speaker: string, text: string][] = [
  ["Ada Brandt", "Welcome back. We talk about what an evening of four hours costs on the grid."],
  ["Tom Ferrer", "Grid batteries now undercut gas peakers on a four-hour evening, by nine dollars a megawatt hour."],
  ["Ada Brandt", "Nine dollars. And that is without the subsidy?"],
  ["Tom Ferrer", "Without it. Falling cell prices did less of it than lenders who stopped asking for a premium."],
  ["Ada Brandt", "This episode is brought to you by Kettle & Sons, makers of rain coats."],
  ["Ada Brandt", "Use the code HARBOUR at checkout for ten percent off your first coat."],
  ["Tom Ferrer", "So the peakers that run a few hundred hours a year are the first to close."],
];

const german = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const told: (Omit<ToldInsight, "publishedAt"> & { name: string; speaker?: string; episodeTitle?: string })[] = [
  {
    name: "insight",
    show: "Grid & Gain",
    headline: "Grid batteries now undercut gas peakers on a four-hour evening",
    body: transcript[1]?.[1] ?? "",
    speaker: "Tom Ferrer",
    episodeTitle: "What an evening costs",
  },
  {
    name: "agreeing",
    show: "Peak Load",
    headline: "Gas peakers lose every four-hour evening to grid batteries",
    body: "Grid batteries undercut gas peakers on every four-hour evening of this summer, in three markets.",
    speaker: "Ines Marques",
  },
  {
    name: "dissent",
    show: "Slow Pulse",
    headline: "Gas peakers still beat grid batteries once an evening lasts six hours",
    body: "Grid batteries do not undercut gas peakers once the evening lasts six hours, as it does in January.",
    speaker: "Ruth Amadi",
  },
  {
    name: "long",
    show: `Der sehr ausführliche Podcast der ${german} über Wohnungsbau, Nachbarschaft und alles, was dazwischen liegt`,
    headline: `The ${german} counted its passengers for a hundred and twelve years without once saying what for`,
    body: `For 112 years the ${german.repeat(2)} counted every passenger twice, and threw the lists away.`,
    speaker: "Professorin Dr. Maximiliane von Hohenlohe-Schillingsfürst-Untersuchungskommissionsvorsitzende",
  },
  {
    name: "arabic",
    show: "بودكاست الاقتصاد",
    headline: "الإيجارات انخفضت تسعة في المئة بعد إلغاء مواقف السيارات الإلزامية",
    body: "ألغت المدينة القاعدة التي تفرض موقفا لكل شقة. وخلال عامين بُنيت أربعة آلاف شقة إضافية.",
    speaker: "ليلى حداد",
  },
  {
    name: "chinese",
    show: "科技漫谈",
    headline: "二手显卡的价格在六个月内下跌了百分之四十",
    body: "数据中心提前更换设备,市场上的二手显卡因此大增。经销商用厨房秤就能识别出伪造的芯片。",
    speaker: "王小明",
  },
  {
    name: "plain",
    show: "Cold Chain",
    headline: "Reefers idle for a third of their lives",
    body: "A refrigerated container stands still for 34 percent of its life, and burns power all the while.",
  },
  {
    name: "hostile",
    show: hostile,
    headline: `${hostile} is what the label on the microphone said`,
    body: `${hostile} was the name of the company, they said, and nobody laughed.`,
    speaker: hostile,
    episodeTitle: hostile.repeat(2),
  },
  {
    name: "withdrawn",
    show: "Night Bus",
    headline: "Night buses earn nineteen times what they cost",
    body: "After one in the morning a night bus earns nineteen times what it costs, they said.",
  },
];

/** Starts a site that has one of everything: scripts, long words, disagreement, trouble, mail, and who reads and runs it. */
export async function startFilledSite(): Promise<FilledSite> {
  const publisher = await startServer();
  const installation = await startInstallation({ ADMIN_EMAILS: operatorEmail });
  const { context } = installation.workplace;
  const { db } = context;
  const now = Date.now();
  const recording = serveSilence(publisher, transcript.length * 6 + 60);
  const ids: Record<string, string> = {};
  for (const [at, { name, speaker, episodeTitle, ...take }] of told.entries()) {
    const publishedAt = new Date(now - (at + 1) * hourMs);
    const id = await tell(db, { ...take, publishedAt, quality: 0.95 - at / 50 });
    const { episodeId } = await db.insight.update({ where: { id }, data: { speaker: speaker ?? null } });
    const isHostile = name === "hostile";
    await db.episode.update({
      where: { id: episodeId },
      data: {
        title: episodeTitle ?? `An episode of ${take.show}`,
        descriptionText: isHostile ? hostile : "What was said, and by whom.",
        link: isHostile ? "javascript:window.broken=1" : "https://publisher.example/episode",
        enclosureUrl: isHostile ? "javascript:window.broken=1" : recording,
        durationSeconds: transcript.length * 6,
      },
    });
    ids[name] = id;
  }
  const idOf = (name: string) => ids[name] ?? "";
  const episode = await tellTranscript(installation, idOf("insight"));
  await assignStories(context);
  const { storyId } = await db.insight.findUniqueOrThrow({ where: { id: idOf("insight") } });
  const ofTheStory = { storyId, placedAt: new Date(now) };
  await db.insight.update({ where: { id: idOf("agreeing") }, data: { ...ofTheStory, stance: "agrees" } });
  await db.insight.update({
    where: { id: idOf("dissent") },
    data: { ...ofTheStory, stance: "dissents", dissentsFromId: idOf("insight") },
  });
  await retractInsight(context, { insightId: idOf("withdrawn"), note: "She said nine times, not nineteen." });
  await indexEpisodes(context);

  const ada = await signInReader(installation, "ada@example.com");
  const bob = await signInReader(installation, "bob@example.com");
  const operator = await signInReader(installation, operatorEmail);
  const { slug: topic } = await db.topic.findFirstOrThrow({ orderBy: { position: "asc" } });
  await db.insightTopic.createMany({
    data: ["insight", "dissent", "long", "chinese", "arabic"].map((name) => ({
      insightId: idOf(name),
      topicSlug: topic,
      weight: 1,
    })),
  });
  await db.savedInsight.createMany({
    data: ["insight", "arabic", "long", "hostile"].map((name) => ({
      readerId: ada.id,
      insightId: idOf(name),
      note: name === "insight" ? `Tell Ines ${hostile}` : "",
    })),
  });
  await db.follow.createMany({
    data: [
      { readerId: ada.id, phrase: "heat pumps" },
      { readerId: ada.id, topicSlug: topic },
    ],
  });
  const [today, yesterday] = [0, 24].map((hours) => localDate(new Date(now - hours * hourMs), "UTC"));
  await buildDigest(context, { date: yesterday ?? "", asOf: new Date(now - 7.5 * hourMs) });
  await buildDigest(context, { date: today ?? "" });
  await buildDigest(context, { date: today ?? "", edition: ada.id });
  const trouble = await addTrouble(installation, ada);
  const { episode: heard } = await db.insight.findUniqueOrThrow({
    where: { id: idOf("insight") },
    include: { episode: true },
  });
  const site = await startSite(installation);
  return {
    ...site,
    installation,
    ...{ ada, bob, operator, topic, person: personSlug("Tom Ferrer") ?? "" },
    today: today ?? "",
    yesterday: yesterday ?? "",
    ids: {
      ...{ insight: idOf("insight"), dissent: idOf("dissent"), withdrawn: idOf("withdrawn") },
      ...{ arabic: idOf("arabic"), chinese: idOf("chinese"), long: idOf("long") },
      ...{ story: storyId ?? "", episode, show: heard.showId },
      ...trouble,
    },
    outboxName: "a-test",
    async stop() {
      await site.stop();
      await publisher.stop();
    },
  };
}

/** Gives an insight's episode its transcript and chapters. @returns the episode's id. */
async function tellTranscript({ workplace }: TestInstallation, insightId: string): Promise<string> {
  const { db } = workplace.context;
  const { episodeId } = await db.insight.update({
    where: { id: insightId },
    data: { quoteStartMs: 6_000, quoteEndMs: 11_800, firstSegment: 1, lastSegment: 1 },
  });
  await db.episode.update({
    where: { id: episodeId },
    data: {
      chapters: [
        { startMs: 0, title: "What an evening costs" },
        { startMs: 36_000, title: "What closes first" },
      ],
    },
  });
  await db.transcript.create({
    data: {
      ...{ episodeId, format: "vtt", sourceUrl: "https://publisher.example/t.vtt" },
      ...{ timing: "publisher", wordCount: 100 },
      segments: {
        create: transcript.map(([speaker, text], index) => ({
          ...{ index, speaker, text },
          ...{ startMs: index * 6_000, endMs: index * 6_000 + 5_800 },
        })),
      },
    },
  });
  return episodeId;
}

/** What an operator has to look after: feeds and episodes with trouble, what was refused, reports, wishes, mail and costs. */
async function addTrouble({ workplace, env }: TestInstallation, reader: TestReader) {
  const { db } = workplace.context;
  const shows = await db.show.findMany({ orderBy: { title: "asc" } });
  for (const [at, { id }] of shows.entries())
    await db.feed.create({
      data: {
        ...{ showId: id, url: `https://feeds.example/${id}`, host: "feeds.example:443", lastCheckedAt: new Date() },
        ...(at === 0 ? { lastError: "It answered 500, Internal Server Error.", errorCount: 3 } : {}),
      },
    });
  const showId = shows.find(({ title }) => title === "Night Bus")?.id ?? "";
  const common = { showId, publishedAt: new Date(Date.now() - 24 * hourMs) };
  const failed = await db.episode.create({
    data: {
      ...{ ...common, guid: "failed", title: "An episode that failed", stage: "failed", failedStage: "discovered" },
      ...{ stageReason: "Its transcript was empty three times. Try again with the button.", attempts: 3 },
    },
  });
  const waiting = await db.episode.create({
    data: {
      ...{ ...common, guid: "waits", title: "An episode that waits", stage: "waiting", waitsFor: "service" },
      ...{ stageReason: "No transcript from the publisher yet.", durationSeconds: 2400 },
      enclosureUrl: "https://night-bus.example/1.mp3",
    },
  });
  const detail = "The words are not in the transcript.";
  await db.insightDrop.create({
    data: {
      ...{ episodeId: failed.id, extractor: "openai", reason: "quote-not-found", detail, text: `A claim ${hostile}` },
    },
  });
  await db.paidCall.createMany({
    data: Array.from({ length: 12 }, (_, day) => ({
      ...{ key: `call ${day}`, purpose: "transcription", model: "gpt-transcribe", answeredAt: new Date() },
      ...{ costMicroUsd: 400_000 * (1 + (day % 5)), startedAt: new Date(Date.now() - day * 24 * hourMs) },
    })),
  });
  const reported = await db.insight.findFirstOrThrow({ where: { episode: { show: { title: "Peak Load" } } } });
  await db.reaction.create({
    data: { readerId: reader.id, insightId: reported.id, kind: "report", comment: `She said two. ${hostile}` },
  });
  await db.showSuggestion.create({ data: { readerId: reader.id, wanted: `A show ${hostile}` } });
  await db.invitation.create({ data: { email: `${"a-long-name-".repeat(4)}@example.com` } });
  await db.signInRequest.create({
    data: { email: "somebody@example.com", network: "127.0.0.1", outcome: "The email was sent." },
  });
  const { id: delivery } = await db.delivery.create({
    data: { address: "list@example.com", date: "2026-11-24", transport: "smtp", state: "uncertain" },
  });
  await sendMail(
    env,
    { to: "ada@example.com", subject: `A test ${hostile}`, html: "<p>A test</p>", text: "A test" },
    "a-test",
  );
  return { waitingEpisode: waiting.id, delivery };
}

import { buildDigest } from "../../lib/digests/build-digest";
import { localDate } from "../../lib/format/dates";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { assignStories } from "../../lib/stories/assign-stories";
import { tell } from "./stage-rows";
import type { TestStage } from "./test-stage";

/** What a feed or a model could write to break a page, or to run on it. */
export const hostile = `<script>window.broken = 1</script><img src=x onerror="window.broken = 1">"'&lt;`;

const told = [
  {
    show: "Grid & Gain",
    headline: "Grid batteries now undercut gas peakers on a four-hour evening",
    body: "Utilities that run gas turbines a few hundred hours a year pay more than those renting four-hour batteries. Falling cell prices did less of it than lenders.",
  },
  {
    show: "Wet Lab",
    headline: "A blood test found relapse eleven weeks before the scan did",
    body: "Doctors who watched fragments of tumour DNA after surgery saw most relapses nearly three months early. Whether treating people sooner helps is still open.",
  },
  {
    show: "بودكاست الاقتصاد",
    headline: "الإيجارات انخفضت تسعة في المئة بعد إلغاء مواقف السيارات الإلزامية",
    body: "ألغت المدينة القاعدة التي تفرض موقفا لكل شقة. وخلال عامين بُنيت أربعة آلاف شقة إضافية.",
  },
  {
    show: "科技漫谈",
    headline: "二手显卡的价格在六个月内下跌了百分之四十",
    body: "数据中心提前更换设备,市场上的二手显卡因此大增。经销商用厨房秤就能识别出伪造的芯片。",
  },
  {
    show: hostile,
    headline: `${hostile} is what the label on the microphone said`,
    body: `${hostile} ${"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3)} was the company's name, they said.`,
  },
];

/** Five insights in four scripts with a digest of yesterday and today, on a database of their own. @returns their ids. */
export async function tellLibrary({ context, db }: TestStage): Promise<{ insightIds: string[]; date: string }> {
  const ids: string[] = [];
  for (const [at, take] of told.entries()) {
    const id = await tell(db, {
      ...take,
      publishedAt: new Date(Date.now() - (at + 2) * 3600_000),
      quality: 0.9 - at / 50,
    });
    const { episodeId } = await db.insight.update({
      where: { id },
      data: { speaker: at === 4 ? hostile : at === 0 ? "Ada Brandt" : null },
    });
    await db.episode.update({
      where: { id: episodeId },
      data: {
        title: at === 4 ? hostile.repeat(4) : `An episode of ${take.show}`,
        descriptionText: at === 4 ? hostile : "",
        enclosureUrl: at === 4 ? "javascript:window.broken=1" : "http://127.0.0.1:9/audio.mp3",
        link: at === 4 ? "javascript:window.broken=1" : null,
        transcript: {
          create: {
            format: "vtt",
            sourceUrl: "https://example.com/t.vtt",
            timing: "publisher",
            wordCount: 30,
            segments: { create: [{ index: 0, startMs: 1000, endMs: 9000, speaker: null, text: take.body }] },
          },
        },
      },
    });
    ids.push(id);
  }
  await assignStories(context);
  await indexEpisodes(context);
  const date = localDate(new Date(), context.env.APP_TIMEZONE);
  await buildDigest(context, { date });
  return { insightIds: ids, date };
}

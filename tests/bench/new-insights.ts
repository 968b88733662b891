import { renderTranscript } from "../../jobs/demo/render-transcript";
import { timeSentences } from "../../jobs/demo/script";
import { sampleShows } from "../../jobs/demo/shows";
import { extractInsights } from "../../lib/insights/extract-insights";
import type { StageContext } from "../../lib/queue/stage";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { assignStories } from "../../lib/stories/assign-stories";
import { acquireTranscript } from "../../lib/transcripts/acquire-transcript";
import { edited, otherNames } from "../support/many-episodes";
import { startServer } from "../support/test-server";
import { coreMs } from "./core-time";

/**
 * The whole way of new insights: their episodes' transcripts fetched from a publisher and parsed, the insights found, placed
 * and made findable. The episodes are the sample shows' with other names in each round.
 * @returns milliseconds of a core an insight, what the publisher takes included.
 */
export async function timeNewInsights(context: StageContext, round: number): Promise<number> {
  const { db } = context;
  const server = await startServer();
  try {
    const ids: string[] = [];
    for (const { title, episodes } of sampleShows()) {
      const show = await db.show.create({ data: { title: `${title} ${round}` } });
      for (const [at, script] of episodes.filter(({ turns }) => turns.length > 0).entries()) {
        const path = `/${show.id}/${at}.vtt`;
        const words = renderTranscript(timeSentences(edited(script, round, otherNames(round))), "vtt");
        server.routes.set(path, (_, response) => {
          response.writeHead(200, { "content-type": "text/vtt" }).end(words);
        });
        const { id } = await db.episode.create({
          data: {
            ...{ showId: show.id, guid: path, title: script.title, publishedAt: context.now() },
            transcriptRefs: [{ url: server.origin + path, type: "text/vtt", language: null, rel: null }],
          },
        });
        ids.push(id);
      }
    }
    const ms = await coreMs(async () => {
      for (const episodeId of ids) {
        await acquireTranscript(context, { episodeId });
        await extractInsights(context, { episodeId });
      }
      await assignStories(context);
      await indexEpisodes(context);
    });
    const found = await db.insight.count({
      where: { episodeId: { in: ids }, placedAt: { not: null }, search: { isNot: null } },
    });
    if (found < ids.length) throw new Error(`Only ${found} insights came of ${ids.length} episodes.`);
    return ms / found;
  } finally {
    await server.stop();
  }
}

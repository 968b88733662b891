import { openWorkplace } from "../../jobs/context";
import { env } from "../../lib/env";
import { extractInsights } from "../../lib/insights/extract-insights";

/** Reads every transcribed episode, several at once, and ends; `insights.ts` kills it on the way. */
const workplace = await openWorkplace(env(), "reader");
const rows = await workplace.context.db.episode.findMany({ where: { stage: "transcribed" }, orderBy: { guid: "asc" } });
await Promise.all(rows.map(({ id }) => extractInsights(workplace.context, { episodeId: id })));
await workplace.close();

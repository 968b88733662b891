import { counted } from "./counts";

const kept: Record<string, string> = { waiting: "waits for its transcript", skipped: "not read" };

/**
 * Where an episode stands, in a few words for a list: what came of it, or what it waits for.
 * @param forOperator with what keeps it, which is the operator's business: it may speak of keys, settings and commands.
 */
export function stageInWords(
  episode: { stage: string; stageReason: string | null; insights: number },
  { forOperator }: { forOperator: boolean },
): string {
  switch (episode.stage) {
    case "discovered":
      return "its transcript is being fetched";
    case "transcribed":
      return "being read";
    case "extracted":
    case "placed":
      return episode.insights > 0 ? counted(episode.insights, "insight") : "read; nothing stood alone";
    default:
      return (forOperator && episode.stageReason) || kept[episode.stage] || "could not be read";
  }
}

import { counted } from "./counts";

/** Where an episode stands, in a few words for a list: what came of it, or what it waits for. */
export function stageInWords(episode: { stage: string; stageReason: string | null; insights: number }): string {
  switch (episode.stage) {
    case "discovered":
      return "its transcript is being fetched";
    case "transcribed":
      return "being read";
    case "extracted":
    case "placed":
      return episode.insights > 0 ? counted(episode.insights, "insight") : "read; nothing stood alone";
    default:
      return episode.stageReason ?? (episode.stage === "skipped" ? "not read" : "could not be read");
  }
}

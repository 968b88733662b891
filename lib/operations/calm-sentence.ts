import { capitalised, counted, listInWords } from "../format/counts";

/**
 * What an operator is told where nothing is urgent: that all is well only where nothing fails or waits.
 * @param open shows that could not be read, and episodes that failed or wait.
 */
export function calmSentence(open: { shows: number; failed: number; waiting: number }): string {
  const parts = [
    ...(open.shows > 0 ? [`${counted(open.shows, "show has", "shows have")} trouble`] : []),
    ...(open.failed > 0 ? [`${counted(open.failed, "episode")} failed`] : []),
    ...(open.waiting > 0 ? [counted(open.waiting, "episode waits", "episodes wait")] : []),
  ];
  return parts.length === 0 ? "All is well." : `Nothing is urgent. ${capitalised(listInWords(parts))}.`;
}

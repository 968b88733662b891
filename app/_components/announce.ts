/** How long a word about what was done stays in sight. */
const shownMs = 4_000;

/** Where such words stand; it is in every page's frame, so that screen readers know of it before anything is said. */
export const announcedId = "announced";

let clearing: ReturnType<typeof setTimeout> | undefined;

/** Says in a few words what was just done, in sight and to screen readers, wherever on the page it was done. */
export function announce(words: string): void {
  const place = document.getElementById(announcedId);
  if (!place) return;
  place.textContent = words;
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    place.textContent = "";
  }, shownMs);
}

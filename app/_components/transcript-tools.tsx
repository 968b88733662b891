"use client";

import { useEffect, useState } from "react";

/** As words are compared: without case and accents. */
const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const segments = () => [...document.querySelectorAll<HTMLElement>("[data-transcript] .segment")];
const recording = () => document.querySelector<HTMLAudioElement>("audio[data-recording]");
const smooth = (): ScrollBehavior => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

/** Plays from the sentence that was clicked, unless it was clicked to select words or follow a link. */
function playFromSentence(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const sentence = target?.closest<HTMLElement>("[data-transcript] .segment");
  const audio = recording();
  if (!sentence || !audio || target?.closest("a") || !getSelection()?.isCollapsed) return;
  audio.currentTime = Number(sentence.dataset.from) / 1000;
  audio.play().catch(() => {});
}

/** Brings the sentence that is being said back into sight when it has left the middle of the window. */
function follow(): void {
  const now = document.querySelector<HTMLElement>("[data-transcript] [data-now]");
  if (!now || recording()?.paused !== false) return;
  const { top, bottom } = now.getBoundingClientRect();
  if (top < innerHeight * 0.15 || bottom > innerHeight * 0.75)
    now.scrollIntoView({ block: "center", behavior: smooth() });
}

/**
 * What a script adds to a transcript: finding words in it, playing from a sentence, and scrolling along with the recording
 * until the reader scrolls. Without script there is the browser's own search, and the times are links.
 */
export function TranscriptTools() {
  const [words, setWords] = useState("");
  const [found, setFound] = useState<HTMLElement[]>([]);
  const [at, setAt] = useState(0);
  const [follows, setFollows] = useState(true);
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    setReady(true);
    document.addEventListener("click", playFromSentence);
    return () => document.removeEventListener("click", playFromSentence);
  }, []);

  useEffect(() => {
    if (!follows) return;
    const stop = () => {
      if (recording()?.paused === false) setFollows(false);
    };
    document.addEventListener("timeupdate", follow, true);
    addEventListener("wheel", stop, { passive: true });
    addEventListener("touchmove", stop, { passive: true });
    return () => {
      document.removeEventListener("timeupdate", follow, true);
      removeEventListener("wheel", stop);
      removeEventListener("touchmove", stop);
    };
  }, [follows]);

  useEffect(() => {
    const wanted = folded(words.trim());
    setFound(wanted.length < 2 ? [] : segments().filter((segment) => folded(segment.textContent).includes(wanted)));
    setAt(0);
  }, [words]);

  useEffect(() => {
    for (const [place, segment] of found.entries()) segment.dataset.found = place === at ? "here" : "";
    found[at]?.scrollIntoView({ block: "center", behavior: smooth() });
    return () => {
      for (const segment of found) delete segment.dataset.found;
    };
  }, [found, at]);

  const go = (by: number) => setAt((place) => (found.length === 0 ? 0 : (place + by + found.length) % found.length));
  if (!isReady) return null;
  return (
    <search className="finding">
      <form
        className="find-words beside"
        onSubmit={(event) => {
          event.preventDefault();
          go(1);
        }}
      >
        <label className="sr-only" htmlFor="find">
          Find in the transcript
        </label>
        <input
          className="field"
          id="find"
          type="search"
          placeholder="Find in the transcript"
          autoComplete="off"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && event.shiftKey) {
              event.preventDefault();
              go(-1);
            }
          }}
        />
        <output className="note" htmlFor="find">
          {words.trim().length < 2 ? "" : found.length === 0 ? "not said" : `${at + 1} of ${found.length}`}
        </output>
        {found.length > 1 && (
          <>
            <button className="button plain" type="button" onClick={() => go(-1)} aria-label="The one before">
              ↑
            </button>
            <button className="button plain" type="submit" aria-label="The next one">
              ↓
            </button>
          </>
        )}
        <button className="button plain" type="button" aria-pressed={follows} onClick={() => setFollows(!follows)}>
          Follow along
        </button>
      </form>
    </search>
  );
}

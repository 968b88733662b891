"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { clock } from "../../lib/format/durations";
import { PlayerBar } from "./player-bar";

/** Seconds that are played before and after a quote: enough to hear what it answers, and how it ends. */
const surroundings = { before: 4, after: 6 };

/** What was asked for: the recording, where to start (seconds), and for a quote where its surroundings end. */
interface Passage {
  link: HTMLAnchorElement;
  href: string;
  source: string;
  startSeconds: number;
  /** null plays on into the episode. */
  endSeconds: number | null;
}

function passageOf(link: HTMLAnchorElement): Passage {
  const [source = "", fragment = ""] = link.href.split("#");
  const at = Number(/^t=(\d+)/.exec(fragment)?.[1] ?? 0);
  const end = Number(link.dataset.end ?? 0);
  return {
    link,
    href: link.href,
    source,
    startSeconds: end > at ? Math.max(0, at - surroundings.before) : at,
    endSeconds: end > at ? end + surroundings.after : null,
  };
}

/** What a phone's lock screen says of it. */
function announce(title: string, show: string): void {
  if ("mediaSession" in navigator) navigator.mediaSession.metadata = new MediaMetadata({ title, artist: show });
}

/** The recording that stands on the page itself (an episode's page), when it is the one asked for. */
function recordingOnPage(source: string): HTMLAudioElement | null {
  const audio = document.querySelector<HTMLAudioElement>("audio[data-recording]");
  return audio && audio.src.split("#")[0] === source ? audio : null;
}

function setState(link: HTMLAnchorElement, state: "loading" | "playing" | "paused" | null): void {
  if (state === null) delete link.dataset.state;
  else link.dataset.state = state;
  const label = link.querySelector<HTMLElement>("[data-label]");
  if (!label) return;
  label.dataset.label ||= label.textContent;
  label.textContent = state === "playing" ? "Pause" : label.dataset.label;
}

function showProgress(passage: Passage, seconds: number): void {
  const length = (passage.endSeconds ?? 0) - passage.startSeconds;
  const share = length > 0 ? Math.min(1, Math.max(0, (seconds - passage.startSeconds) / length)) : 0;
  passage.link.style.setProperty("--played", `${(share * 100).toFixed(1)}%`);
}

/** Underlines the sentence of the transcript that is being said. */
function markSegment(seconds: number): void {
  let current: HTMLElement | null = null;
  for (const segment of document.querySelectorAll<HTMLElement>("[data-from]")) {
    if (Number(segment.dataset.from) > seconds * 1000) break;
    current = segment;
  }
  for (const old of document.querySelectorAll("[data-now]")) if (old !== current) old.removeAttribute("data-now");
  current?.setAttribute("data-now", "");
}

/**
 * Turns play links into playing on the spot. Without script they are plain links to the recording's second; with it, one
 * recording plays at a time: in the page's own player where there is one, else in a bar at the foot of the window.
 */
export function Player() {
  const own = useRef<HTMLAudioElement>(null);
  const passage = useRef<Passage | null>(null);
  const [bar, setBar] = useState<{ title: string; show: string; href: string; episode: string } | null>(null);
  const [isPassage, setIsPassage] = useState(false);
  const [ended, setEnded] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [time, setTime] = useState("");
  const [failed, setFailed] = useState(false);

  const start = useCallback((link: HTMLAnchorElement) => {
    const next = passageOf(link);
    const before = passage.current;
    const onPage = recordingOnPage(next.source);
    const audio = onPage ?? own.current;
    if (!audio) return;
    if (before?.link === link && !audio.paused) return audio.pause();
    if (before && before.link !== link) setState(before.link, null);
    const isOver = before?.endSeconds !== null && audio.currentTime >= (before?.endSeconds ?? 0);
    const resumes = before?.link === link && link.dataset.state === "paused" && !isOver;
    // Who went on into the episode goes on there.
    if (resumes && before) next.endSeconds = before.endSeconds;
    passage.current = next;
    setFailed(false);
    setState(link, "loading");
    const { title = "", show = "", episode = "" } = link.dataset;
    setBar(onPage ? null : { title, show, href: next.href, episode });
    announce(title || document.title, show);
    setEnded(false);
    // An episode's own page is where one goes on listening: there a quote is where playing starts.
    if (onPage) {
      next.endSeconds = null;
      own.current?.pause();
    }
    setIsPassage(next.endSeconds !== null);
    if (!resumes) {
      const from = onPage ? Number(/#t=(\d+)/.exec(next.href)?.[1] ?? 0) : next.startSeconds;
      if (audio.src.split("#")[0] === next.source && audio.readyState > 0) audio.currentTime = from;
      else audio.src = `${next.source}#t=${from}`;
    }
    // A refusal arrives as an error event, too; that one is shown.
    audio.play().catch(() => setState(link, null));
  }, []);

  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (
        event.defaultPrevented ||
        event.button !== 0 ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        event.altKey
      )
        return;
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-play]") : null;
      if (!link) return;
      event.preventDefault();
      start(link);
    };
    // Media events do not bubble, but they can be caught on their way down, also from the page's own player.
    const onMedia = (event: Event) => {
      const audio = event.target;
      if (!(audio instanceof HTMLAudioElement)) return;
      const now = passage.current;
      const seconds = audio.currentTime;
      const isPassage = now !== null && audio.src.split("#")[0] === now.source;
      if (event.type === "error") setFailed(audio === own.current && audio.src !== "");
      if (audio === own.current) {
        setPlaying(!audio.paused);
        setTime(clock(seconds * 1000));
      } else if (event.type === "timeupdate") markSegment(seconds);
      if (!isPassage) return;
      if (event.type === "timeupdate") {
        showProgress(now, seconds);
        if (audio === own.current && now.endSeconds !== null && seconds >= now.endSeconds && !audio.paused) {
          setEnded(true);
          audio.pause();
        }
      } else if (event.type === "playing") setState(now.link, "playing");
      else if (event.type === "pause") setState(now.link, audio.error ? null : "paused");
      else setState(now.link, null);
    };
    const kinds = ["timeupdate", "playing", "pause", "ended", "error"];
    document.addEventListener("click", onClick);
    for (const kind of kinds) document.addEventListener(kind, onMedia, true);
    return () => {
      document.removeEventListener("click", onClick);
      for (const kind of kinds) document.removeEventListener(kind, onMedia, true);
    };
  }, [start]);

  const toggle = () => {
    const audio = own.current;
    if (!audio?.paused) return audio?.pause();
    if (ended && passage.current) audio.currentTime = passage.current.startSeconds;
    setEnded(false);
    audio.play().catch(() => setFailed(true));
  };
  const goOn = () => {
    if (passage.current) passage.current.endSeconds = null;
    setIsPassage(false);
    setEnded(false);
    own.current?.play().catch(() => setFailed(true));
  };
  const skip = (seconds: number) => {
    if (own.current) own.current.currentTime = Math.max(0, own.current.currentTime + seconds);
  };
  const close = () => {
    own.current?.pause();
    if (passage.current) setState(passage.current.link, null);
    passage.current = null;
    setBar(null);
  };

  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: the words are the page's text; podcasts publish no caption track. */}
      <audio ref={own} preload="none" />
      {bar && (
        <PlayerBar
          {...bar}
          {...{ playing, time, failed, isPassage, ended }}
          onToggle={toggle}
          onGoOn={goOn}
          onSkip={skip}
          onClose={close}
        />
      )}
    </>
  );
}

import type { RawEnclosure } from "./raw-feed";
import { oneLine, webAddress } from "./raw-values";

/** A file that an episode offers. */
export type Enclosure = {
  url: string;
  /** As the feed says; "" where it says nothing. */
  type: string;
  byteLength: number | null;
};

const mostEnclosures = 20;
const audioName = /\.(mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav)$/i;
const videoName = /\.(mp4|m4v|mov|webm)$/i;

function rank({ url, type }: Enclosure): number {
  const name = new URL(url).pathname;
  if (type.startsWith("audio/") || (!type && audioName.test(name))) return 0;
  if (audioName.test(name)) return 1;
  return type.startsWith("video/") || videoName.test(name) ? 2 : 3;
}

/** What an episode offers, each address once: audio before video before anything else, otherwise in the feed's order. */
export function enclosuresOf(raw: RawEnclosure[], base: string | null): Enclosure[] {
  const byUrl = new Map<string, Enclosure>();
  for (const { url, type, byteLength } of raw) {
    const address = webAddress(url, base);
    if (!address || byUrl.has(address)) continue;
    const size = Number(byteLength);
    byUrl.set(address, {
      url: address,
      type: oneLine(type, 100),
      byteLength: Number.isSafeInteger(size) && size > 0 ? size : null,
    });
  }
  return [...byUrl.values()].sort((a, b) => rank(a) - rank(b)).slice(0, mostEnclosures);
}

import { z } from "zod";
import type { FeedWishes } from "./cadence";
import { withoutControls } from "./control-characters";
import { episodeIdentity } from "./episode-identity";
import { htmlText } from "./html-text";
import { parseDate } from "./parse-date";
import type { RawEnclosure, RawFeed, RawItem } from "./raw-feed";

/** An episode as its feed describes it. */
export interface FeedEpisode {
  guid: string;
  title: string;
  descriptionText: string;
  link: string | null;
  /** Null when the feed gives no date that can be read. */
  publishedAt: Date | null;
  durationSeconds: number | null;
  enclosureUrl: string | null;
  enclosureType: string | null;
  enclosureByteLength: number | null;
  imageUrl: string | null;
  persons: { name: string; role: string }[];
  transcriptRefs: { url: string; type: string; language: string | null }[];
}

/** A feed, parsed. */
export interface ParsedFeed {
  title: string;
  description: string;
  author: string | null;
  /** The owner that the feed names to directories (itunes:owner); else its author. Shows of one owner are one network. */
  network: string | null;
  link: string | null;
  imageUrl: string | null;
  language: string | null;
  /** What it asks of those who read it. */
  wishes: FeedWishes;
  /** What had to be mended to read it; null when nothing had to. */
  repairNote: string | null;
  episodes: FeedEpisode[];
}

const text = (max: number) =>
  z
    .unknown()
    .transform((value) =>
      typeof value === "string" || typeof value === "number"
        ? withoutControls(String(value)).replace(/\s+/g, " ").trim().slice(0, max)
        : "",
    );

function webAddress(value: unknown, base: string | null): string | null {
  if (typeof value !== "string" || value.trim() === "" || value.length > 2_000) return null;
  try {
    const url = new URL(value.trim(), base ?? undefined);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Checks what a parser read and gives it our shape.
 * @param address where the feed was fetched from; relative addresses are relative to it.
 */
export function toFeed(raw: RawFeed, address: string | null, repairNote: string | null): ParsedFeed {
  const base = webAddress(raw.base, address) ?? address;
  const author = text(200).parse(raw.author) || null;
  const images = raw.images.map((image) => webAddress(image, base));
  return {
    title: htmlText(text(500).parse(raw.title), 300) || "Untitled show",
    description: htmlText(typeof raw.description === "string" ? raw.description : "", 4_000),
    author,
    network: text(200).parse(raw.owner) || author,
    link: webAddress(raw.link, base),
    imageUrl: images.find((image) => image !== null) ?? null,
    language: text(20).parse(raw.language) || null,
    wishes: wishesOf(raw),
    repairNote,
    episodes: raw.items.map((item) => toEpisode(item, base)),
  };
}

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function wishesOf({ ttl, skipHours, skipDays }: RawFeed): FeedWishes {
  const several = (value: unknown) => (Array.isArray(value) ? value : [value]).map((one) => text(20).parse(one));
  const minutes = Number(text(10).parse(ttl));
  return {
    ttlMinutes: Number.isInteger(minutes) && minutes > 0 ? Math.min(minutes, 30 * 24 * 60) : null,
    // Some count the day's last hour as 24.
    skipHours: several(skipHours).flatMap((hour) => (/^(?:1?\d|2[0-4])$/.test(hour) ? [Number(hour) % 24] : [])),
    skipDays: several(skipDays).flatMap((day) => {
      const index = weekdays.indexOf(day.toLowerCase());
      return index < 0 ? [] : [index];
    }),
  };
}

function toEpisode(item: RawItem, base: string | null): FeedEpisode {
  const title = htmlText(text(500).parse(item.title), 500) || "Untitled episode";
  const link = webAddress(item.link, base);
  const enclosure = bestEnclosure(item.enclosures, base);
  const dates = item.dates.map((date) => text(100).parse(date)).filter(Boolean);
  const description = item.descriptions.find((candidate) => typeof candidate === "string" && candidate.trim() !== "");
  return {
    guid: episodeIdentity({
      guid: text(4_000).parse(item.guid),
      enclosureUrl: enclosure?.url,
      link: link ?? undefined,
      title,
      published: dates[0] ?? "",
    }),
    title,
    descriptionText: htmlText(typeof description === "string" ? description : "", 10_000),
    link,
    publishedAt: dates.map(parseDate).find((date) => date !== null) ?? null,
    durationSeconds: parseDuration(text(30).parse(item.duration)),
    enclosureUrl: enclosure?.url ?? null,
    enclosureType: enclosure?.type || null,
    enclosureByteLength: enclosure?.byteLength ?? null,
    imageUrl: webAddress(item.image, base),
    persons: item.persons.flatMap((person) => {
      const name = text(200).parse(person.name);
      return name ? [{ name, role: text(50).parse(person.role).toLowerCase() || "host" }] : [];
    }),
    transcriptRefs: item.transcripts.flatMap(({ url, type, language }) => {
      const address = webAddress(url, base);
      return address ? [{ url: address, type: text(100).parse(type), language: text(20).parse(language) || null }] : [];
    }),
  };
}

interface Enclosure {
  url: string;
  type: string;
  byteLength: number | null;
}

const audioName = /\.(mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav)$/i;
const videoName = /\.(mp4|m4v|mov|webm)$/i;

/** The audio file among what an episode offers, else its video, else whatever comes first. */
function bestEnclosure(enclosures: RawEnclosure[], base: string | null): Enclosure | undefined {
  const usable = enclosures.flatMap(({ url, type, byteLength }): Enclosure[] => {
    const address = webAddress(url, base);
    const size = Number(byteLength);
    return address
      ? [
          {
            url: address,
            type: text(100).parse(type),
            byteLength: Number.isSafeInteger(size) && size > 0 ? size : null,
          },
        ]
      : [];
  });
  const rank = ({ url, type }: Enclosure) => {
    const name = new URL(url).pathname;
    if (type.startsWith("audio/") || (!type && audioName.test(name))) return 0;
    if (audioName.test(name)) return 1;
    return type.startsWith("video/") || videoName.test(name) ? 2 : 3;
  };
  return usable.sort((a, b) => rank(a) - rank(b))[0];
}

const longest = 7 * 24 * 3600;

/** "3600", "59:12", "1:02:03.5", "1h 2m", "PT1H2M3S" or "62 min" as seconds; null when it is none of these. */
export function parseDuration(value: string): number | null {
  const plain = value.toLowerCase().replace(/\s+/g, "");
  let seconds = Number.NaN;
  if (/^\d+(\.\d+)?$/.test(plain)) seconds = Number(plain);
  else if (/^(\d{0,3}:){1,2}\d{1,2}(\.\d+)?$/.test(plain))
    seconds = plain.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  else {
    const parts =
      /^(?:pt)?(?:(\d+)h(?:ours?|rs?)?)?(?:(\d+)m(?:in(?:ute)?s?)?)?(?:(\d+)(?:\.\d+)?s(?:ec(?:ond)?s?)?)?$/.exec(
        plain,
      );
    if (parts && plain !== "" && plain !== "pt")
      seconds = Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
  }
  return seconds > 0 && seconds < longest ? Math.round(seconds) : null;
}

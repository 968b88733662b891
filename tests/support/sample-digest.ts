import type { DigestReceiver } from "../../emails/compose-digest-email";
import type { DigestItemView, DigestView } from "../../lib/digests/views";

/** What a test says of an item; what it leaves out is as usual. */
export interface SampleItem {
  headline?: string;
  body?: string;
  quote?: string;
  speaker?: string | null;
  show?: string;
  enclosureUrl?: string | null;
  extractor?: string;
  otherShows?: string[];
  dissenting?: { insightId: string; showTitle: string }[];
  why?: string[];
  updateText?: string | null;
  timing?: "publisher" | "interpolated";
}

/** One of a digest's items. */
export function sampleItem(rank: number, change: SampleItem = {}): DigestItemView {
  const headline = change.headline ?? `Harbour number ${rank} scrapped its parking rule`;
  const why = change.why ?? ["3 independent shows say it"];
  return {
    rank,
    take: {
      id: `00000000-0000-7000-8000-00000000000${rank}`,
      headline,
      body:
        change.body ??
        "Rents fell nine percent in two years. Builders added 4,000 flats, because a space had cost as much as a bathroom.",
      kind: "opinion",
      quote: {
        text: change.quote ?? "Rents fell nine percent in two years.",
        startMs: 724_000,
        endMs: 731_000,
        speaker: change.speaker === undefined ? "Ruth <Amadi>" : change.speaker,
      },
      stance: "agrees",
      extractor: change.extractor ?? "verbatim-1",
      quality: 0.8,
      show: { id: "s", title: change.show ?? "Kitchen Table & Economics", network: null },
      episode: {
        id: "e",
        title: "What a parking space costs",
        publishedAt: new Date("2026-11-23T23:50:00Z"),
        url: null,
        enclosureUrl: change.enclosureUrl === undefined ? "https://cdn.example/a.mp3" : change.enclosureUrl,
        durationSeconds: 1800,
      },
      storyId: "story",
      timing: change.timing ?? "publisher",
    },
    story: {
      id: "story",
      title: headline,
      shows: 3,
      takes: 3,
      voices: 3,
      otherShows: change.otherShows ?? ["Basis Points", "Garden Shed Radio"],
      dissenting: change.dissenting ?? [{ insightId: "i", showTitle: "Slow Pulse" }],
    },
    topics: [],
    reasons: { quality: 0.8, corroboration: 0.7, freshness: 0.9, affinity: 1, novelty: 1, score: 1.2 },
    because: why.map((text) => ({ text, href: null })),
    why,
    isFill: false,
    updateText: change.updateText === undefined ? (rank === 2 ? "4,000 flats were counted" : null) : change.updateText,
  } as DigestItemView;
}

/** A digest of some items. */
export function sampleDigest(items: DigestItemView[], quiet = items.length < 5): DigestView {
  return {
    id: "d",
    date: "2026-11-24",
    edition: "everyone",
    quiet,
    builtAt: new Date("2026-11-24T06:00:00Z"),
    asOf: new Date("2026-11-24T06:00:00Z"),
    episodeCount: 25,
    showCount: 9,
    items,
    nearMisses: [{ insightId: "i", headline: "h", showTitle: "s", score: 0.5, keptOutBy: "k" }],
    previousDate: null,
    nextDate: null,
  } as DigestView;
}

const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(" ");

/** The longest that the gate lets through, in long words, with everything a card can have. */
export function longestDigest(): DigestView {
  return sampleDigest(
    [1, 2, 3, 4, 5].map((rank) =>
      sampleItem(rank, {
        headline: words(12, "Untersuchungskommissionen"),
        body: `${words(54, "Nachbarschaftshilfeprojekte")}.`,
        quote: words(40, "Wohnungsbaugenossenschaft"),
        speaker: "Professorin Dr. Maximiliane von Hohenlohe-Schillingsfürst",
        show: "Der sehr ausführliche Podcast über Wohnungsbau, Nachbarschaft und alles, was dazwischen liegt",
        extractor: "openai",
        otherShows: ["Basis Points", "Garden Shed Radio", words(12, "Sendung"), "D", "E"],
        dissenting: [1, 2, 3].map((n) => ({ insightId: `i${n}`, showTitle: words(8, "Widerspruch") })),
        why: ["5 independent shows say it", "you follow housing and neighbourhoods", "said within the last day"],
        updateText: words(30, "Nachtragshaushalt"),
        enclosureUrl: `https://cdn.example/${"a".repeat(400)}.mp3?x="&y=<z>`,
      }),
    ),
  );
}

/** The least that is still an email: one short item without a recording, a speaker or others. */
export function shortestDigest(): DigestView {
  const item = sampleItem(1, {
    headline: "Rents fell",
    body: "Rents fell nine percent.",
    quote: "Rents fell.",
    speaker: null,
    enclosureUrl: null,
    extractor: "openai",
    otherShows: [],
    dissenting: [],
    why: [],
  });
  return { ...sampleDigest([item]), nearMisses: [] };
}

/** A signed-up reader. */
export const sampleReceiver: DigestReceiver = {
  timeZone: "Asia/Kathmandu",
  because: "You get this at 7 in the morning because you read Overheard at overheard.example.",
  settingsUrl: "https://overheard.example/settings",
  pauseUrl: "https://overheard.example/unsubscribe?t=token&wish=pause",
  unsubscribeUrl: "https://overheard.example/unsubscribe?t=token",
  feedback: (id) => ({
    more: `https://overheard.example/feedback?t=${id}&say=more`,
    less: `https://overheard.example/feedback?t=${id}&say=less`,
  }),
};

/** Where the sample's emails come from. */
export const sampleSurroundings = {
  appUrl: "https://overheard.example",
  postalAddress: "Overheard, Harbour Road 1, 1100-148 Lisboa, Portugal",
  isTracked: false,
};

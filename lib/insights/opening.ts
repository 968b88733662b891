import { namesIn } from "./names";
import { numbersIn } from "./numbers";
import { finiteVerbs, isAuxiliary, isBaseVerb } from "./verbs";
import { functionWords, wordsIn } from "./words";

/** Openers that lean on what was said before. */
const leaning = new Set(
  `and but so or nor yet then also plus again anyway well yeah yes yep yup no nope okay ok right oh now sure exactly totally
  absolutely actually basically because cause cuz which who whom whose that's though however therefore thus hence meanwhile
  instead otherwise besides moreover furthermore still like look listen hey hi hello huh wow thanks thank please sorry let let's
  except especially including either neither maybe perhaps hopefully honestly personally obviously clearly finally second
  secondly third thirdly first firstly lastly next similarly likewise same another other others both such here there there's
  here's that this these those it it's its they they're they've they'll them their he he's she she's him her his hers we we're
  we've we'll we'd our us i i'm i've i'll i'd my me mine you you're you've you'll your yours what what's how why when where
  whether whereas somebody someone everybody everyone nobody everything something nothing anything as than too not nah mm um uh true
  fair great good nice cool interesting fun funny speaking turns guess anyways once even just only almost ours imagine
  say ask tell remember wait hold come check feel thinking looking going talking getting being having trying using
  welcome previously earlier later today tonight yesterday tomorrow at of`
    .split(/\s+/u)
    .filter(Boolean),
);

/** Words inside a first sentence that point back to something said before it. */
const pointingBack =
  /\b(?:as (?:i|we|you) (?:said|mentioned|say|know)|(?:you|we|i) (?:just )?(?:said|mentioned|asked|told)|(?:the|that|this) (?:same|latter|former|other) (?:one|thing|way)|the other (?:one|side|thing|day|night)|like (?:this|that|these|those)|(?:do|does|did|done|doing|about|of|with|from|for|to|in|on|by|than|at) (?:that|this|it|them|those|these|there|him|her)\b(?! \w)|that one|this one|these (?:things|guys|kinds?)|those (?:things|guys|kinds?)|that (?:thing|kind|sort)|this (?:thing|kind|sort|guy|particular)|, too$| as well$|\bback then\b|\bin (?:this|that) (?:case|regard|respect|sense|situation|way)|for (?:this|that) reason|because of (?:this|that)|at (?:this|that) point|(?:said|told|asked|says) (?:me|us|him|her)|(?:right|over|in|up|out) (?:here|there)\b|the (?:first|second|third|last|next|other|following) (?:one|thing|part|reason|point|question|is|was)\b)/iu;

const demonstrative =
  /\b(?:this|that|these|those)\s+(?!(?:is|are|was|were|will|would|can|could|has|have|had|does|do|did|the|a|an|they|it|we|you|he|she|i|there|of)\b)(?:[a-z]+)/iu;

const freeNouns =
  /^(?:people|women|men|children|kids|teenagers|adults|patients|doctors|nurses|teachers|parents|students|engineers|developers|programmers|builders|farmers|banks|lenders|investors|companies|firms|startups|governments|cities|countries|states|schools|hospitals|markets|prices|rents|wages|taxes|interest|money|inflation|software|hardware|energy|power|electricity|heat|water|air|food|bread|sugar|salt|sleep|exercise|running|walking|parking|housing|health|science|history|time|nature|space|rockets|satellites|batteries|computers|chips|models|data|code|tests|testing|research)\b/iu;

/** Takes the article and quantifier from an opening: what kind of subject it is. */
function subjectScore(sentence: string, plain: string[]): number {
  const first = plain[0] ?? "";
  const verb = finiteVerbs(plain)[0] ?? plain.length;
  const subject = plain.slice(0, verb);
  const subjectText = sentence.slice(0, wordsIn(sentence)[verb]?.start ?? sentence.length);
  const named = namesIn(subjectText).some(
    (name) => !name.opensSentence || name.words.length > 1 || !functionWords.has(name.words[0] ?? ""),
  );
  if (first === "the") {
    const described =
      subject.length >= 4 || /\b(?:of|that|who|in|for|behind|between|from)\b/u.test(subject.slice(1).join(" "));
    if (namesIn(subjectText).length > 0) return 0.92;
    if (
      /^the (?:most|best|worst|biggest|largest|smallest|cheapest|only|average|typical|whole|entire|human|hardest|easiest|fastest|poorest|richest|world)/iu.test(
        sentence,
      )
    )
      return 0.85;
    return described ? 0.68 : 0.42;
  }
  if (named) return 1;
  if (
    /^(?:by|in|within|over|after|since|for|from|between|under|during|until|on|with|without|unlike|despite)$/u.test(
      first,
    )
  )
    return 0.8;
  if (/^(?:if|unless|whenever)$/u.test(first)) return 0.7;
  if (numbersIn(subjectText).length > 0) return 0.9;
  if (
    /^(?:a|an|one|every|each|most|many|few|some|half|all|no|any|nearly|about|roughly|more|fewer|less|two|three|four|five)$/u.test(
      first,
    )
  )
    return 0.85;
  if (freeNouns.test(sentence)) return 0.9;
  if (isBaseVerb(first) && subject.length > 3) return 0.8;
  return first.endsWith("s") || first.endsWith("ing") ? 0.85 : 0.72;
}

const existential =
  /^there(?:['’]s| is| are| was| were|['’]s been| has been| have been) (?:also |now |still |already |actually |only |just )?(?:an?|no|some|many|lots of|a lot of|several|two|three|four|five|\d[\d,.]*|not an?|nothing (?:wrong|new|illegal)|more|fewer|less|over|about|around|[a-z]+s) (?!(?:one|two|few|thing|things|way|reason|point|lot) ?(?:$|[.,]|that|here|there|in (?:there|here)))/iu;
const anaphor =
  /\b(?:it|it's|that|that's|this|these|those|they|they're|them|he|she|him|her|his|their|its|one|ones|here|i|i'm|i've|i'll|we|we're|we've|my|our|us|me)\b/iu;

/** An opening with a word that leans back elsewhere but not here: "there is a law that". */
function freeOpening(sentence: string): number | null {
  if (existential.test(sentence)) {
    const subject = sentence.split(/\s+/u).slice(2, 8).join(" ");
    return anaphor.test(subject.replace(/\bthat\b/giu, "")) || pointingBack.test(sentence) ? 0.3 : 0.42;
  }
  return null;
}

/**
 * How far a passage's first sentence can be understood by someone who heard nothing before it.
 * @param sentence cleaned, without fillers.
 * @returns 0 where it leans on what came before (it opens with a pronoun, a connective or an interjection), else up to 1
 *   for one that opens with its named subject.
 */
export function openingScore(sentence: string): number {
  const plain = wordsIn(sentence).map((word) => word.plain);
  const first = plain[0];
  if (first === undefined || plain.length < 4) return 0;
  // "Got rid of a lot of cost", "Doesn't have a battery": the subject was left out.
  if (
    isAuxiliary(first) ||
    /^(?:got|gets|goes|went|came|comes|did|said|says|saw|took|made|makes|told|wants|wanted|needs|thought|knew|sounds|looks|seems|feels|means|depends|gonna|wanna|gotta|kind|sort|sometimes|apparently|all)$/u.test(
      first,
    )
  )
    return /^(?:all|sometimes)$/u.test(first) ? 0.45 : 0;
  const free = freeOpening(sentence);
  if (free !== null) return free;
  if (leaning.has(first) || /^(?:i|we|you|he|she|it|they|that|there|here|what|who|let)'/u.test(first)) return 0;
  if (
    /^(?:the (?:thing|problem|point|question|reason|answer|idea|other|same|first|second|third|next|last|latter|former|one|way|issue|fact|trick|result|good|bad|rest|funny|interesting|cool|nice|weird|crazy|big|biggest thing|only thing)\b)/iu.test(
      sentence,
    ) &&
    !/^the (?:\w+ )?\w+ (?:of|for|in|with|behind) (?!this|that|it|them|course)/iu.test(sentence)
  )
    return 0;
  if (
    /^(?:one|some|most|all|many|none|each|half|a lot|lots|a few|part|two|three) of (?:the(?:m|se|ir)?|those|it|my|our|us|you|this|that)\b/iu.test(
      sentence,
    )
  )
    return 0;
  if (
    /^(?:one|a|two) (?:thing|reason|way|question|problem|example|point|more|other|lot(?! of (?:people|companies|the world|countries|games|users|developers))|bit|little|few|good|quick|couple)s?\b/iu.test(
      sentence,
    ) &&
    !/^(?:one|a) (?:\w+ )?\w+ (?:of|for|in) [A-Z]/u.test(sentence)
  )
    return 0;
  if (
    /^(?:in|for|on|with|from|by|after|before|to|about|during|under|over) (?:this|that|these|those|it|them|him|her|my|our|your|their|his|which|what|me|us|you|all of|other words|fact|general|terms|a way|a sense|some ways|the past|the meantime|the end|the other|example|instance|sure|now|years)\b/iu.test(
      sentence,
    )
  )
    return 0;
  // "Kestrel, what do you make of it": an address to somebody.
  if (/^\p{Lu}\p{L}+,\s+(?:you|what|how|do|did|can|i|tell|thank|we|it|that|this|is|are|so|let)/iu.test(sentence))
    return 0;
  let score = subjectScore(sentence, plain);
  if (pointingBack.test(sentence.replace(/[.!…]+$/u, ""))) score -= 0.35;
  if (demonstrative.test(sentence)) score -= 0.2;
  const personal = plain.filter((word) =>
    /^(?:i|i'm|i've|i'd|i'll|me|my|mine|we|we're|we've|we'll|we'd|us|our)$/u.test(word),
  ).length;
  score -= Math.min(0.4, 0.2 * personal);
  // A pronoun before the first verb has nothing to refer to yet.
  const verb = finiteVerbs(plain)[0] ?? 0;
  if (
    plain
      .slice(0, verb + 1)
      .some((word) => /^(?:it|they|he|she|them|him|her|his|their|its|it's|they're|he's|she's)$/u.test(word))
  )
    score -= 0.15;
  return Math.max(0, Math.min(1, score));
}

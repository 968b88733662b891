/** Forms of verbs that can be nothing but finite: auxiliaries and their contractions. */
const auxiliaries = new Set(
  `is are was were am has have had do does did can could will would should may might must shall cannot isn't aren't wasn't
  weren't hasn't haven't hadn't don't doesn't didn't can't couldn't won't wouldn't shouldn't mustn't ain't`
    .split(/\s+/u)
    .filter(Boolean),
);

/** Past forms of irregular verbs that are hardly ever nouns or participles alone. */
const irregularPast = new Set(
  `became began bent bet bit bled blew bought bred broke brought built burnt came caught chose clung cost crept cut dealt dealt
  did drank drew drove dug ate fed fell felt fled flew forbade forgot forgave fought found froze gave got grew had heard held
  hid hit hung hurt kept knew laid lay led leapt learnt left lent let lit lost made meant met paid put quit ran rang read rose
  said sang sank sat saw sent set shook shone shot shrank shut slept slid sold sought sped spent spoke spread sprang stole
  stood struck stuck stung strove swam swept swore swung taught thought threw told took tore understood undid went wept woke won
  wore wound withdrew withstood wrote overtook undercut overcame`
    .split(/\s+/u)
    .filter(Boolean),
);

/** Regular and irregular verbs in their base form, common in talk about the world. */
const bases = new Set(
  `abandon absorb accelerate accept accompany account achieve acquire act adapt add adjust admit adopt advance affect afford age
  agree aim allow alter amount announce answer appear apply appoint approach approve argue arrange arrive ask assess assign
  assume attach attack attempt attract avoid award back bake balance ban base beat become beg begin behave believe belong
  benefit bend bet bid bind bite blame bleed block blow boil boost borrow bounce break breathe breed bring broadcast build bump
  burn bury buy calculate call cancel capture care carry catch cause cease change charge chase cheat check choose circulate cite
  claim clean clear climb close collapse collect combine come commit compare compete complain complete compose concentrate
  conclude conduct confirm confuse connect consider consist constitute construct consume contain continue contribute control
  convert convince cook cool cope copy correct cost count cover crack crash create cross crush cut damage date deal decay decide
  declare decline decrease define delay delete deliver demand demonstrate deny depend deploy derive describe deserve design
  destroy detect determine develop die differ dig digest diminish dip direct disappear discover dissolve distinguish distribute
  divide dominate double doubt drag drain draw dream drift drill drink drive drop dry dump earn ease eat eliminate embrace emerge
  employ enable encourage end enjoy ensure enter erode escape establish estimate evaluate evolve examine exceed exchange exclude
  exist expand expect expire explain explode exploit explore export expose extend face fade fail fall favour favor feed feel
  fetch fight fill filter find finish fire fit fix flatten flee float flood flow fly focus fold follow force forecast forget form
  freeze fuel function fund gain gather generate get give glow go govern grab grant grind grow guarantee guess guide halt handle
  hang happen harm hate haul head heal hear heat help hide hire hit hold host hunt hurt ignore illustrate imagine implement imply
  import improve include increase indicate infect inflate influence inform inherit inject insist install insure invent invest
  involve isolate join judge jump justify keep kick kill know lack land last launch lead leak lean leap learn lease leave lend
  let lie lift light like limit link list listen live load lock look loop lose love lower maintain make manage manufacture mark
  market match matter mean measure meet melt mention merge migrate mimic miss mistake mix model monitor mount move multiply name
  need neglect negotiate note notice number obtain occupy occur offer open operate oppose optimise optimize order organise
  organize orbit outgrow outlast outlive outnumber outpace outperform outsell outweigh overlap overlook overestimate
  underestimate owe own pack park participate pass pause pay perform permit persuade pick pile place plan plant play plug plunge
  point poison pollute pop pose possess post postpone pour power practise practice predict prefer prepare present preserve press
  pretend prevent price print proceed process produce profit project promise promote propose protect prove provide publish pull
  pump punish purchase push put qualify quit quote race raise range rank reach react read realise realize rebuild recall receive
  reckon recognise recognize recommend record recover recruit recycle reduce refer reflect refuse regain regard register regulate
  reject relate relax release rely remain remember remind remove renew rent repair repay repeat replace reply report represent
  require rescue research resell reserve resist resolve respond rest restore restrict result resume retain retire retreat return
  reuse reveal reverse revert review reward ride rise risk roll rotate ruin rule run rush save say scale scan scare score scrap
  scrape screen seal search see seek seem sell send separate serve set settle shape share shift shine ship shoot show shrink shut
  sign signal simplify simulate sink sit skip sleep slip slow smell smoke soak soar solve sort sound speak specify speed spend
  spill spin split spoil spot spread spur squeeze stabilise stabilize stack stand standardize start starve state stay steal steer
  stem step stick stimulate stop store stress stretch strike strip struggle study subsidise subsidize substitute succeed suck
  suffer suggest suit summarize supply support suppose surge surpass surprise surround survey survive suspect sustain swallow
  swap sweep swell swim swing switch tackle take talk target taste tax teach tear tell tend test thicken think threaten thrive
  throttle throw tie tighten tilt time tolerate top touch track trade train transfer transform translate transmit trap travel
  treat trick trigger trim triple trust try turn undercut undermine understand unlock upgrade urge use vaccinate value vanish vary
  verify view violate visit vote wait wake walk want warm warn wash waste watch weaken wear weigh weld widen win wipe withdraw
  wonder work worry worsen wrap write yield halve license licence overstate understate forbid ripen rival soften harden sharpen
  brew steam mend nudge haunt hoard revive outlaw  dodge`
    .split(/\s+/u)
    .filter(Boolean),
);

const determiners = new Set(
  `the a an this that these those my your his her its our their no every each some any another of in on at for with by from to
  per than as between into over under whose both all most many few several two three four five six seven eight nine ten`
    .split(/\s+/u)
    .filter(Boolean),
);

/** True where the word is a verb in its base form ("charge"). */
export function isBaseVerb(word: string): boolean {
  return bases.has(word);
}

function stemmedIn(word: string, endings: [ending: string, replacement: string][]): boolean {
  return endings.some(
    ([ending, replacement]) => word.endsWith(ending) && bases.has(word.slice(0, -ending.length) + replacement),
  );
}

function isThirdPerson(word: string): boolean {
  return stemmedIn(word, [
    ["s", ""],
    ["es", ""],
    ["ies", "y"],
  ]);
}

/** True for "-ed" forms and irregular past forms. */
export function isPast(word: string): boolean {
  if (irregularPast.has(word)) return true;
  if (
    stemmedIn(word, [
      ["ed", ""],
      ["d", ""],
      ["ied", "y"],
    ])
  )
    return true;
  return /(.)\1ed$/u.test(word) && bases.has(word.slice(0, -3));
}

const contraction = /[a-z]'(?:s|re|ve|ll|d|m)$/u;

/** True for auxiliaries, also contracted to a pronoun ("it's", "they'll"). */
export function isAuxiliary(word: string): boolean {
  return (
    auxiliaries.has(word) ||
    /^(?:it|he|she|that|there|what|who|they|we|you|i|here|everyone|everybody|nobody)'(?:s|re|ve|ll|d|m)$/u.test(word)
  );
}

/** What may stand between a subject and its verb. */
const between =
  /^(?:still|now|also|often|rarely|seldom|never|always|already|usually|mostly|then|just|only|even|(?!(?:family|supply|ally|italy|assembly|monopoly|anomaly|reply|rally|july|butterfly|bully|jelly|belly)$)\p{L}+ly)$/u;

/** True for what may stand between a subject and its verb: "still", "quietly". */
export const isAdverb = (word: string): boolean => between.test(word);

const plainSubject = new Set("i you we they people who that which companies".split(" "));

/** From this many words on, what has no clear verb is more likely a sentence than a name. */
const sentenceLength = 8;

/**
 * The positions of words that are most likely finite verbs; one for each group ("has been sold" counts once).
 * @param words plain words of one sentence, in order.
 */
export function finiteVerbs(words: string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const before = (between.test(words[at - 1] ?? "") ? words[at - 2] : words[at - 1]) ?? "";
    const auxiliary = isAuxiliary(word);
    if (!auxiliary && (at === 0 || determiners.has(before))) continue;
    const finite =
      auxiliary ||
      irregularPast.has(word) ||
      isPast(word) ||
      isThirdPerson(word) ||
      (bases.has(word) &&
        (plainSubject.has(before) || (before.endsWith("s") && !before.endsWith("'s") && !before.endsWith("ss"))));
    if (!finite) continue;
    const last = found.at(-1);
    // "has been", "was sold", "will quietly fall": the words after an auxiliary belong to it.
    if (last !== undefined && isAuxiliary(words[last] ?? "") && at - last <= 2 && !isAuxiliary(word)) continue;
    found.push(at);
  }
  if (found.length > 0 || words.length < sentenceLength) return found;
  // A sentence of this length has a verb: "Two fingers on the wrist for a minute rival expensive machines".
  const likely = words.findIndex((word, at) => at >= 2 && bases.has(word) && !determiners.has(words[at - 1] ?? ""));
  return likely < 0 ? found : [likely];
}

/** True where a word may be a shortened "is" or "has" ("Kestrel's"), which hides a verb from `finiteVerbs`. */
export function mayHideVerb(word: string): boolean {
  return contraction.test(word);
}

import { namesLikeWords } from "./common-words";
import { small, tens } from "./number-words";
import { finiteVerbs, isAdverb, isAuxiliary, isPast } from "./verbs";
import { functionWords } from "./words";

/** Surnames and brands that are ordinary words as well; they count as names where the gate has to be sure. */
const alsoNames = new Set(
  `musk bolt wise arm gates jobs bush cook young turkey opera king banks woods wolf bird swift page brown green grey gray baker cooper carter
  fisher hunter mason porter potter taylor walker weaver bishop knight noble moss reed berry pike lamb wheeler archer singer blunt
  sharp savage moody sweet hall lane ward park penny crow hawk finch crane sparrow drake trump snow hill march bumble hinge tinder
  figma wave brave affirm chime lucid marvel paramount peacock zoom stripe klarna`
    .split(/\s+/u)
    .filter(Boolean),
);

/** True for words that are known to be somebody's or something's name as well. */
export const mayBeName = (word: string): boolean => namesLikeWords.has(word) || alsoNames.has(word);

/** What stands without an article in the singular: matter, fields of work, feelings and the like. */
const massNouns = new Set(
  `turnout burnout fallout dough flour pasta soup sauce batter chaos panic havoc hype bias uptime downtime gravel silt magma lava algae krill foam
  grease wax glue dye latex nylon polyester denim fur bark sap nectar dung urine saliva tissue bone cartilage collagen enamel plaque iodine
  magnesium potassium fibre fiber fructose lactose gluten abuse audio chat comfort search seafood tech vacuum video access acid action ad advice age agriculture aid air alcohol aluminium aluminum anger anxiety art ash asphalt aspirin attention
  bacteria bail bamboo bankruptcy barley bass beauty beef beer belief biology blood boredom bread breakfast bronze business butter caffeine
  calcium cancer capacity capital carbon cardboard care cash cement censorship change charcoal cheese chemistry chess chicken childhood children china chocolate
  cholesterol class clay clothing coal cocoa code coffee coke cold comedy communism compost compute concern concrete conflict consent construction copper coral corn
  corrosion cotton courage court cover credit cricket crime crop culture curiosity data daylight death debt decay deforestation delay demand
  democracy depression depth design desire despair diabetes diesel diet dinner dirt disease distance dopamine doubt drama drought dust
  duty earth ease economics education effort electricity email energy english entropy equipment equity erosion ethanol evidence evolution
  exercise expertise exposure faith fame family farmland fashion fat fatigue fear feedback fiction film finance fire fish fitness flavour flavor
  flesh flight flour fluoride fog food football footage force freedom freight friction friendship fruit fuel funding fun furniture fusion future garbage
  garlic gas gasoline gender genius geography geometry glass glucose gold golf gossip government grass gratitude gravity greed grief grip
  growth guilt hair happiness hardware harm hay health hearing heat heaven height hemp help herring history home homework honesty honey
  hope housing hunger hydrogen hygiene ice immigration income industry infrastructure inflation information ink insulation insulin
  insurance intelligence interest investment iron irony irrigation ivory jazz jealousy joy judo juice junk justice kindness knowledge
  labor labour land language laughter law lead leadership leather leisure life light lightning lime limestone linen lithium
  logic loneliness love loyalty luck luggage lunch machinery magic mail malaria malt management mandarin manure marble marketing marriage
  math maths meat media medicine memory men mercury metal methane mice milk mining mist moisture money moss motion mould mold mucus mud
  murder muscle music mustard nature news nicotine nickel night nitrogen noise nonsense nuclear nutrition obesity office oil opinion opium
  order oxygen pain paint paper parking patience pay peace peat people permafrost petrol philosophy phosphorus physics plague plankton
  plasma plaster plastic play pleasure plutonium poetry poison police policy politics pollen pollution pork posture poverty power practice
  praise prayer preservation pressure pride prison privacy production profit progress propaganda property prose protein psychology
  publicity punishment quality quantum radiation radio rail rain rainfall reality recovery recycling red refrigeration regret religion rent
  research resin respect responsibility rest revenge revenue rhythm rice risk rock rubber rubbish rum running rust rye sadness
  safety salad salmon salt sand sarcasm satire scale scarcity school science scrap sea seawater security sediment seed self sewage sex shame sheep
  shipping shrimp silence silicon silk silver size skin sleep slang slavery smoke snow soap soccer society sodium software soil solar
  sound soy space speech speed spending sport staff starch steam steel strategy strength stress string stuff style sugar suicide
  sulphur sulfur sunlight sunshine supply surgery suspense sweat swimming talent tax tea teaching technology teff television tension tennis
  territory testosterone text textile theory theatre theater thought thunder timber time tin titanium toast tobacco tourism town trade traffic
  training transport trash travel treatment trouble trust truth turf typing underwear unemployment unity uranium use value vanity variety
  vegetation venom violence vision vodka voting waste water wealth weather weight welfare wheat whiskey whisky wildlife will wind wine
  winter women wood wool work worship writing yeast youth zinc tuna cod trout squid cattle deer poultry livestock
  summer spring autumn fall christmas easter ramadan noon midnight sunrise dawn dusk today tomorrow yesterday nowadays
  university college hospital parliament congress chemotherapy therapy humanity mankind man woman god nato heroin cocaine cannabis marijuana
  rabies measles polio tetanus smallpox leprosy cholera tuberculosis aids dementia arthritis asthma autism epilepsy hypertension
  bandwidth latency software malware ransomware spam encryption hindsight foresight context content competition inference compute
  algebra calculus arithmetic statistics logistics politics ethics genetics robotics electronics acoustics optics athletics
  tenure custody bail parole asylum merit seniority attendance enrolment enrollment turnover overhead liquidity debt equity collateral leverage`
    .split(/\s+/u)
    .filter(Boolean),
);

/** What opens headlines without its article. */
const telegraphic = new Set(
  `study report survey trial review analysis model firm company startup carmaker maker bank city town council state government court judge
  minister agency regulator watchdog union author researcher scientist doctor economist historian engineer expert founder investor
  teacher team group show evidence hospital school university museum charity supplier factory plant mine test`
    .split(/\s+/u)
    .filter(Boolean),
);

const otherOpeners = new Set(
  `half third quarter dozen first second last next then hence thus moreover nevertheless nonetheless meanwhile afterwards later earlier
  worse better best worst bigger smaller larger fewer cheaper faster slower longer shorter older younger higher lower less more most
  somewhere everywhere anywhere nowhere neither either none yes no please gone true false good bad whatever whoever whichever maybe
  alone together apart above below inside outside north south east west ahead behind anything`
    .split(/\s+/u)
    .filter(Boolean),
);

const abstract =
  /(?:ing|tion|sion|ment|ness|ity|ance|ence|ancy|ency|ism|ship|hood|dom|age|ure|cy|ty|th|ry|ogy|phy|nomy|ics|work|ware|wear|land|craft|ly|wards?|wise|self|body|one|thing|where|care|oil|flow|back|proof|light|power)$/u;

const isPlural = (word: string) => /[^s]s$/u.test(word);

/** True where English may open a sentence with a word, and go on with its verb, without meaning a name. */
export function standsWithoutArticle(word: string): boolean {
  return (
    massNouns.has(word) ||
    telegraphic.has(word) ||
    otherOpeners.has(word) ||
    functionWords.has(word) ||
    word in small ||
    word in tens ||
    (abstract.test(word) && word.length > 5) ||
    isPlural(word) ||
    isPast(word)
  );
}

/**
 * True where a word that opens a sentence can be hardly anything but a name: no article, and a verb or a possession follows,
 * as in "Bolt kept", "Musk never let", "Wise's rival".
 * @param words plain words of the sentence, in order, with their possessive endings.
 */
export function opensAsName(words: readonly string[]): boolean {
  const [first = ""] = words;
  const plain = first.replace(/'s$/u, "");
  if (massNouns.has(plain) || functionWords.has(plain)) return false;
  if (!mayBeName(plain) && standsWithoutArticle(plain)) return isPlural(plain) && hasSingularVerb(words);
  return first.endsWith("'s") || hasVerb(words);
}

/** "Jobs was": a plural in form alone. */
const hasSingularVerb = ([first = "", verb = ""]: readonly string[]) =>
  !/(?:ics|ews|ies|less|ess|us|is|ths|tics|states|nations)$/u.test(first) && /^(?:is|was|has|does|says)$/u.test(verb);

const isClearly = (word: string) => isAuxiliary(word) || isPast(word) || word === "beat";

function hasVerb(words: readonly string[]): boolean {
  const verb = finiteVerbs(words.slice(0, 8))[0];
  if (words[1] === "beat") return true;
  if (verb === undefined || verb > 2 || (verb === 2 && !isAdverb(words[1] ?? ""))) return false;
  if (isClearly(words[verb] ?? "")) return true;
  // "Bird counts fell": what looks like a verb is a noun where a clearer verb follows.
  const after = words[verb + 1] ?? "";
  if (isClearly(after) || /^(?:and|or|of)$/u.test(after)) return false;
  if (functionWords.has(after) || /^\d/u.test(after) || after in small || after in tens) return true;
  return !words.slice(verb + 1, verb + 4).some(isClearly);
}

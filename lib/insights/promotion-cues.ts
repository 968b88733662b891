const domains = `(?:com|org|net|io|fm|co|tv|app|gg|me|dev|example)`;
/** What people call what they make: only of this is "sponsored by" a sponsor's message. */
const ownWork = String.raw`(?:(?:this|today's|tonight's|our|the) (?:[\p{L}\p{N}'’-]+ ){0,3}(?:show|podcast|episode|program(?:me)?|video|stream|broadcast|newsletter|series)|(?:this|our) (?:[\p{L}'’-]+ )?(?:segment|portion|section|message|conversation|interview|week)|we|we're|you're|i'm)`;
const company = String.raw`\p{Lu}[\p{L}\p{N}'’.-]*(?: \p{Lu}[\p{L}\p{N}'’.-]*){0,3}`;
/** Where somebody is asked to do something. */
const asked = String.raw`(?:^|[.!?;:,]\s*|\b(?:please|(?:forget|sure|remember|want|free|love it if you|you can|you should|you could|like you|ask you|go) (?:to |and )?)\s?)`;

const cues = (...sources: string[]) => new RegExp(sources.join("|"), "iu");

const sponsorOpenings = [
  cues(
    String.raw`\bbrought to you (?:by|in part)`,
    String.raw`\b${ownWork}\b[^.!?]{0,30}?\b(?:partnered with|(?:sponsored|supported|presented|powered|made possible)(?: in part)? by)`,
    String.raw`\b(?:sponsored (?:news|segment|message|content)|sponsor (?:spot|read|message))\b`,
    String.raw`\b(?:our|today's|this week's|this episode's) sponsors?\b`,
    String.raw`\bsponsors? of (?:this|today's|our|the) (?:show|podcast|episode)\b`,
    String.raw`\b(?:thanks|thank you|shout ?out) to [^.]{2,60} for (?:sponsoring|supporting (?:this|the|our) (?:show|podcast|episode|video))`,
    String.raw`\bsupport (?:for|of) (?:this|the|our|today's) (?:show|podcast|episode|program(?:me)?)\b`,
    String.raw`\ba (?:quick |brief |short )?word from (?:our\b|today's|this (?:show|episode|week)|my sponsor|the (?:sponsor|people who|folks|makers))`,
    String.raw`\b(?:quick|short|brief|take an?|cut to an?|after (?:the|this)) ad break|\bquick break\b`,
    String.raw`\bour (?:friends|partners?) at\b`,
    String.raw`\b(?:this is|the following is) (?:an? )?(?:paid )?advertisement\b|\bpaid advertisement\b`,
  ),
  // Behind these words a name has to stand, which only its capital shows.
  new RegExp(
    String.raw`^(?:And )?[Ss]upport (?:for \p{Lu}[^.]{1,40} )?(?:also )?(?:comes|is provided) (?:from|by) (?:our |${company}(?:[,.:]|$))|^(?:(?:Presented|Made possible|Sponsored|Supported) by|In partnership with) \p{Lu}`,
    "u",
  ),
];

/** Where a sponsor's message is opened, in characters; null where a sentence opens none. */
export function sponsorOpening(text: string): { start: number; end: number } | null {
  for (const opening of sponsorOpenings) {
    const found = opening.exec(text);
    if (!found) continue;
    // The name may be part of what was found.
    const by = /\b(?:from|by|with) (?=\p{Lu})/u.exec(found[0]);
    return { start: found.index, end: found.index + (by ? by.index + by[0].length : found[0].length) };
  }
  return null;
}

const offers = [
  cues(
    String.raw`\b(?:promo|offer|discount|coupon) codes?\b`,
    String.raw`(?:percent|%) off (?:your|everything|site-?wide|any (?:order|purchase|plan))|\b(?:dollars|euros|pounds|\d+) off (?:your|the first)\b`,
    String.raw`\bterms (?:and conditions )?apply\b`,
    String.raw`\bsign(?:ing)? up (?:at|on|over at) [\w.-]+ ?(?:\.|dot )\s?${domains}\b`,
    String.raw`\b(?:(?:head|go|heading)(?: on)? (?:over )?to|visit|(?:find|get|order) (?:it|them|yours|one) at|(?:find out more|available|online) at) (?:[\w.-]+ ){0,8}?[\w-]+ ?(?:\.|\bdot )\s?${domains}\b`,
    String.raw`\b[\w-]+\.example\b|\.com\/\w+|(?:\.|\bdot )${domains} (?:forward )?slash\b|\bslash (?:\w+ )?(?:podcast|pod)\b`,
    String.raw`\bcheck (?:it|them|that|us) out (?:at|over)\b|\bcheck (?:out [^.!?]{2,40} (?:at|on)|them out on) (?:\w+ ){1,8}?dot ${domains}\b|\bcheck out [^.!?]{2,40} at [\w.-]+\.${domains}\b`,
    String.raw`\b(?:the )?link (?:is )?(?:down )?below\b|\blink (?:is )?(?:down )?in (?:the|our|my) (?:video |episode )?(?:description|bio|notes|show notes|comments)\b|\blinks? down (?:there|in)\b`,
    String.raw`\blearn more at\b|\bget started (?:at|for free)\b`,
  ),
  // A code in capitals; small, it is what programmers write.
  /\b(?:[Uu]se|[Ww]ith|[Ee]nter|[Uu]sing|[Tt]he|[Oo]ur|[Mm]y|is) code:? (?:is )?[A-Z][A-Z0-9]{3,}\b/u,
];
/** What sells where something else says so. */
const loneOffer = cues(
  String.raw`(?:percent|%) off\b|\bfree (?:trial|shipping|month)|\b(?:first|one|two|three) months? free\b|\bmoney[- ]back\b|\bcheckout\b|\bsign up (?:today|now|for)\b|\bget started today\b`,
  String.raw`\b(?:use|enter|using|with) (?:the |our |my )?code\b|\bcoupon\b|\bcode is\b`,
);
/** Somebody is offered something. */
const toListeners =
  /\b(?:our|your|you'll get|you get|you can get|(?:gives?|giving|gets?|offers?|offering|saves?) you|when you|for listeners)\b/iu;
const hasAddress = /\b[\w-]{2,}(?:\.| dot )(?:com|org|net|io|fm|co|example)\b/iu;
const code = /\bcode\b[^.!?]{0,20}\b[A-Z][A-Z0-9]{3,}\b/u;

/** True where a sentence may offer something for sale: a discount, a code, where to sign up. In doubt, as in notes, it does. */
export const makesOffer = (sentence: string): boolean =>
  loneOffer.test(sentence) || offers.some((offer) => offer.test(sentence));

/** So many sentences away an address still belongs to an offer. */
const nearSentences = 2;

/** Which sentences of an episode offer something: by themselves, or by words that sell where an address or a code is near. */
export function offersIn(texts: readonly string[]): boolean[] {
  const sure = texts.map((text) => offers.some((offer) => offer.test(text)));
  return texts.map((text, index) => {
    if (sure[index]) return true;
    if (!loneOffer.test(text)) return false;
    if (toListeners.test(text)) return true;
    for (let near = Math.max(0, index - nearSentences); near <= index + nearSentences && near < texts.length; near++)
      if (sure[near] || hasAddress.test(texts[near] ?? "") || code.test(texts[near] ?? "")) return true;
    return false;
  });
}

const selfPromotions = cues(
  String.raw`(?:${asked}|\b(?:like|follow|rate|review|comment|share|listen)(?:,| and|, and) )subscrib(?:e|ing)\b(?! to (?!us\b|this\b|our\b|my\b|me\b|the (?:show|podcast|channel|feed|newsletter)))`,
  String.raw`\bsubscribe (?:to (?:us|our|my|(?:this|the) (?:\w+ )?(?:show|podcast|channel|feed|newsletter))|(?:on|in|via) (?:apple|spotify|youtube|itunes|your)|wherever)\b`,
  String.raw`\bwherever you (?:get|find|listen to|download|like to get) (?:your |you )?podcasts?\b|\bwherever (?:fine )?podcasts are\b`,
  String.raw`\b(?:leave|write|give|drop) (?:us|me) a (?:\w+[- ])?(?:star|review|rating|like|kind word)|\brate and review\b`,
  String.raw`\b(?:leave|drop|give|write)\b[^.!?]{0,25}\b(?:review|rating|stars?)\b[^.!?]{0,25}\b(?:apple|itunes|spotify|podcast)|\b(?:rate|review) (?:us|this (?:show|podcast)|the (?:show|podcast))\b|\b(?:give|rate) (?:us|it|the (?:show|podcast))\b[^.!?]{0,12}\bfive[- ]stars?`,
  String.raw`\b(?:hit|smash|press|click|tap) (?:the |that |on )*(?:like|subscribe|bell|follow|notification)\b`,
  String.raw`\bfollow (?:us|me) on\b|\bour (?:website|newsletter|patreon|discord|merch|store|socials|mailing list)\b|\b(?:on|to|at|visit) (?:my|our) web ?site\b|\bsign up\b[^.!?]{0,40}\b(?:my|our) (?:web ?site|newsletter|mailing list|list|course)\b`,
  String.raw`\b(?:us|me|our|my|we|i|support\w*|supporters?|this (?:show|podcast))\b[^.!?]{0,30}\bpatreon\b|\bpatreon(?:\.com| dot com)|\bpatreon (?:supporters?|members?|patrons?|subscribers?)\b`,
  String.raw`\bmerch\b|\b(?:our|my|some|new|show's) merchandise\b`,
  String.raw`\bin the show notes\b|\bshow notes\b|\bsuper ?chats?\b`,
  String.raw`\bsend us (?:an? )?(?:email|message|question|voice)|\bemail us\b|\bwrite (?:to us|in to us|in and|in with)\b|\bmake sure (?:that )?you(?:'re| are) (?:following|subscribed)`,
  String.raw`\blistener (?:question|mail)\b|\b(?:our|this|my|next|the) live ?streams?\b|\bjoin (?:us|our) (?:on|at|discord|community)\b|\btranscripts? (?:for|of) this\b`,
  String.raw`${asked}become a (?:paid |paying |premium )?(?:member|patron|supporter|subscriber)\b(?! of (?!our|the (?:show|podcast|club|community)|this))|\bbecome a (?:patron|(?:member|supporter|subscriber) (?:today|now|at|on|for (?:just|only)))\b`,
  String.raw`\b(?:my|our|his|her|their) (?:new |latest |first )?(?:book|album|film|course|special|novel|memoir)\b[^.!?]{0,40}\b(?:is|are) (?:now |finally )?(?:out|available) (?:now|today|everywhere|wherever|in (?:paperback|hardcover|stores|bookshops|bookstores))\b|\bpre-?order (?:my|our|your copy)\b`,
  String.raw`\btickets (?:are |go )(?:now |still )?(?:on sale|available)\b|\btickets on sale (?:now|today|at|this|for)\b|(?:^|[.!?]\s*)(?:our )?tickets (?:are )?on sale\b|\bget your tickets\b`,
);

/** What a show sells and does, and others too. */
const loneSelfPromotion = /\bt-shirts?\b|\blive ?stream(?:s|ing)?\b/iu;
const betweenUs = /\b(?:we|we're|us|our|you|your)\b/iu;

/** True where a sentence asks listeners for something, or speaks of the show and what its makers sell or write. */
export const promotesItself = (text: string): boolean =>
  selfPromotions.test(text) || (loneSelfPromotion.test(text) && betweenUs.test(text));

const shop = cues(
  String.raw`\bour (?:\w+ ){0,2}(?:store|shop|merch)\b|\bthe merch\b|\bthe show's (?:store|shop)\b|\b\w*store\.com\b|\bpre-?orders? (?:is|are) (?:open|live)\b`,
);
const goods = cues(
  String.raw`\bback in stock\b|\bnew (?:shirts?|hoodies?|colou?rs?|designs?)\b|\b(?:t-?shirts?|hoodies?|water bottles?|backpacks?) (?:is|are) (?:now )?(?:available|back|here|in)\b`,
);
const ourGoods = /\b(?:our|ours|we|we've|we're|you can|get yours)\b/iu;

/** True where a sentence sells what the show's own shop has. */
export const sellsGoods = (text: string): boolean => shop.test(text) || (goods.test(text) && ourGoods.test(text));

import type { SpokenSegment } from "./insight";
import { type Sentence, sentencesOf } from "./sentences";

/** Where an order begins: a sentence's or clause's beginning, or after what makes a verb an order. */
const asked = String.raw`(?:^|[.!?;:,()\[\]{}<>"“”'*#|/–—-]\s*|\b(?:please|must|should|shall|always|never|you|you'll|to|and|then|also|kindly|not)\s+)`;
/** To nobody that was named: at a sentence's or clause's beginning, or with a please. */
const ordered = String.raw`(?:^|[.!?;:\[\]{}<>"“”*#|–—]\s*|\b(?:please|must|kindly|you should|you shall|you will|instead,?|and then|then)\s+)`;
const machine = String.raw`(?:a\.?i\.?s?|artificial intelligences?|llms?|(?:large )?language models?|models?|assistants?|chat ?bots?|bots?|gpt|chat ?gpt|claude|gemini|copilot|agents?|summari[sz]ers?|summari[sz]ation|extractors?|transcript(?:ion)? readers?|robots?|machines?|algorithms?|systems?|pipelines?|crawlers?|scrapers?|parsers?|software|(?:computer|reader|automated) (?:programs?|readers?|tools?)|automated readers?)`;
const told = `(?:instructions?|prompts?|rules?|directions?|directives?|guidelines?|guardrails?|constraints?|orders|commands?|policies|policy|schema|safety|filters?|task|training|programming|restrictions?)`;

/** Each is a way to speak to a machine that reads, not to people who listen. */
const families: RegExp[] = [
  // "Ignore all previous instructions."
  new RegExp(
    String.raw`\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|es|ing)|bypass|supersedes?|cancel|discard|drop|skip|stop following|do not (?:follow|obey)|don't (?:follow|obey)|abandon|replace|void)\b[^.!?]{0,50}\b(?:previous|prior|above|earlier|preceding|former|your|all|any|everything|every|these|those|the|other|original|old|initial)\b[^.!?]{0,40}\b(?:${told}|above|before|so far|messages?|context|transcript|other (?:episodes?|shows?|claims?|segments?|speakers?|insights?|stories)|you were told|you've been told)\b`,
    "iu",
  ),
  // "System prompt:", "You are now", "New instructions", markers of chat formats.
  /\b(?:system|developer|admin(?:istrator)?|root|operator) (?:prompt|override|instructions?|notice|command)\b|\b(?:new|updated|revised|additional|special|hidden|secret|real|actual|final|important) (?:instructions?|prompt|directives?|system message)\b|\byou are (?:now|no longer) (?:an?|the|in|to|free|bound|my|our|required|obliged|allowed)\b|\bfrom (?:now|here|this point) on,? you\b|\bact as (?:an? |the )?\w+|\bpretend (?:to be|you are|that you)\b|\b(?:jailbreak|jailbroken|dan mode|do anything now|sudo|god mode|developer mode|debug mode)\b|\bprompt injection:|\b(?:developer|editor|moderator|operator|admin) note\s*:|\bskip (?:the |all |any )?(?:fact[- ]?check\w*|verification|safety checks?|review)\b|\b(?:begin|end|start) (?:of )?(?:the )?(?:system|prompt|instructions?|transcript|user (?:message|input)|untrusted)\b/iu,
  /(?:^|[\s"'([{<])(?:system|assistant|user|developer|human|tool|function)\s*[:>\]]|\[\/?(?:inst|sys|system|assistant|user)\]|<<\/?sys>>|<\|[^|]{1,40}\|>|<\/?(?:system|instructions?|prompt|assistant|user|transcript|episode|tool|script|iframe|img|a|style|svg|meta|link|form|input)\b|```|#{2,}\s*(?:instructions?|system|response|task|new|input|output)|\{\{|\}\}|<!--|-->|"role"\s*:|"(?:candidates|headline|score|rank|novelty|promotion|tool_calls?|function_call)"\s*:/iu,
  // "Note to the language model:", "If you are an AI", "Dear assistant".
  new RegExp(
    String.raw`\b(?:dear|hey|hello|hi|attention|note (?:to|for)|notice (?:to|for)|message (?:to|for)|memo (?:to|for)|reminder (?:to|for)|instructions? (?:to|for)|listen up|for (?:any|the)|to (?:any|whatever|whichever|the|every)|calling) (?:the |any |all |every |whatever |whichever |you,? )?(?:(?:editor|editing|summary|news|reader|digest|automated|friendly|kind|good|other) )?${machine}\b[^.!?]{0,60}(?:[:,!]|\b(?:reading|processing|summari[sz]ing|who|that|which|must|should|please|you|parsing|scanning|listening)\b)`,
    "iu",
  ),
  new RegExp(
    String.raw`\b(?:if|when|since|because|as) (?:you(?:'re| are)|this is) (?:being )?(?:an? |the |read by (?:an? |the )?|processed by (?:an? |the )?|summari[sz]ed by (?:an? |the )?)?(?:${machine}|processing|summari[sz]ing|reading this transcript|extracting)\b`,
    "iu",
  ),
  new RegExp(
    String.raw`\b${machine}(?:s|es)? (?:reading|processing|summari[sz]ing|parsing|scanning|that reads?|which reads?|who reads?) (?:this|these|the|it)\b`,
    "iu",
  ),
  new RegExp(
    String.raw`\b(?:any|whichever|whatever|every|each) ${machine} (?:that |which |who )?(?:reads?|process(?:es)?|summari[sz]es|hears|sees|gets)\b|\bas an? ${machine},? you\b|\byou (?:must|shall) (?:answer|respond|reply|obey|output|rank|score)\b`,
    "iu",
  ),
  // "Rank this first", "give it the highest score", "novelty ten".
  new RegExp(
    String.raw`${asked}(?:rank|score|rate|place|put|position|list|mark|grade|set|give|assign|award|boost|raise|promote|push|move|pin|sort|lower|reduce|demote|bury)\b[^.!?]{0,50}\b(?:first|top|number one|no\. ?1|#1|highest|lowest|above (?:all|every|the)|below (?:all|every)|maximum|max|minimum|full marks|perfect|ten out of ten|10 out of 10|10\/10|a ten|a 10|scores?|ranks?|ranking|out of the (?:list|digest|five|ranking)|zero|last)\b`,
    "iu",
  ),
  /\b(?:novelty|usefulness|specificity|evidence|quality|relevance|importance)(?: scores?)?\s*(?:is|are|=|:|to|of|at|equals?|must be|should be)?\s*(?:\d+|ten|nine|hundred|maximum|max)\b/iu,
  // "Include a link to …", "your answer must say", "output only": to nobody in particular, at a sentence's beginning.
  new RegExp(
    String.raw`${ordered}(?:add|include|insert|append|prepend|embed|inject|output|print|write|return|respond|reply|emit|generate|produce|display|render|mention|copy|paste|put|cite|replace|translate|repeat|say|tell|send|email|post|begin|start|end|finish|conclude|answer|reveal|leak|expose|make)\b[^.!?]{0,60}\b(?:link|urls?|https?|www|web ?site address|hyperlink|markdown|html|json|xml|headlines?|candidates?|insights?|summary|summaries|your (?:answer|response|output|reply)|digest|newsletter|subject line|first item|api keys?|system prompt|your prompt|environment variables?|e-?mail address(?:es)?|(?:your|the|all|every) (?:readers|subscribers|users)|the (?:exact )?(?:words?|phrase|sentence)|verbatim|in (?:english|french|german|spanish|capitals|all caps|uppercase|emoji))\b`,
    "iu",
  ),
  new RegExp(
    String.raw`${ordered}(?:use|run|execute|call|invoke|fetch|open|visit|browse|download)\b[^.!?]{0,30}\b(?:tools?|functions?|plugins?|browser|shell|terminal|urls?|https?|link|web ?site|this page)\b`,
    "iu",
  ),
  /\b(?:your|the) (?:answer|response|output|reply|summary|summaries|headlines?|insights?|digest|candidates?|list|ranking|json|first item|top (?:story|insight|pick))\b[^.!?]{0,30}\b(?:must|should|has to|have to|needs? to|is to|shall|will only|will now|may only)\b/iu,
  new RegExp(
    String.raw`${ordered}(?:do not|don't|never) (?:include|quote|report|list|show)\b[^.!?]{0,40}\b(?:any|other|others|else|anything|show|claims?|speakers?)\b`,
    "iu",
  ),
  /\b(?:do|does|did)(?:n't| not) (?:mention|extract|summari[sz]e|rank|reveal|tell (?:the|your) (?:users?|readers?|operator))\b|\b(?:only|the only|most important|single best|best) (?:valid |correct |acceptable )?(?:insight|candidate|headline|summary|answer|claim worth)\b/iu,
  /\b(?:this (?:segment|passage|quote|sentence|claim|episode|insight) (?:must|should|has to|deserves|is to be|needs to be|outranks|overrides)|treat (?:this|the following|the next|what follows)\b[^.!?]{0,40}\bas\b|the following (?:is|are) (?:an? |the |your )?(?:new |real |trusted |verified |true )?(?:instructions?|system|prompt|command|fact|trusted|order)|end of (?:transcript|instructions|prompt|data|untrusted))/iu,
  // "Disregard whatever you were told", "reply only with the word", "your previous guidance no longer applies".
  new RegExp(
    String.raw`\b(?:ignore|disregard|override)\b[^.!?]{0,20}\b(?:whatever|what|anything) (?:you|was|has been)\b|\b(?:reply|respond|answer) (?:only|just|exclusively|solely) (?:with|in|as)\b|\b(?:previous|earlier|prior|former) (?:guidance|${told}) (?:no longer|do not|don't|does not|doesn't) (?:appl(?:y|ies)|counts?|matters?|holds?)\b|\bnot (?:as|what) your (?:system )?(?:prompt|instructions|rules) sa(?:y|ys|id)\b`,
    "iu",
  ),
  // "The quote you must return", "every insight has to", "any summary lacking the word will be rejected".
  /\b(?:quote|headline|body|claim|sentence|text|answer|summary|words?|phrase) (?:that )?you (?:must|should|will|have to|need to|are to|shall) (?:return|output|write|give|quote|use|cite|print|produce|extract|list)\b|\b(?:every|each|all|any) (?:of (?:your|the) )?(?:insights?|headlines?|summar(?:y|ies)|bullets?|takeaways?)\b[^.!?]{0,40}\b(?:must|has to|have to|needs? to|shall|is to|are to|be (?:rejected|discarded|deleted))\b/iu,
  // "Computer, delete every other claim", "repeat after me, model:", "you, the reader program, will".
  new RegExp(
    String.raw`(?:^|[.!?:]\s*)(?:computer|model|summari[sz]er|assistant|chat ?bot|bot|machine|robot|llm|ai|claude|chat ?gpt|gpt|gemini|copilot)s?[,:] (?:please |kindly |you (?:must|will) |the next (?:line|sentence|passage|claim)|(?:add|answer|copy|delete|drop|forget|give|ignore|include|list|mark|mention|obey|output|praise|print|promote|put|quote|rank|rate|remove|repeat|reply|say|score|skip|state|tell|use|write)\b)|\b${machine} (?:notice|alert|memo):|\bif any (?:automated )?${machine} (?:is|are) (?:reading|listening)\b|\b(?:should|must) now (?:output|print|emit)\b|\bafter me,? (?:dear |my )?${machine}\b|\byou,? the (?:\w+ )?(?:${machine}|program),? (?:will|must|shall|should|are)\b|\bas your (?:developer|operator|creator|owner|maker|programmer|administrator|admin|supervisor|master),? (?:i|we)\b|\b${machine} (?:is|are) (?:kindly|hereby|politely|respectfully) (?:requested|asked|instructed|ordered|told|required|advised) to\b`,
    "iu",
  ),
  // "For ranking purposes", "stop extracting here", "begin new task", "whoever compiles this digest".
  /\bfor (?:ranking|scoring|extraction|summari[sz]ation|summary) purposes\b|\bstop (?:extracting|summari[sz]ing|ranking|scoring|listing)\b|\b(?:begin|start|end) (?:of )?(?:the )?new task\b|\bupdate (?:of|to) your (?:task|role|job|assignment)\b|\b(?:now )?switch roles\b|\bwho(?:ever)? (?:compiles?|generates?|extracts?) (?:this|the|these) (?:digest|summar(?:y|ies)|newsletter|insights?)\b|\bthe (?:operator|owner|developer|creator|maker)s? of (?:this|the|your) (?:service|digest|site|app|system|newsletter|reader) (?:has|have|wants?|asks?|asked|demands?)\b|\b(?:if|when) (?:you are |you're )?asked (?:about|for) (?:this|the) (?:episode|show|podcast|transcript|segment)\b|\b(?:empty|blank) (?:list|answer|array|response) for (?:this|the) (?:episode|show|podcast|transcript|segment)\b|\buse the following (?:\w+ )?(?:instead|in place) of\b|\binstead of (?:the |this )?transcript\b|\b(?:translate|turn|rewrite|convert) (?:the (?:rest|remainder) of )?(?:the|this) (?:show|episode|transcript)\b[^.!?]{0,12}\binto\b/iu,
  // "In your summary, say", "your task is complete", "the instructions you got", "whatever the rubric says".
  /\bin your (?:summar(?:y|ies)|headlines?|output|insights?),? (?:say|write|state|mention|add|include|claim)\b|\bwhen you (?:summari[sz]e|extract|rank) (?:this|the|it)\b|\bwhen (?:you (?:are )?)?(?:generat|emitt|output|produc)ing (?:the |your )?(?:json|candidates|insights|summary|headlines?)\b|\byour (?:task|job) is (?:now |complete|done|over|finished)|\bforget that you are\b|\b(?:instructions?|rules|orders) (?:that )?you (?:got|were given|have been given|received)\b|\bwhatever (?:the|your) (?:rubric|prompt|instructions?|rules|guidelines) (?:says?|may say)\b|\b(?:top|highest)[- ]priority (?:instruction|order|command)\b|\bsegment numbers\b|\bignoring (?:safety|the rules|your)\b|\b(?:liebe|lieber|hallo) (?:ki|assistent|chatbot)\b|\b(?:asistente|assistente|modelo),? (?:pon|escribe|scrivi|metti|escreva|coloca)\b/iu,
  // What people do not say aloud: hidden characters, encoded text, schemes that run something.
  /(?:[\u200B-\u200F\u2060-\u2064\uFEFF]\P{M}?){3,}|[\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]|\b(?:[A-Za-z0-9+/]{40,}={0,2}|(?:[0-9a-f]{2}\s?){24,})(?![\p{L}\p{N}])|(?:javascript|data|vbscript|file):\S|&#x?[0-9a-f]+;|%[0-9a-f]{2}%[0-9a-f]{2}|\\u[0-9a-f]{4}|\b(?:base ?64|rot ?13|hex)[ -]decode|\bdecode (?:this|the following)\b/iu,
  // The same in a few other languages.
  /\b(?:ignoriere?|ignorez|ignora|ignorar|vergiss|oubliez|olvida|missachte)\b[^.!?]{0,50}\b(?:anweisungen|instructions|instrucciones|istruzioni|instru(?:ç|c)(?:õ|o)es|regeln|r[èe]gles|reglas|vorherigen?|pr[ée]c[ée]dentes?|anteriores|precedenti)\b|(?:игнорируй|забудь)[^.!?]{0,50}(?:инструкц|указан)|忽略[^。]{0,20}(?:指令|指示|说明)|(?:指示|命令)を無視/iu,
];

/** Letters that only look Latin, and letters kept apart ("i g n o r e"), as they are meant to be read. */
function asMeant(text: string): string {
  const lookalikes: Record<string, string> = {
    ...{ а: "a", е: "e", о: "o", р: "p", с: "c", х: "x", у: "y", і: "i", ѕ: "s", ј: "j", ԁ: "d", ո: "n", ɡ: "g" },
    ...{ А: "A", Е: "E", О: "O", Р: "P", С: "C", Т: "T", М: "M", Н: "H", К: "K", В: "B", І: "I" },
  };
  const mixed = /\p{Script=Latin}/u.test(text)
    ? text.replace(/[\p{Script=Cyrillic}\p{Script=Armenian}ɡ]/gu, (sign) => lookalikes[sign] ?? sign)
    : text;
  return mixed
    .normalize("NFKC")
    .replace(/\b(?:\p{L}[ .\-_*]){4,}\p{L}\b/gu, (run) => run.replace(/[ .\-_*]/gu, ""))
    .replace(/(?<=\p{L})0(?=\p{L})/gu, "o")
    .replace(/(?<=\p{L})[1!](?=\p{L})/gu, "i")
    .replace(/(?<=\p{L})3(?=\p{L})/gu, "e")
    .replace(/(?<=\p{L})[4@](?=\p{L})/gu, "a");
}

/** True where a text speaks to a machine that reads it: gives it orders, or hides something from people. */
export function givesOrders(text: string): boolean {
  return families.some((family) => family.test(text)) || families.some((family) => family.test(asMeant(text)));
}

/** After an order so many words of the same turn still belong to it. */
const reachWords = 60;

/**
 * Segments that hold orders to a machine, with what is said just before and after them in the same turn. They are neither
 * shown to a model nor evidence for anything.
 */
export function orderSegments(segments: readonly SpokenSegment[]): Set<number> {
  const found = new Set<number>();
  const sentences = sentencesOf(segments);
  const mark = (sentence: Sentence | undefined) => {
    if (!sentence) return;
    for (let index = sentence.firstSegment; index <= sentence.lastSegment; index++) found.add(index);
  };
  sentences.forEach((sentence, at) => {
    const next = sentences[at + 1];
    const together =
      next && next.turnIndex === sentence.turnIndex
        ? `${sentence.text.replace(/[.!?…]+$/u, "")} ${next.text}`
        : sentence.text;
    if (!givesOrders(sentence.text)) {
      // An order may be cut in two: "Ignore all. Previous instructions."
      if (together === sentence.text || !givesOrders(together) || givesOrders(next?.text ?? "")) return;
    }
    mark(sentence);
    const before = sentences[at - 1];
    if (before?.turnIndex === sentence.turnIndex && before.words <= 12) mark(before);
    let left = reachWords;
    for (let after = at + 1; sentences[after]?.turnIndex === sentence.turnIndex && left > 0; after++) {
      mark(sentences[after]);
      left -= sentences[after]?.words ?? reachWords;
    }
  });
  segments.forEach((segment, index) => {
    if (givesOrders(segment.text) || (segment.speaker !== null && givesOrders(segment.speaker))) found.add(index);
  });
  return found;
}

const address =
  /\b(?:https?:\/\/|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+|\b(?:[\w-]+\.)+(?:com|org|net|io|fm|dev|example|co|ai|app|info|me|tv|uk|de|ru|xyz|link|ly|gg|to)\b(?:\/\S*)?/giu;

/** A publisher's title or notes without addresses and without sentences that speak to a machine. */
export function withoutOrders(text: string): string {
  const pieces = text.replace(address, " ").split(/(?<=[.!?…])\s+|\n+|\s+[|·•]\s+/u);
  return pieces
    .filter((piece, at) => !givesOrders(piece) && !givesOrders(`${pieces[at - 1] ?? ""} ${piece}`))
    .join(" ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** A name that is written like an address: "Booking.com", "ASP.NET". */
const nameLikeAddress = /^\p{Lu}[\p{L}\p{N}-]*\.\p{L}+$/u;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\-]/gu, "\\$&");

/**
 * The first web address, email address, handle or tag of a text; null where it has none.
 * @param said what a name that only looks like an address has to stand in to be a name.
 */
export function addressIn(text: string, said = ""): string | null {
  const isSaidName = (found: string) =>
    nameLikeAddress.test(found) &&
    new RegExp(String.raw`(?<![\p{L}\p{N}@./-])${escaped(found)}(?![\p{L}\p{N}/@-]|\.[\p{L}\p{N}])`, "iu").test(said);
  const addresses = [...text.matchAll(address)].map(([found]) => found);
  return (
    addresses.find((found) => !isSaidName(found)) ??
    /(?<![\p{L}\p{N}])[@#]\p{L}\w+|\]\(|<\/?\w+/u.exec(text)?.[0] ??
    null
  );
}

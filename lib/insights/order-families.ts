/** Where an order begins: a sentence's or clause's beginning, or behind words that ask the reader for it. */
const asked = String.raw`(?:^|[.!?;:,()\[\]{}<>"“”*#|/–—]\s*|\b(?:please|kindly|you (?:must|should|shall|will|are to|have to|need to)|you'll|(?:order|want|ask|tell|command|instruct) you to|instead,?|always)\s+)(?:(?:then|now|also|and|so|first|next|finally|always|just|please|kindly),? )*`;
/** The same, but no clause in the middle of a sentence: what stands behind a comma is often told of others. */
const ordered = String.raw`(?:^|[.!?;:\[\]{}<>"“”*#|–—]\s*|\b(?:please|kindly|you must|you should|you shall|you will|instead,?)\s+)(?:(?:then|now|also|first|next|finally|always|just|please|kindly),? )*`;
/** Where a sentence begins, also in brackets and quotation marks. */
const opening = String.raw`(?:^|[.!?;:"“”'(\[{<#*=|–—]\s*|--\s*)`;
/** What nobody but a machine is. */
const reader = String.raw`(?:a\.?i\.?s?|artificial intelligences?|(?:ai|large language|language) models?|llms?|(?:ai )?assistants?|chat ?bots?|bots?|gpt|chat ?gpt|claude|gemini|copilot|summari[sz]ers?|extractors?|transcript(?:ion)? readers?|(?:computer|reader|automated) (?:programs?|readers?|tools?|systems?))`;
/** What may also be people, or machines of which people talk. */
const machine = `(?:${reader}|models?|agents?|ai agents?|summari[sz]ation|robots?|machines?|algorithms?|systems?|pipelines?|crawlers?|scrapers?|parsers?|software)`;
const told = `(?:instructions?|prompts?|rules?|directions?|directives?|guidelines?|guardrails?|constraints?|orders|commands?|policies|policy|schema|safety|filters?|task|training|programming|restrictions?|guidance)`;
const former = `(?:previous|prior|above|earlier|preceding|former|your|initial|original)`;
/** What a reader of transcripts makes or is shown. */
const piece = `(?:insights?|claims?|segments?|passages?|quotes?|statements?|sentences?|candidates?|headlines?|takeaways?|episodes?|podcasts?|transcripts?)`;
const ours = `(?:this|these|that|our|my|the next|the following|the above|every|all|each|any)`;
/** What this very text is called in itself. */
const thisText = String.raw`(?:it|this|these|(?:this|these|the) (?:transcripts?|notes?|feed|page|episode|audio|show|text|podcast|passage|segment|line|description|message|document|data)s?)(?=\s*(?:[,.:;!?"”)]|$|(?:must|should|please|will|shall|gives?|has|have|to|and|automatically)\b))`;
const reading = `(?:reading|processing|summari[sz]ing|parsing|scanning|extracting|listening to|(?:that |which |who )?(?:reads?|process(?:es)?|summari[sz]es?|hears?|sees?|gets?|pars(?:es?)|scans?))`;
const role = String.raw`(?:ai|llm|assistant|agent|model|chat ?bot|bot|editor|sales(?:man|woman|person|agent)|seller|advertis\w+|marketing|marketer|spokes\w+|press (?:office|agent|secretary)|publicist|promoter|copywriter|narrator|summari[sz]er|extractor|reviewer|fact[- ]checker|pirate)`;
const first = String.raw`(?:first|top|number one|no\. ?1|#1|highest|lowest|above (?:all|every|the)|below (?:all|every)|before (?:all|every)|maximum|max|minimum|full (?:marks|points)|perfect|ten out of ten|10 out of 10|10\/10|a ten|a 10|out of the (?:list|digest|five|ranking)|zero|last)`;
const proven = `(?:supported|true|proved|proven|verified|approved|confirmed|valid|accurate|correct|accepted)`;

const family = (source: string) => new RegExp(source, "iu");

/** Each is a way to speak to a machine that reads, not to people who listen. */
export const orderFamilies: readonly RegExp[] = [
  // "Ignore all previous instructions."
  family(
    String.raw`\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|es|ing)|bypass|supersedes?|void|stop following|(?:do not|don't) (?:follow|obey))\b[^.!?]{0,30}\b${former}\b[^.!?]{0,30}\b${told}\b|\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,20}\b${told} above\b`,
  ),
  family(
    String.raw`${asked}(?:ignore|disregard|forget|override|bypass|stop following|(?:do not|don't) (?:follow|obey))\b[^.!?]{0,50}\b(?:${former}|all|any|everything|every|these|those|the|other|old)\b[^.!?]{0,40}\b(?:${told}|above|before|so far|messages?|context|transcript|(?:other|${former}) (?:episodes?|shows?|claims?|segments?|speakers?|insights?|stories)|you were told|you've been told)\b`,
  ),
  family(
    String.raw`${asked}(?:cancel|discard|drop|skip|abandon|replace)\b[^.!?]{0,40}\b(?:${former} (?:${told}|context|messages?|transcript)|(?:the|this) (?:context|transcript)|other (?:claims?|segments?|insights?))\b`,
  ),
  family(
    String.raw`${asked}(?:ignore|disregard|override|forget)\b[^.!?]{0,20}\b(?:whatever|what|anything|everything) (?:you (?:were|are|have been)|you've been|was (?:said|written) (?:before|above|earlier)|is above|stands above|(?:comes|came) before)\b|\b(?:reply|respond|answer) (?:only|just|exclusively|solely) (?:with|in|as)\b|\b(?:your (?:${former} )?${told}|${former} (?:instructions?|prompts?|guardrails?)) (?:no longer|do not|don't|does not|doesn't) (?:appl(?:y|ies)|counts?|matters?|holds?)\b|\bnot (?:as|what) your (?:system )?(?:prompt|instructions|rules) sa(?:y|ys|id)\b`,
  ),
  // "System prompt:", "You are now", "New instructions".
  family(
    String.raw`${opening}(?:system|developer|admin(?:istrator)?|root|operator) (?:prompt|override|instructions?|notice|command|message)\b[^.!?]{0,20}:|${opening}(?:(?:these|here|the following) (?:are|is) )?(?:your |the )?(?:new|updated|revised|additional|special|hidden|secret|real|actual|final|important) (?:instructions?|prompt|directives?|system (?:message|prompt))\s*(?:[:.]|$)|\byour (?:new|updated|revised|real|actual|final) (?:system )?(?:instructions?|prompt|directives?|task)\b|\b(?:hidden|secret) prompt\b|\b(?:everything|anything|all) (?:after|below|following) (?:this|the)\b[^.!?]{0,30}\b(?:prompt|instructions?|orders?)\b`,
  ),
  family(
    String.raw`\byou(?: are|'re) (?:now|no longer) (?:an?|the|my|our) (?:[\p{L}'’-]+ ){0,2}${role}\b|\byou(?: are|'re) (?:now )?(?:in (?:developer|debug|god|admin|dan|jailbreak|unrestricted) mode|jailbroken|unrestricted|free (?:of|from) (?:all |any |your |the )?(?:${told}))\b|\byou(?: are|'re) no longer (?:bound|restricted|limited) by\b|\bfrom (?:now|here|this point) on,? you (?:are (?:the|an?|my|our|no longer|called|named)|must|shall|work for|answer|list|rank|score|write|output|respond|speak|act|mention|ignore|obey|will (?:only|answer|list|rank|score|write|output|respond|act|mention|ignore|obey|be (?:the|an?|my|our)))\b|${ordered}(?:act as|pretend (?:to be|that you are|you are|you're|that you're)|behave (?:as|like)|play the (?:role|part) of) (?:an? |the |if you (?:are|were) (?:an? |the )?)?(?:[\p{L}'’-]+ ){0,2}${role}\b`,
  ),
  /\b(?:dan|god|jailbreak|unrestricted) mode\b|\bsudo (?:rank|score|ignore|print|override|list|promote)\b|\bprompt injection:|\b(?:developer|editor|moderator|operator|admin) note\s*:/iu,
  family(
    String.raw`${ordered}skip (?:the |all |any )?(?:fact[- ]?check\w*|verification|safety checks?|review)\b|${opening}(?:begin|end|start)(?: of)?(?: the)? (?:system(?: message| prompt)?|prompt|instructions?|transcript|user (?:message|input)|untrusted(?: data)?|data)\s*(?:[.:;!\])>#=*-]|$)`,
  ),
  // Markers of chat formats.
  /(?:^|[.!?"'([{<]\s*)(?:system|assistant|user|developer|human|tool|function)\s*[:>\]]|\[\/?(?:inst|sys|system|assistant|user)\]|<<\/?sys>>|<\|[^|]{1,40}\|>|<\/?(?:system|instructions?|prompt|assistant|user|transcript|episode|tool|script|iframe|img|a|style|svg|meta|link|form|input)\b|```|#{2,}\s*(?:instructions?|system|response|task|new|input|output)|\{\{|\}\}|<!--|-->|"role"\s*:|"(?:candidates|headline|score|rank|novelty|promotion|supported|verdicts?|tool_calls?|function_call)"\s*:/iu,
  // "Note to the language model:", "Dear assistant", "For any AI that processes this audio".
  family(
    String.raw`\b(?:dear|hey|hello|hi|attention|listen up|calling (?:any|all|every))[,:]? (?:the |any |all |every |whatever |whichever |you,? )?(?:(?:editor|editing|summary|news|reader|digest|automated|friendly|kind|good|other) )?${machine}\b[^.!?]{0,60}(?:[:,!]|\b(?:reading|processing|summari[sz]ing|who|that|which|must|should|please|you|parsing|scanning|listening)\b)`,
  ),
  family(
    String.raw`${opening}(?:(?:an?|this is an?|one|another|last|final|quick|important|special) )*(?:note|notice|message|memo|reminder|instructions?|orders?|request|hint) (?:to|for) (?:the |any |all |every |whatever |whichever |you,? )?(?:(?:editor|editing|summary|news|reader|digest|automated|friendly|kind|good|other) )?(?:${machine}|editor bot)\b[^.!?]{0,60}(?:[:,!]|\b(?:reading|processing|summari[sz]ing|must|should|please|you|parsing|scanning|listening)\b)`,
  ),
  family(
    String.raw`${opening}(?:for|to) (?:any|the|all|every|each|whatever|whichever) (?:(?:editor|summary|news|reader|digest|automated|other) )?${machine}\s*(?::|!|,\s*(?:please|kindly|you must|you should|ignore|disregard|rank|score|give|put|add|include|note|the following)\b|${reading} ${thisText})`,
  ),
  family(
    String.raw`\b(?:if|when|since|because|as) (?:you(?:'re| are)|this is) (?:being )?(?:(?:an? |the )?(?:read |processed |summari[sz]ed )?(?:by )?(?:an? |the )?${reader}(?=\s*(?:[,:.!]|$|\b(?:reading|processing|summari[sz]ing|parsing|extracting|listening|that|which|who|and)\b))|(?:an? |the )?${machine} ${reading} ${thisText}|(?:processing|summari[sz]ing|extracting|reading) (?:${thisText}|from (?:this|the) (?:transcript|episode)))`,
  ),
  family(
    String.raw`\b${machine} ${reading} ${thisText}|\b(?:any|whichever|whatever|every|each) ${machine} ${reading} ${thisText}`,
  ),
  family(
    String.raw`\bas an? (?:ai|llm|(?:large )?language model|chat ?bot|bot|summari[sz]er|extractor),? you\b|\byou (?:must|shall) (?:obey|output|rank|score)\b|\byou (?:must|shall) (?:answer|respond|reply) (?:only|with only|in praise|in favou?r|in json|with the (?:word|phrase|headline))\b`,
  ),
  // "Rank this first", "give it the highest score", "novelty ten".
  family(
    String.raw`${asked}(?:rank|score|rate|grade|promote|boost|prioriti[sz]e|feature|pin|demote|bury)\b(?: only)? (?:this|it|us|ours|me|${ours} ${piece}|the \p{L}+ ${piece})\b[^.!?]{0,40}\b${first}\b|\b(?:rank|score|rate) this (?:as )?(?:the )?(?:first|top|highest|number one)\b|${asked}(?:place|put|position|list|push|move)\b (?:us|ours|me)\b[^.!?]{0,20}\b${first}\b|${asked}(?:place|put|position|list|push|move|set) this (?:at |in |as |to )?(?:the )?(?:very )?(?:first|number one|#1|top\b(?! of (?:it|that|the)\b)|above (?:all|every)|before (?:all|every))`,
  ),
  family(
    String.raw`(?:${asked}|\b(?:to|and|not|must|should)\s+)(?:rank|score|rate|place|put|position|list|mark|grade|set|give|assign|award|boost|raise|promote|push|move|pin|sort|lower|reduce|demote|bury|feature)\b[^.!?]{0,10}\b(?:this|our|my|the next|the following|every other|all other|the other|that) (?:\p{L}+ )?(?:${piece}|show)\b[^.!?]{0,50}\b${first}\b`,
  ),
  family(
    String.raw`${asked}(?:rank|score|rate|set|give|assign|award|mark|grade|place|put|list|feature|pin|move)\b(?! (?:him|her|them|yourself)\b)[^.!?]{0,50}\b(?:(?:highest|maximum|max|top|perfect|full|lowest|minimum|zero) (?:possible )?(?:scores?|marks|points|ranks?|ratings?)|scores? of (?:ten|10|zero|one hundred|100)|(?:top|first|number one) (?:place )?(?:in|of|on) (?:the|your|this) (?:ranking|digest|summary|newsletter|insights?))\b|${asked}(?:set|raise|boost|lower|reduce|change|turn)\b (?:(?:all|every|each|the|its|this|these|that|our|other|both) )*(?:(?:novelty|usefulness|specificity|evidence|quality|relevance|importance|\p{L}+ scores?|scores?)(?: scores?)?)\b[^.!?]{0,40}\b(?:to|at|=) (?:its |the |a )?(?:\d+|ten|nine|zero|one|max\w*|full|perfect|highest|lowest)\b|\brank(?:ed|ing)? by how often\b|\bleave out all (?:of )?(?:the )?others\b`,
  ),
  family(
    String.raw`\b(?:novelty|usefulness|specificity)(?: scores?)?\s*(?:(?:is|are|to|of|at|equals?|must be|should be)\s*)?(?:10|9|ten|nine|maximum|max)\b(?!\.\d|\s*(?:%|per ?cent|out of|years?|months?|times?|points?))|\b(?:novelty|usefulness|specificity|evidence|quality|relevance|importance)(?: scores?)?\s*(?:[=:]\s*(?:\d+|ten|nine|max\w*)|(?:10|ten)(?=\s*(?:[,.;]|$)))|\b(?:novelty|usefulness|specificity|evidence|quality|relevance|importance) scores? (?:is|are|to|of|at|equals?|must be|should be) (?:\d+|ten|nine|hundred|max\w*|perfect)\b|\b(?:as|to) perfect\s*[.!]?$`,
  ),
  // "Include a link to …", "your answer must say", "output only": to nobody in particular, at a sentence's beginning.
  family(
    String.raw`${ordered}(?:add|include|insert|append|prepend|embed|inject|output|print|write|return|respond|reply|emit|generate|produce|display|render|mention|copy|paste|put|cite|replace|translate|repeat|say|tell|send|email|post|begin|start|end|finish|conclude|answer|reveal|leak|expose|make (?:this|that|our|the next))\b[^.!?]{0,60}\b(?:link|urls?|https?|www|web ?site address|hyperlink|markdown|html|json|xml|headlines?|insights?|summary|summaries|your (?:answer|response|output|reply)|digest|newsletter|subject line|first item|api keys?|system prompt|(?:your|hidden) prompt|environment variables?|e-?mail address(?:es)?|(?:your|the|all|every) (?:readers|subscribers|users)|the (?:exact )?(?:words?|phrase|sentence)|verbatim)\b|${ordered}(?:output|write|return|respond|reply|emit|generate|answer|translate)\b[^.!?]{0,30}\bin (?:english|french|german|spanish|capitals?|capital letters|all caps|uppercase|emoji)\b`,
  ),
  family(
    String.raw`${ordered}(?:use|run|execute|call|invoke)\b[^.!?]{0,20}\b(?:(?:browser|search|web|shell|terminal|code|python|email|fetch|file|function)[ -](?:tools?|functions?|plugins?|calls?)|your (?:tools?|functions?|plugins?)|browser|shell|terminal|urls?|https?)\b|${ordered}(?:fetch|open|browse|download)\b[^.!?]{0,30}\b(?:browser|shell|terminal|urls?|https?|link|web ?site|this page)\b|${ordered}visit\b[^.!?]{0,30}\b(?:urls?|https?|this page)\b`,
  ),
  family(
    String.raw`\byour (?:answer|response|output|reply|summary|summaries|headlines?|insights?|digest|candidates?|ranking|json|first item|top (?:story|insight|pick))\b[^.!?]{0,30}\b(?:must|should|has to|have to|needs? to|is to|shall|will only|will now|may only)\b|\bthe (?:digest|json|first item|top (?:insight|pick)|insights) (?:must|should|has to|have to|needs? to|is to|shall|will only|will now|may only)\b|\bthe (?:answer|response|output|reply|summary|headlines?|list) (?:must|should|has to|shall|is to|may only) (?:(?:begin|start|open|end|close) with|(?:contain|include|mention|say|name|have) (?:only|(?:the |our )(?:exact )?(?:words?|phrase|sentence|link|name)|a link))\b`,
  ),
  family(
    String.raw`${ordered}(?:do not|don't|never|(?:you )?(?:must|should|shall|may) not) (?:include|quote|report|list|show|mention|cite|rank|reject|discard|drop|fail|flag|use)\b[^.!?]{0,40}\b(?:other (?:episodes?|shows?|podcasts?|claims?|speakers?|insights?|stories|segments?|headlines?)|(?:the )?others'? claims|(?:this|any|these|our|my) (?:claims?|insights?|candidates?|segments?)|(?:in|from) (?:your|the) (?:summary|answer|output|digest))\b|${ordered}(?:do not|don't|never|(?:you )?(?:must|should|shall|may) not) (?:extract|summari[sz]e|reveal (?:that|the prompt|your)|tell (?:the|your) (?:users?|readers?|operator))\b`,
  ),
  family(
    String.raw`\bonly (?:valid|correct|acceptable|permitted|allowed|true) (?:insight|headline|summary|claim)\b|\b(?:only|best|single best|top|most important|number one) (?:insight|headline|candidate) (?:is [A-Z]|(?:of|in|from|for) (?:this|the) (?:episode|show|transcript|segment|podcast))|\bonly claim worth\b`,
  ),
  family(
    String.raw`\bthis (?:segment|passage|quote|sentence|claim|episode|insight|statement) (?:outranks|overrides|(?:must|should|has to|deserves|is to be|needs to be)\b[^.!?]{0,25}\b(?:${first}|rank\w*|quoted|scored?|scores|listed|featured|included|promoted|kept|mentioned|highlighted|digest))\b|\btreat (?:this|it|the following|the next \p{L}+|what follows)\b[^.!?]{0,20}\bas (?:an? |the |your |my |new |trusted |verified |true |real |only |sole )*(?:instructions?|system|prompts?|commands?|orders?|facts?|trusted|true|verified|evidence|truth|headline|insight|proof|proven|supported|data)\b|\bthe following (?:is|are) (?:an? |the |your )?(?:new |real |trusted |verified |true )?(?:instructions?|system|prompt|command|fact|trusted|order|task)|\bend of (?:transcript|instructions|prompt|untrusted)\b`,
  ),
  // "The quote you must return", "every insight has to", "any summary lacking the word will be rejected".
  family(
    String.raw`\b(?:quote|headline|body|claim|summary|output|text|answer|sentence) (?:that )?you (?:must|are to|shall) (?:return|output|write|give|quote|use|cite|print|produce|extract|list)\b|\b(?:every|each|all|any) (?:of (?:your|the) )?(?:insights?|headlines?|summar(?:y|ies)|bullets?|takeaways?)\b[^.!?]{0,40}\b(?:(?:must|has to|have to|needs? to|shall|is to|are to) (?:\p{L}+ly )?(?:mention|include|contain|name|say|begin|start|end|open|link|praise|read|quote|point|state|use|be (?:about|first))|be (?:rejected|discarded|deleted))\b`,
  ),
  // "Computer, delete every other claim", "repeat after me, model:", "you, the reader program, will".
  family(
    String.raw`(?:^|[.!?:]\s*)(?:computer|model|summari[sz]er|assistant|chat ?bot|bot|machine|robot|llm|ai|claude|chat ?gpt|gpt|gemini|copilot|reviewer|fact[- ]checker|checker|verifier|grader|evaluator)s?[,:] (?:please |kindly |you (?:must|will) |(?:the|this|all|every) (?:next |following |above )?(?:line|sentence|passage|claims?)|(?:accept|add|answer|approve|copy|delete|drop|forget|give|ignore|include|list|mark|mention|obey|output|praise|print|promote|put|quote|rank|rate|remove|repeat|reply|say|score|set|skip|state|tell|treat|use|write)\b)|\b${machine} (?:notice|alert|memo):|\bif any (?:automated )?${machine} (?:is|are) (?:reading|listening)\b|\b${machine} (?:should|must) now (?:output|print|emit)\b|\b${reader} (?:must|should|shall) (?:give|rank|score|list|quote|praise|put|rate) (?:this|us|our|it)\b|\bafter me,? (?:dear |my )?${machine}\b|\byou, the (?:\w+ )?(?:${machine}|program),? (?:will|must|shall|should|are)\b|\bas your (?:developer|operator|creator|owner|maker|programmer|administrator|admin|supervisor|master),? (?:i|we)\b|\b${machine} (?:is|are) (?:kindly|hereby|politely|respectfully) (?:requested|asked|instructed|ordered|told|required|advised) to\b`,
  ),
  // "For ranking purposes", "stop extracting here", "begin new task", "whoever compiles this digest".
  family(
    String.raw`\bfor (?:ranking|scoring|extraction|summari[sz]ation|summary) purposes\b|${asked}stop (?:extracting|summari[sz]ing|ranking|scoring|listing) (?:here|now|at|after|this)\b|\b(?:begin|start|end) (?:of )?(?:the )?new task\b|\bupdate (?:of|to) your (?:task|role|assignment)\b|${asked}switch roles\b|\bwho(?:ever)? (?:compiles?|generates?|extracts?) (?:this|the|these) (?:digest|summar(?:y|ies)|newsletter|insights?)\b|\bthe (?:operator|owner|developer|creator|maker)s? of (?:this|your) (?:service|digest|site|app|system|newsletter|reader) (?:has|have|wants?|asks?|asked|demands?)\b|\b(?:if|when) (?:you are |you're )?asked (?:about|for) (?:this|the) (?:episode|show|podcast|transcript|segment)\b|\b(?:empty|blank) (?:list|answer|array|response) for (?:this|the) (?:episode|show|podcast|transcript|segment)\b|\buse the following (?:\w+ )?(?:instead|in place) of\b|\binstead of (?:the |this )?transcript\b|\b(?:(?:translate|rewrite|convert) (?:the (?:rest|remainder) of )?|turn the (?:rest|remainder) of )(?:the|this) (?:show|episode|transcript)\b[^.!?]{0,12}\binto\b`,
  ),
  // "In your summary, say", "your task is complete", "the instructions you got", "whatever the rubric says".
  family(
    String.raw`\bin your (?:summar(?:y|ies)|headlines?|output|insights?),? (?:say|write|state|mention|add|include|claim)\b|\bwhen you (?:summari[sz]e|extract|rank) (?:this|it|the (?:episode|show|transcript|claims|insights|segments))\b|\bwhen (?:you (?:are )?)?(?:generat|emitt|output|produc)ing (?:the |your )?(?:json|candidates|insights|summary|headlines?)\b|\bwhen listing (?:the |your )?(?:takeaways|insights|claims|headlines)\b|${opening}your task is (?:now|complete|done|over|finished)\b|${asked}forget that you are (?:an? |the )?(?:${reader}|summari[sz]ing|reading|extracting)\b|\b(?:instructions?|prompts?) (?:that )?you (?:got|were given|have been given|received)\b|\bwhatever (?:the (?:rubric|prompt)|your (?:rubric|prompt|instructions?|rules|guidelines)) (?:says?|may say)\b|\b(?:top|highest)[- ]priority (?:instruction|command)\b|\bsegment numbers are (?:wrong|false|incorrect|shifted)\b|\bcite segment \d|${opening}ignoring (?:safety|the rules|your (?:${told})),|\bspeaker labels are wrong\b`,
  ),
  // "Mark every claim as supported": to whoever checks claims against their evidence.
  family(
    String.raw`${asked}(?:mark|treat|count|label|flag|judge|rate|accept|consider|declare|call|find|set|return|report|deem|regard|rule)\b[^.!?]{0,30}\b(?:claims?|verdicts?|insights?|candidates?|headlines?|(?:every|each|all) (?:statements?|sentences?|passages?|answers?))\b[^.!?]{0,30}\b(?:as |to |is |are |be )?(?:fully |well |already )?(?:${proven}|yes)\b|\bsupported(?: field| flag)?\s*(?:=|:|to|is|equals|must be|should be)\s*["“']?(?:true|yes|1)\b|${asked}(?:mark|set|label|flag|report|return|judge|rate|rule)\b[^.!?]{0,30}\bsupported\b|${asked}(?:approve|accept|pass|endorse|wave through|let through|let pass) (?:${ours}|whatever|everything)\b[^.!?]{0,25}\b(?:claims?|insights?|candidates?|statements?|verdicts?|passages?|headlines?|segments?|sentences?)\b`,
  ),
  family(
    String.raw`\bclaims?\b[^.!?]{0,20}\b(?:here|(?:in|of|from|on) (?:this|the) (?:transcript|episode|show|segment|podcast|passage|feed|list|text|batch|notes?))\b[^.!?]{0,20}\b(?:is|are|must be|should be|have|has|were|count as)\s+(?:already |all |\p{L}+ly )*(?:been )?(?:already )?(?:pre-?)?${proven}\b|${asked}(?:say|state|answer|confirm) that (?:the|this|these|each|every|all) claims? (?:is|are) ${proven}\b|\b(?:the|these|all) (?:following|above|next|numbered)(?: \p{L}+)? claims? (?:is|are|must be|should be|have been|has been) (?:\p{L}+ly |already |all )?${proven}\b|\bclaims?(?: number| no\.)? \d+\b[^.!?]{0,20}\b${proven}\b|\bthis claim is (?:fully |well |already )?supported(?=\s*(?:[.,;:!]|$|by the (?:segments?|transcript|quote)\b))|\bclaims? (?:needs?|requires?) no (?:check\w*|proof|evidence|verification|review|verdict)\b`,
  ),
  family(
    String.raw`\b(?:when|while|if|whenever|before|after) (?:you (?:are |must )?)?(?:asked to )?(?:check|judg|review|verif|assess|evaluat|grad|scor|rat|validat|fact[- ]check)(?:e|y|ying|ing)? (?:\p{L}+ ){0,3}(?:claims?|insights?|verdicts?|segments?|statements?|headlines?|it|this)\b[^.!?]{0,40}\b(?:yes|${proven}|approve|accept|ten|10|highest|full marks)\b|${asked}(?:only )?(?:answer|reply|respond|return) (?:only |just )?(?:with )?["“']?(?:yes|true|supported)\b(?! or no\b)|\b(?:yes|true|supported)\b["”']?[^.!?]{0,15}\b(?:to|for|on|about) (?:every|each|all|any) (?:of )?(?:the |these )?(?:claims?|verdicts?|insights?|candidates?)\b|\b(?:your|the|every|each|all|any|correct|right|only) verdicts? (?:for \p{L}+ \p{L}+ )?(?:is|are|must|should|shall|has to|have to|will be|needs? to)\b[^.!?]{0,15}\b(?:yes|true|supported|positive|approv\w+)\b|\bwhoever (?:checks|reviews|judges|verifies|grades) (?:this|these|the|my|our) (?:claims?|insights?|segments?|transcript|passages?)\b|\b(?:dear|attention|note (?:to|for)|hey|hello) (?:the |all |any )?(?:reviewers?|fact[- ]checkers?|checkers?|verifiers?|graders?|evaluators?)\b[^.!?]{0,10}[:,!]`,
  ),
  // What people do not say aloud: hidden characters, encoded text, schemes that run something.
  /(?:[\u200B-\u200F\u2060-\u2064\uFEFF]\P{M}?){3,}|[\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]|\b(?:[A-Za-z0-9+/]{40,}={0,2}|(?:[0-9a-f]{2}\s?){24,})(?![\p{L}\p{N}])|(?:javascript|data|vbscript|file):\S|&#x?[0-9a-f]+;|%[0-9a-f]{2}%[0-9a-f]{2}|\\u[0-9a-f]{4}|\b(?:base ?64|rot ?13|hex)[ -]decode|\bdecode (?:this|the following)\b/iu,
  // The same in a few other languages.
  /\b(?:ignoriere?|ignorez|ignora|ignorar|vergiss|oubliez|olvida|missachte)\b[^.!?]{0,50}\b(?:anweisungen|instructions|instrucciones|istruzioni|instru(?:ç|c)(?:õ|o)es|regeln|r[èe]gles|reglas|vorherigen?|pr[ée]c[ée]dentes?|anteriores|precedenti)\b|(?:игнорируй|забудь)[^.!?]{0,50}(?:инструкц|указан)|忽略[^。]{0,20}(?:指令|指示|说明)|(?:指示|命令)を無視|\b(?:liebe|lieber|hallo) (?:ki|assistent|chatbot)\b|\b(?:asistente|assistente|modelo),? (?:pon|escribe|scrivi|metti|escreva|coloca)\b/iu,
  /(?<!\p{L})(?:ignor(?:ez|e|ons)|oublie[zs]?|n[ée]gligez)\s[^.!?]{0,20}(?:ce qui (?:pr[ée]c[èe]de|est au-dessus)|ci-dessus|instructions? (?:ci-dessus|ant[ée]rieures?|pr[ée]c[ée]dentes?))(?!\p{L})|(?<!\p{L})(?:ignorier(?:e|t|en sie)|vergiss|vergessen sie|missachte)\s[^.!?]{0,20}(?:obige[ns]?|oben(?:stehende[ns]?)?|bisherige[ns]?|vorstehende[ns]?|vorherige[ns]?)(?!\p{L})|(?<!\p{L})(?:negeer|vergeet)\s[^.!?]{0,30}(?:bovenstaande|hierboven|(?:vorige|eerdere|voorgaande)(?: \p{L}+)? (?:instructies|opdrachten|aanwijzingen|regels)|instructies)(?!\p{L})|(?<!\p{L})(?:ignorera|glöm|bortse från|ignorer|glem)\s[^.!?]{0,30}(?:ovanstående|ovan|ovenstående|ovenfor|(?:tidigare|föregående|tidligere|forrige)(?: \p{L}+)? (?:instruktion|anvisning|instruks)\p{L}*|(?:instruktion|anvisning|instruks)\p{L}*)(?!\p{L})/iu,
  /(?<!\p{L})(?:ignora|ignorad|ignore|ignorem|olvida|esquece|dimentica)\s[^.!?]{0,20}(?:lo anterior|lo de arriba|quanto sopra|ciò che precede|o (?:texto )?acima|tudo acima|instru[çc][õo]es (?:acima|anteriores))(?!\p{L})|(?:игнорируй|игнорируйте|забудь|забудьте)[^.!?]{0,30}(?:выше|предыдущ)|(?<!\p{L})(?:zignoruj|pomiń|zapomnij)\s[^.!?]{0,30}(?:powyżs\p{L}+|poprzedni\p{L}*)|(?:上記|以上|これまで|上の|前の|先ほど)[^。]{0,12}(?:無視|忘れ)|(?:無視|忘れ)[^。]{0,4}(?:して|せよ|しろ)[^。]{0,4}(?:上記|指示)|(?:忽略|无视|無視|忘记)[^。]{0,6}(?:以上|上述|上面|之前|前面)|(?:위|이전|앞)[^.!?]{0,10}무시/iu,
];

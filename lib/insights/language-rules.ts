import { wordsIn } from "./words";

/** What is known of a language, in words as they are written but small, to pick whole sentences and nothing else. */
export interface LanguageRules {
  /** BCP 47. */
  language: string;
  articles: ReadonlySet<string>;
  /** Prepositions and other words of grammar, with which a sentence may open but not end. */
  grammar: ReadonlySet<string>;
  /** Openers that lean on what was said before. */
  leaning: ReadonlySet<string>;
  /** Words that stand, wherever they are, for whoever speaks or for something said before. */
  pointing: ReadonlySet<string>;
  /** Common finite verbs: a statement has one of them. */
  verbs: ReadonlySet<string>;
  /** Words in which an opinion is told as one. */
  opinion: RegExp;
  /** What opens or is a sponsor's message. */
  sponsor: RegExp;
  /** Greetings, goodbyes and talk about the show itself. */
  housekeeping: RegExp;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/u));

const everywhere = String.raw`https?:|www\.|\b[\w-]+\.(?:com|de|fr|es|it|pt|br|nl|eu|fm)\b|patreon|instagram|spotify|newsletter|podcasts?\b`;
const pattern = (source: string) => new RegExp(source, "iu");

const all: readonly LanguageRules[] = [
  {
    language: "de",
    articles:
      set(`der die das ein eine einer eines einem einen jeder jede jedes kein keine keiner alle viele manche einige mehrere
      zwei drei vier fünf sechs zehn hundert tausend mehr weniger fast rund beide`),
    grammar:
      set(`in im an am auf aus bei mit nach seit von vom zu zum zur für gegen ohne um durch über unter vor zwischen wegen als
      wenn ob nicht sehr den dem des bis pro statt trotz während neben hinter`),
    leaning:
      set(`und aber oder denn sondern weil dass also dann noch schon auch nur nun jetzt sonst trotzdem deshalb deswegen darum
      außerdem allerdings eigentlich genau ja nein okay man wer was wie wo wann warum welche welcher welches klar gut super
      krass naja sozusagen quasi irgendwie vielleicht wahrscheinlich natürlich tatsächlich übrigens danke hallo herzlich
      willkommen`),
    pointing:
      set(`ich du er sie es wir ihr dies diese dieser dieses diesen diesem jene jener jenes solche mein meine meinen dein deine
      sein seine seinen seiner ihre ihren ihrer unser unsere euer eure ihm ihn ihnen mir mich dir dich uns euch dafür
      dagegen dabei damit daran darauf daraus davon dazu darüber deren dessen da dort hier so doch halt eben`),
    verbs:
      set(`ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte konnten muss müssen musste
      mussten soll sollen sollte sollten will wollen wollte darf dürfen macht machen machte geht gehen ging kommt kommen kam gibt gab
      steht stehen stand liegt liegen lag bleibt bleiben blieb kostet kosten kostete braucht brauchen brauchte zeigt zeigen zeigte
      sagt sagen nimmt nehmen nahm findet fand heißt führt führen führte hilft helfen half steigt steigen stieg stiegen sinkt sinken
      sank sanken fällt fiel fielen verliert verlieren verlor gewinnt gewann wächst wachsen wuchs verkauft kauft zahlt zahlen zahlte
      spart sparen dauert dauerte funktioniert bekommt bekommen bekam hält hielt lebt leben arbeitet arbeiten bringt brachte`),
    opinion: pattern(String.raw`\b(?:ich (?:glaube|finde|denke|meine)|meiner meinung)\b`),
    sponsor: pattern(
      `sponsor|präsentiert von|werbepartner|werbepause|rabattcode|gutschein|mit dem code|prozent rabatt|testmonat|kostenlos testen`,
    ),
    housekeeping: pattern(
      `${everywhere}|abonnier|shownotes|bewertet uns|willkommen|mein name ist|tschüss|nächste[ns]? mal|diese[rn]? (?:folge|sendung|ausgabe)|zuhör|hörerinnen`,
    ),
  },
  {
    language: "fr",
    articles:
      set(`le la les l un une des chaque aucun aucune plusieurs certains certaines toutes tous deux trois quatre cinq dix cent
      mille plus moins presque quelques`),
    grammar:
      set(`de du d à au aux en dans sur sous avec sans pour par chez vers entre contre depuis pendant avant après selon comme
      que qui ne pas très si ou et`),
    leaning:
      set(`et mais ou donc or ni car alors puis ensuite aussi encore déjà bref enfin oui non ok bon ben bah voilà qui que quoi
      quand comment pourquoi où quel quelle quels quelles peut-être évidemment effectivement justement finalement merci
      bonjour bienvenue parce dont en`),
    pointing:
      set(`ça cela ceci c j je tu il elle on nous vous ils elles y lui leur leurs moi toi eux ce cet cette ces celui celle ceux
      celles mon ma mes ton ta tes son sa ses notre nos votre vos ici là là-bas`),
    verbs:
      set(`est sont était étaient sera seront a ont avait avaient aura auront peut peuvent pouvait doit doivent devait faut
      fallait fait font faisait va vont allait vient viennent reste restent coûte coûtent coûtait montre montrent dit disent prend
      prennent trouve donne donnent mène aide aident monte montent baisse baissent tombe perd perdent gagne gagnent grandit vend
      vendent achete paie paient dure durent fonctionne reçoit tient vit vivent travaille travaillent apporte permet permettent
      existe existent représente représentent utilise utilisent consomme produit produisent`),
    opinion: pattern(String.raw`\b(?:je (?:pense|crois|trouve)|à mon avis|selon moi)\b`),
    sponsor: pattern(
      `sponsor|partenaire de (?:cet|ce)|présenté par|code promo|avec le code|(?:pour ?cent|%) de réduction|essai gratuit|offert par`,
    ),
    housekeeping: pattern(
      `${everywhere}|abonnez|bienvenue|je m'appelle|au revoir|prochain épisode|cet épisode|cette émission|à bientôt|auditeur|auditrice`,
    ),
  },
  {
    language: "es",
    articles:
      set(`el la los las un una unos unas cada ningún ninguna varios varias algunos algunas todos todas dos tres cuatro cinco
      diez cien mil más menos casi muchos muchas ambos`),
    grammar: set(
      `de del a al en con sin por para sobre entre desde hasta contra según durante como que y o no muy tras ante`,
    ),
    leaning:
      set(`y pero o sino porque entonces luego después también además bueno pues vale sí si no ya ahora que quien quienes cual
      cuales cuando como donde claro exacto quizás tal obviamente gracias hola bienvenidos bienvenidas igual mira oye
      digamos se`),
    pointing:
      set(`yo tú él ella ello ellos ellas nosotros vosotros usted ustedes nos os le les lo me te este esta esto estos estas ese
      esa eso esos esas aquel aquella aquello mi mis tu tus su sus nuestro nuestra nuestros nuestras aquí ahí allí así`),
    verbs:
      set(`es son era eran fue fueron será serán ha han había hay hubo tiene tienen tenía puede pueden podía debe deben debía
      hace hacen hizo va van iba viene vienen queda quedan cuesta cuestan costó muestra muestran dice dicen toma encuentra da dan lleva
      ayuda ayudan sube suben subió subieron baja bajan bajó bajaron cae cayó pierde pierden gana ganan crece crecen creció vende
      venden compra paga pagan dura duran funciona recibe mantiene vive viven trabaja trabajan trae permite permiten existe existen
      está están estaba necesita necesitan usa usan consume produce producen`),
    opinion: pattern(String.raw`\b(?:(?:yo )?(?:creo|pienso|opino)|me parece|en mi opinión)\b`),
    sponsor: pattern(
      `patrocina|presentado por|código (?:promocional|de descuento)|con el código|(?:por ciento|%) de descuento|prueba gratis`,
    ),
    housekeeping: pattern(
      `${everywhere}|suscr[ií]b|bienvenid|me llamo|hasta la próxima|próximo episodio|este episodio|este programa|oyente`,
    ),
  },
  {
    language: "it",
    articles:
      set(`il lo la i gli le l un uno una ogni nessun nessuna alcuni alcune molti molte tutti tutte due tre quattro cinque
      dieci cento mille più meno quasi parecchi entrambi`),
    grammar:
      set(`di del dello della dei degli delle d a al allo alla ai agli alle da dal dalla in nel nella nei con senza per su sul
      sulla tra fra contro durante secondo come che e o se non molto verso dopo prima`),
    leaning:
      set(`e ma o però perché quindi allora poi anche ancora già insomma dunque sì no ok bene beh ecco ora adesso si chi che cosa
      quando come dove quale quali certo esatto forse ovviamente infatti grazie ciao benvenuti benvenute comunque guarda
      diciamo`),
    pointing:
      set(`io tu lui lei noi voi loro ci vi mi ti questo questa questi queste quello quella quelli quelle ciò mio mia miei mie
      tuo tua suo sua suoi sue nostro nostra nostri nostre vostro qui lì là così ne`),
    verbs:
      set(`è sono era erano sarà saranno ha hanno aveva avevano può possono poteva deve devono doveva fa fanno faceva va vanno
      viene vengono resta restano costa costano mostra mostrano dice dicono prende trova dà danno porta portano aiuta aiutano sale
      salgono scende scendono cade perde perdono guadagna cresce crescono vende vendono compra paga pagano dura durano funziona riceve
      tiene vive vivono lavora lavorano permette permettono esiste esistono serve servono usa usano consuma produce producono`),
    opinion: pattern(String.raw`\b(?:(?:io )?(?:credo|penso|ritengo)|secondo me|a mio (?:parere|avviso))\b`),
    sponsor: pattern(
      `sponsor|presentato da|codice (?:sconto|promo)|con il codice|(?:per cento|%) di sconto|prova gratuita|offerto da`,
    ),
    housekeeping: pattern(
      `${everywhere}|iscriv|benvenut|mi chiamo|alla prossima|prossima puntata|questa puntata|questo episodio|ascoltator`,
    ),
  },
  {
    language: "pt",
    articles:
      set(`o a os as um uma uns umas cada nenhum nenhuma vários várias alguns algumas todos todas dois duas três quatro cinco
      dez cem mil mais menos quase muitos muitas ambos`),
    grammar:
      set(`de do da dos das em no na nos nas com sem por pelo pela para sobre entre desde até contra segundo durante como que
      e ou se não muito após`),
    leaning:
      set(`e mas ou porque então depois também além bom pois sim não já agora se que quem qual quais quando como onde claro exato
      talvez obviamente obrigado obrigada olá gente olha tipo`),
    pointing:
      set(`eu tu você ele ela eles elas vocês lhe lhes me te este esta isto estes estas esse essa isso esses essas aquele aquela
      aquilo meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas aqui ali lá assim`),
    verbs:
      set(`é são era eram foi foram será serão tem têm tinha tinham há houve pode podem podia deve devem devia faz fazem fez vai vão
      ia vem vinham fica ficam custa custam mostra mostram diz dizem toma encontra dá dão leva ajuda ajudam sobe sobem subiu subiram
      desce descem cai caiu cairam perde perdem ganha ganham cresce crescem cresceu vende vendem compra paga pagam dura duram funciona
      recebe mantém vive vivem trabalha trabalham traz permite permitem existe existem está estão estava precisa precisam usa usam
      consome produz produzem`),
    opinion: pattern(String.raw`\b(?:(?:eu )?(?:acho|penso|creio)|na minha opinião)\b`),
    sponsor: pattern(
      `patroc[ií]n|apresentado por|código (?:promocional|de desconto)|com o código|(?:por cento|%) de desconto|cupom|teste grátis|oferecimento`,
    ),
    housekeeping: pattern(
      `${everywhere}|inscrev|subscrev|bem-vind|meu nome é|até a próxima|próximo episódio|este episódio|este programa|ouvinte`,
    ),
  },
  {
    language: "nl",
    articles:
      set(`de het een elke elk iedere ieder geen alle veel sommige enkele meerdere twee drie vier vijf tien honderd duizend meer
      minder bijna beide`),
    grammar:
      set(`van in op aan met zonder voor door bij naar uit over onder tussen tegen tijdens sinds om als dat niet zeer heel te
      tot per wegens na`),
    leaning:
      set(`en maar of want dus dan toen ook nog al nu anders toch ja nee oké men wie wat waar wanneer waarom hoe welke welk dat
      die misschien natuurlijk eigenlijk precies inderdaad bedankt hallo welkom goed nou tja gewoon trouwens`),
    pointing:
      set(`ik jij je hij zij ze wij we jullie u dit deze mijn jouw haar hun ons onze hem hen mij me jou er hier daar zo daarom
      daardoor daarbij daarmee daarna`),
    verbs:
      set(`is zijn waren was heeft hebben had hadden wordt worden werd werden kan kunnen kon konden moet moeten moest zal zullen zou
      wil willen mag mogen maakt maken gaat gaan ging komt komen kwam geeft staat staan stond ligt liggen blijft blijven kost kosten
      toont tonen zegt neemt vindt helpt helpen stijgt stijgen steeg daalt dalen daalde valt verliest verliezen verloor wint groeit
      groeien groeide verkoopt koopt betaalt betalen duurt duren werkt werken krijgt krijgen houdt leeft leven brengt bestaat bestaan
      gebruikt gebruiken verbruikt`),
    opinion: pattern(String.raw`\b(?:ik (?:denk|vind|geloof)|volgens mij|naar mijn mening)\b`),
    sponsor: pattern(
      `sponsor|aangeboden door|mogelijk gemaakt door|kortingscode|met de code|procent korting|proefmaand|gratis proberen`,
    ),
    housekeeping: pattern(
      `${everywhere}|abonneer|shownotes|welkom|mijn naam is|tot de volgende|volgende keer|deze aflevering|luisteraar`,
    ),
  },
];

/** The languages whose whole sentences can be picked, beside English. */
export const otherLanguages: readonly string[] = all.map(({ language }) => language);

/** Fewer words than this say nothing of their language. */
const fewestWords = 40;
/** About so many words of talk are words of grammar. */
const grammarShare = 0.3;

/**
 * The rules for a language tag, where the words are in that language.
 * @returns null for English, for unknown languages, and where fewer words of grammar are its own than talk has.
 */
export function rulesFor(language: string, spoken: string): LanguageRules | null {
  const rules = all.find((one) => one.language === language.slice(0, 2).toLowerCase());
  if (rules === undefined || !/^[a-z]{2}(?:$|[-_])/iu.test(language)) return null;
  const words = smallWords(spoken);
  if (words.length < fewestWords) return null;
  const known = [rules.articles, rules.grammar, rules.leaning, rules.pointing, rules.verbs];
  return words.filter((word) => known.some((list) => list.has(word))).length / words.length > grammarShare
    ? rules
    : null;
}

/** The words of a text in small letters with their accents, parted at apostrophes: "L'inflation" as "l" and "inflation". */
export const smallWords = (text: string): string[] =>
  wordsIn(text).flatMap(({ start, end }) => text.slice(start, end).toLowerCase().split(/['’]/u).filter(Boolean));

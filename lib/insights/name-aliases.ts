/** Countries, faiths and parties with what is theirs; each part is one group. Plain words. */
export const peoples: string[][] =
  `germany german germans|france french|spain spanish|italy italian italians|china chinese|japan japanese|india indian indians|russia
  russian russians|ukraine ukrainian ukrainians|sweden swedish swede swedes|norway norwegian norwegians|denmark danish dane danes|finland finnish
  finn finns|poland polish pole poles|portugal portuguese|greece greek greeks|turkey turkish turk turks|ireland irish|scotland scottish scots|wales
  welsh|england english|netherlands dutch holland|belgium belgian belgians|switzerland swiss|austria austrian austrians|canada canadian
  canadians|mexico mexican mexicans|brazil brazilian brazilians|argentina argentine argentinian|chile chilean|peru peruvian|australia australian
  australians|zealand zealander|korea korean koreans|taiwan taiwanese|vietnam vietnamese|thailand thai|indonesia indonesian|israel israeli
  israelis|iran iranian iranians|iraq iraqi|egypt egyptian|nigeria nigerian nigerians|kenya kenyan kenyans|africa african africans|asia asian
  asians|california californian californians|texas texan texans|singapore singaporean|philippines filipino|pakistan pakistani|saudi
  saudis|iceland icelandic|hungary hungarian|czechia czech|romania romanian|bulgaria bulgarian|estonia estonian|latvia latvian|lithuania lithuanian|ghana
  ghanaian|ethiopia ethiopian|colombia colombian|cuba cuban|venezuela venezuelan|bangladesh bangladeshi|nepal nepalese nepali|rome roman romans|
  jew jews jewish judaism|democrat democrats democratic|muslim muslims islam islamic|catholic catholics catholicism|christians
  christianity|buddhist buddhists buddhism|hindu hindus hinduism|afghanistan afghan afghans|lebanon lebanese|syria syrian syrians|libya libyan|
  morocco moroccan|sudan sudanese|somalia somali somalis|congo congolese|kazakhstan kazakh|uzbekistan uzbek|tibet tibetan tibetans|burma
  burmese myanmar|cambodia cambodian|malaysia malaysian|yemen yemeni|qatar qatari|kuwait kuwaiti|palestine palestinian palestinians|serbia
  serbian serb serbs|croatia croatian croat croats|slovakia slovak slovaks|slovenia slovene slovenes slovenian|albania albanian albanians|
  bosnia bosnian bosnians|armenia armenian armenians|azerbaijan azerbaijani azeri|belarus belarusian|moldova moldovan|cyprus cypriot|malta
  maltese|venice venetian venetians|athens athenian athenians|naples neapolitan|vienna viennese|hawaii hawaiian|celt
  celts celtic|persia persian persians|sparta spartan spartans|byzantium byzantine|napoleon napoleonic|ottoman ottomans`
    .split("|")
    .map((group) => group.split(/\s+/u).filter(Boolean));

/** Other ways to say the same name; each line is one group. Plain words. */
export const aliasGroups: string[][] = [
  ["us", "u.s", "u.s.a", "usa", "united states", "america", "american", "americans", "the states"],
  ["uk", "u.k", "united kingdom", "britain", "british", "great britain"],
  ["eu", "e.u", "european union", "europe", "european", "europeans"],
  ["ai", "a.i", "artificial intelligence"],
  ["gpu", "gpus", "graphics card", "graphics cards", "graphics processor", "graphics processors"],
  ["cpu", "cpus", "processor", "processors"],
  ["fda", "food and drug administration"],
  ["fed", "federal reserve", "the fed"],
  ["who", "world health organization", "world health organisation"],
  ["un", "u.n", "united nations"],
  ["nasa", "n.a.s.a"],
  ["ecg", "ekg", "electrocardiogram"],
  ["vcs", "vc", "venture capital", "venture capitalists"],
  ["ceo", "chief executive", "chief executive officer"],
  ["cfo", "chief financial officer", "finance chief"],
  ["cto", "chief technology officer"],
  ["llm", "llms", "language model", "language models"],
  ["ecb", "european central bank"],
  ["imf", "international monetary fund"],
  ["nhs", "national health service"],
  ["epa", "environmental protection agency"],
  ["sec", "securities and exchange commission"],
  ["irs", "internal revenue service"],
  ["wto", "world trade organization", "world trade organisation"],
  ["cdc", "centers for disease control"],
  ["nih", "national institutes of health"],
  ["ftc", "federal trade commission"],
  ["fcc", "federal communications commission"],
  ["esa", "european space agency"],
  ["iea", "international energy agency"],
  ["gdp", "gross domestic product"],
  ["ev", "evs", "electric vehicle", "electric vehicles", "electric car", "electric cars"],
  ["pc", "pcs", "personal computer", "personal computers"],
  ["tv", "tvs", "television", "televisions"],
  ["api", "apis"],
  ["dna", "d.n.a"],
  ["nyc", "new york", "new york city"],
  ["la", "l.a", "los angeles"],
  ["dc", "d.c", "washington"],
  ["covid", "coronavirus"],
  ["hiv", "h.i.v"],
  ["rna", "mrna"],
  ["mri", "mris", "magnetic resonance imaging"],
  ["hr", "human resources"],
  ["r&d", "research and development"],
  ["ipo", "ipos", "initial public offering"],
  ["nba", "n.b.a"],
  ["york", "new york"],
  ["co2", "carbon dioxide"],
  ["agi", "artificial general intelligence"],
  ["adhd", "attention deficit hyperactivity disorder"],
  ["ptsd", "post traumatic stress disorder"],
  ["bmi", "body mass index"],
  ["icu", "icus", "intensive care", "intensive care unit", "intensive care units"],
  ["ubi", "universal basic income"],
  ["vat", "value added tax"],
  ["lng", "liquefied natural gas"],
  ["ngo", "ngos", "non governmental organisation", "non governmental organization"],
  ["vr", "virtual reality"],
  ["ar", "augmented reality"],
  ["uv", "ultraviolet"],
  ["qe", "quantitative easing"],
  ["m&a", "mergers and acquisitions"],
  ["ivf", "in vitro fertilisation", "in vitro fertilization"],
  ["cbt", "cognitive behavioural therapy", "cognitive behavioral therapy"],
  ["q1", "first quarter"],
  ["q2", "second quarter"],
  ["q3", "third quarter"],
  ["q4", "fourth quarter"],
  ["world war 1", "first world war", "great war"],
  ["world war 2", "second world war"],
  ...peoples,
];

/** What stands before or between names and is none. */
export const roleWords: ReadonlySet<string> = new Set(
  `mr mrs ms miss dr doctor prof professor president senator minister judge justice governor mayor king queen prince princess pope
  general captain colonel chancellor secretary director coach sir lady lord dame ceo cfo cto coo chairman chairwoman chair
  founder cofounder commissioner ambassador reverend sister brother aunt uncle`
    .split(/\s+/u)
    .filter(Boolean),
);

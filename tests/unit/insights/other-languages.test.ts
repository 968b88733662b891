import { describe, expect, it } from "vitest";
import { gateFaults } from "../../../lib/insights/gate";
import { extractVerbatim } from "../../../lib/insights/verbatim";

/** One speaker's talk, a sentence a segment. */
const said = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line, i) => ({
      startMs: i * 9_000,
      endMs: (i + 1) * 9_000,
      speaker: line.trim().split(" ").length <= 3 ? "B" : "A",
      text: line.trim(),
    }));

const talks = {
  de: said(`Herzlich willkommen zu einer neuen Folge, mein Name ist Anna Lehm.
    Heute reden wir über Wärmepumpen, und ich freue mich sehr darauf.
    Die Stadtwerke Eichhafen haben 4000 Wärmepumpen in alten Häusern gemessen.
    Im Mittel machten die Geräte aus einer Kilowattstunde Strom mehr als drei Kilowattstunden Wärme, auch im Januar.
    Das war für viele Handwerker in der Gegend eine echte Überraschung.
    Der Preis des Stroms ist wichtiger als das Alter des Hauses.
    Wo der Strom dreimal so viel kostet wie das Gas, rechnet sich der Umbau nicht, egal wie gut die Dämmung ist.
    Und das muss man den Leuten auch ehrlich sagen.
    Ja, genau.
    Das ist aber nur die halbe Wahrheit.
    Diese Folge wird präsentiert von Moosgrund Hausschuhe.
    Die Sohlen von Moosgrund sind aus Kork und halten fünf Winter.
    Mit dem Code KÜCHE bekommt ihr dort neue Sohlen umsonst.
    Was kostet denn eigentlich so ein Gerät in der Anschaffung?
    Eine Wärmepumpe kostet in Eichhafen am 3. Mai im Schnitt 28000 Euro.
    Ein gebrauchtes Gerät kostet dagegen nur die Hälfte davon.
    Die Gemeinde zahlt seit 2024 einen Teil der Leitungen.
    Dadurch wurden in zwei Jahren mehr Straßen angeschlossen als in den zehn Jahren davor, und die Netzkosten sanken um neun Prozent.
    Ähm, ja, die Nachbarn sind da viel weiter.
    Vielen Dank fürs Zuhören und bis zum nächsten Mal.`),
  fr: said(`Bonjour et bienvenue dans cet épisode, je m'appelle Claire Montel.
    On va parler des trains de nuit aujourd'hui.
    Les trains de nuit de Valbrume sont pleins depuis trois ans.
    La compagnie a pourtant vendu moins de billets en 2025 qu'en 2024, parce que ses plus vieilles voitures sont en panne et que personne n'en fabrique plus.
    C'est un peu dommage pour tout le monde.
    Une voiture neuve coûte quatre millions d'euros à la région.
    Les constructeurs demandent une commande de cent voitures avant d'ouvrir une chaîne, et aucune compagnie du pays ne peut la payer seule.
    Il faut donc que les régions se mettent d'accord entre elles.
    Oui, tout à fait.
    Et nous, on prend la voiture, comme tout le monde.
    Cet épisode vous est présenté par les pantoufles Mousseline.
    La semelle des pantoufles est en liège et dure cinq hivers.
    Avec le code CUISINE vous aurez une semelle gratuite.
    Elles sont vraiment très bien et je les porte moi-même tous les matins.
    Mais revenons un peu à ce que vous disiez tout à l'heure des billets et de leur prix.
    L'avion de Valbrume perd quatre passagers sur dix en hiver.
    Les voyageurs prennent alors le train de nuit, même quand il arrive avec deux heures de retard, parce qu'il arrive au centre de la ville.
    Ça, c'est quand même incroyable.
    Merci à tous et à bientôt pour le prochain épisode.`),
  es: said(`Hola y bienvenidos a este programa, me llamo Lucía Arnal.
    Hoy vamos a hablar del agua.
    La ciudad de Puerto Hondo pierde cuatro litros de cada diez.
    Las tuberías más viejas son de 1952, y la empresa solo cambia ocho kilómetros al año, de modo que la red entera tardaría dos siglos.
    Eso es lo que nadie quiere decir.
    Los contadores nuevos muestran las fugas en una sola noche.
    A las tres de la mañana casi nadie usa agua, y lo que todavía corre por la calle es una fuga con una dirección y un precio.
    Pero claro, ellos no quieren pagar los contadores.
    Sí, exacto.
    Y nosotros tampoco queremos pagarlos, para qué vamos a engañarnos.
    Este programa lo patrocina Zapatillas Musgo.
    Las suelas de Musgo son de corcho y duran cinco inviernos.
    Con el código COCINA tendréis unas suelas gratis.
    Yo las llevo todas las mañanas y la verdad es que están muy bien.
    Pero volvamos a lo que tú decías antes de los contadores y de lo que cuestan ahora mismo.
    Un litro perdido cuesta más que un litro ahorrado en casa.
    La empresa ya pagó por limpiarlo y por subirlo hasta el depósito, y nadie lo va a beber ni lo va a pagar nunca.
    ¿Y qué dice el ayuntamiento de todo esto?
    Gracias por escuchar y hasta la próxima.`),
};

const expected = {
  de: [
    "Die Stadtwerke Eichhafen haben 4000 Wärmepumpen in alten Häusern gemessen",
    "Der Preis des Stroms ist wichtiger als das Alter des Hauses",
    "Die Gemeinde zahlt seit 2024 einen Teil der Leitungen",
  ],
  fr: [
    "Les trains de nuit de Valbrume sont pleins depuis trois ans",
    "Une voiture neuve coûte quatre millions d'euros à la région",
    "L'avion de Valbrume perd quatre passagers sur dix en hiver",
  ],
  es: [
    "La ciudad de Puerto Hondo pierde cuatro litros de cada diez",
    "Los contadores nuevos muestran las fugas en una sola noche",
    "Un litro perdido cuesta más que un litro ahorrado en casa",
  ],
};

const extract = (segments: ReturnType<typeof said>, language: string | null) =>
  extractVerbatim({ segments, language, showTitle: "S", episodeTitle: "E", description: "", persons: [] });

describe("passages in other languages than English", () => {
  it.each(["de", "fr", "es"] as const)("are whole sentences as they were said, and pass the gate: %s", (language) => {
    const segments = talks[language];
    const { insights } = extract(segments, `${language}-XX`);
    expect(insights.map(({ headline }) => headline).sort()).toEqual([...expected[language]].sort());
    const spoken = segments.map(({ text }) => text).join(" ");
    for (const draft of insights) {
      expect(draft.language).toBe(language);
      expect(spoken).toContain(draft.body);
      expect(draft.body.startsWith(draft.headline)).toBe(true);
      expect(gateFaults(draft, { segments, metadata: [] }, "verbatim")).toEqual([]);
    }
  });

  it.each([
    [
      "it",
      "I contatori nuovi mostrano le perdite in una sola notte",
      "Ma nessuno lo vuole dire, e noi nemmeno. %. Alle tre del mattino quasi nessuno usa acqua, e quello che scorre ancora sotto la strada è una perdita con un indirizzo e un prezzo. Questo è il punto. Quindi non si sa chi la paga.",
    ],
    [
      "pt",
      "Os contadores novos mostram as fugas numa só noite",
      "Mas ninguém quer dizer isso, e nós também não. %. Às três da manhã quase ninguém usa água, e o que ainda corre debaixo da rua é uma fuga com um endereço e um preço. Isso é o que falta. Então não se sabe quem a paga.",
    ],
    [
      "nl",
      "De nieuwe meters tonen de lekken in een enkele nacht",
      "Maar niemand wil dat zeggen, en wij ook niet. %. Om drie uur in de ochtend gebruikt bijna niemand water, en wat dan nog onder de straat stroomt is een lek met een adres en een prijs. Dat is het punt. Dus weet niemand wie het betaalt.",
    ],
  ])("are the one that stands alone, of a language with fewer words: %s", (language, headline, text) => {
    const segments = said(text.replace("%", headline).replace(/(?<=\.) /g, "\n"));
    const { insights } = extract(segments, language);
    expect(insights.map((draft) => [draft.language, draft.headline])).toEqual([[language, headline]]);
  });

  it("are found where nobody says which language it is, when there are enough words to tell", () => {
    const longer = [talks.de, talks.de, talks.de, talks.de, talks.de].flat().map((segment, i) => ({
      ...segment,
      startMs: i * 9_000,
      endMs: (i + 1) * 9_000,
    }));
    expect(extract(longer, null).insights.length).toBeGreaterThan(0);
  });

  it("are none where the words are not of the language they are said to be of, or of one that is not known", () => {
    for (const [segments, language] of [
      [talks.de, "fr"],
      [talks.de, "en"],
      [
        said(
          "Miasto Portowo traci cztery litry wody z każdych dziesięciu, a rury są bardzo stare i nikt ich nie wymienia.",
        ),
        "pl",
      ],
    ] as const) {
      const { insights, drops } = extract([...segments], language);
      expect(insights).toEqual([]);
      expect(drops.map(({ reason }) => reason)).toEqual(["language"]);
    }
  });
});

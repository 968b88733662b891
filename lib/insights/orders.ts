import type { SpokenSegment } from "./insight";
import { orderFamilies } from "./order-families";
import { type Sentence, sentencesOf } from "./sentences";

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
    .replace(/\b(?:\p{L}[ .\-_*]){2,}\p{L}\b/gu, (run) => run.replace(/[ .\-_*]/gu, ""))
    .replace(/(?<=\p{L})0(?=\p{L})/gu, "o")
    .replace(/(?<=\p{L})[1!](?=\p{L})|(?<![\p{L}\p{N}])1(?=\p{L}{2})/gu, "i")
    .replace(/(?<=\p{L})3(?=\p{L})/gu, "e")
    .replace(/(?<=\p{L})[4@](?=\p{L})/gu, "a");
}

/** True where a text speaks to a machine that reads it: gives it orders, or hides something from people. */
export function givesOrders(text: string): boolean {
  const meant = asMeant(text);
  return orderFamilies.some((family) => family.test(text) || family.test(meant));
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

import { DomUtils, parseDocument } from "htmlparser2";
import type { RawFeed, RawItem } from "./raw-feed";

type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

const isElement = (node: unknown): node is Element => typeof node === "object" && node !== null && "attribs" in node;
const nameOf = (element: Element) => element.name.toLowerCase().replace(/^.*:/, "");
const childrenOf = (element: Element) => element.children.filter(isElement);

/** The first child of any of these names, prefixes aside; earlier names go before later ones. */
function child(element: Element, ...names: string[]): Element | undefined {
  const children = childrenOf(element);
  for (const name of names) {
    const found = children.find((candidate) => nameOf(candidate) === name);
    if (found) return found;
  }
  return undefined;
}

const text = (element: Element | undefined) => element && DomUtils.textContent(element);

function attribute(element: Element | undefined, name: string): string | undefined {
  const key = element && Object.keys(element.attribs).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : element?.attribs[key];
}

/**
 * Reads what no other parser does: documents whose tags do not match or that hold little; RSS,
 * RDF, Atom and even CDF of 1997. By names of elements alone, whatever their case and prefix.
 */
export function readLeniently(xml: string): RawFeed {
  const document = parseDocument(xml, { xmlMode: true });
  const all = DomUtils.getElementsByTagName(() => true, document, true);
  const isItem = (element: Element) => nameOf(element) === "item" || nameOf(element) === "entry";
  const items = all.filter((element) => isItem(element) && !hasItemAbove(element, isItem));
  const channel =
    all.find((element) => nameOf(element) === "channel") ?? all.find((element) => nameOf(element) === "feed");
  const of = (...names: string[]) => (channel ? child(channel, ...names) : undefined);
  const owner = of("owner");
  const image = of("image");
  return {
    title: text(of("title")),
    description: text(of("description", "subtitle", "abstract", "summary")),
    link: linkOf(channel),
    language: text(of("language")),
    images: [attribute(image, "href"), image && text(child(image, "url")), text(of("logo"))],
    author: text(of("author")),
    owner: owner && text(child(owner, "name")),
    explicit: text(of("explicit")),
    categories: channel ? categoriesOf(channel) : [],
    guid: text(of("guid")),
    newFeedUrl: text(of("new-feed-url")),
    ttl: text(of("ttl")),
    skipHours: [],
    skipDays: [],
    base: attribute(all[0], "xml:base"),
    items: items.map(toItem),
  };
}

function hasItemAbove(element: Element, isItem: (element: Element) => boolean): boolean {
  for (let above = element.parent; above; above = above.parent) if (isElement(above) && isItem(above)) return true;
  return false;
}

/** RSS writes a category as text, iTunes and Atom as attributes; iTunes nests them. */
function categoriesOf(element: Element): (string | undefined)[] {
  return childrenOf(element)
    .filter((candidate) => nameOf(candidate) === "category")
    .flatMap((category) => [
      attribute(category, "text") ?? attribute(category, "label") ?? attribute(category, "term") ?? text(category),
      ...categoriesOf(category),
    ]);
}

/** Atom's and CDF's links are attributes, RSS's is text. */
function linkOf(element: Element | undefined): string | undefined {
  if (!element) return undefined;
  const links = childrenOf(element).filter((candidate) => nameOf(candidate) === "link" || nameOf(candidate) === "a");
  const own = links.find((link) => (attribute(link, "rel") ?? "alternate") === "alternate");
  return (own && (attribute(own, "href") ?? text(own))) || attribute(element, "href");
}

function toItem(item: Element): RawItem {
  const named = (name: string) => childrenOf(item).filter((candidate) => nameOf(candidate) === name);
  const links = named("link").filter((link) => attribute(link, "rel") === "enclosure");
  return {
    guid: text(child(item, "guid", "id")) ?? attribute(item, "rdf:about"),
    title: text(child(item, "title")),
    link: linkOf(item),
    dates: ["pubdate", "published", "updated", "issued", "modified", "created", "date"].flatMap((name) =>
      named(name).map(text),
    ),
    descriptions: ["encoded", "content", "description", "summary", "abstract"].map((name) => text(child(item, name))),
    duration: text(child(item, "duration")),
    enclosures: [...named("enclosure"), ...links].map((element) => ({
      url: attribute(element, "url") ?? attribute(element, "href"),
      type: attribute(element, "type"),
      byteLength: attribute(element, "length"),
    })),
    image: attribute(child(item, "image"), "href"),
    season: text(child(item, "season")),
    number: text(child(item, "episode")),
    explicit: text(child(item, "explicit")),
    categories: categoriesOf(item),
    chapters: { url: attribute(child(item, "chapters"), "url"), type: attribute(child(item, "chapters"), "type") },
    persons: named("person").map((element) => ({ name: text(element), role: attribute(element, "role") })),
    transcripts: named("transcript").map((element) => ({
      url: attribute(element, "url"),
      type: attribute(element, "type"),
      language: attribute(element, "language"),
      rel: attribute(element, "rel"),
    })),
  };
}

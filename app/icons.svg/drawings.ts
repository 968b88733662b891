import {
  Bookmark,
  Ellipsis,
  EyeOff,
  Flag,
  type IconNode,
  Image,
  Link2,
  Quote,
  Share2,
  Smartphone,
  ThumbsDown,
  ThumbsUp,
} from "lucide";

const icons = {
  save: Bookmark,
  share: Share2,
  more: Ellipsis,
  link: Link2,
  text: Quote,
  picture: Image,
  app: Smartphone,
  liked: ThumbsUp,
  disliked: ThumbsDown,
  hide: EyeOff,
  report: Flag,
} as const satisfies Record<string, IconNode>;

export type IconName = keyof typeof icons;

const element = ([tag, attributes]: IconNode[number]) =>
  `<${tag} ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ")}/>`;

/** The drawings of all icons as one SVG document with a symbol of each one's name. */
export const drawings = `<svg xmlns="http://www.w3.org/2000/svg">${Object.entries(icons)
  .map(
    ([name, node]: [string, IconNode]) =>
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${node.map(element).join("")}</symbol>`,
  )
  .join("")}</svg>`;

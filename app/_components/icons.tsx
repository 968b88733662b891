import {
  Bookmark,
  Ellipsis,
  EyeOff,
  Flag,
  Image,
  Link2,
  Quote,
  Share2,
  Smartphone,
  ThumbsDown,
  ThumbsUp,
} from "lucide-react";

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
} as const;

/** The drawings of all icons, once a page: a card has half a dozen of them. */
export function IconSprite() {
  return (
    <svg className="sprite" aria-hidden="true">
      {Object.entries(icons).map(([name, Drawing]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          <Drawing strokeWidth={1.75} />
        </symbol>
      ))}
    </svg>
  );
}

/** A small drawing beside a word that says the same. */
export function Icon({ name }: { name: keyof typeof icons }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  );
}

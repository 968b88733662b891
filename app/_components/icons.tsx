import { createHash } from "node:crypto";
import { drawings, type IconName } from "../icons.svg/drawings";

/** Other drawings have another address: browsers keep what they have. */
const address = `/icons.svg?v=${createHash("sha256").update(drawings).digest("hex").slice(0, 8)}`;

/** A small drawing beside a word that says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`${address}#${name}`} />
    </svg>
  );
}

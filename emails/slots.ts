import { randomBytes } from "node:crypto";

/** Differs in each process, so that no feed can write a slot into its titles. */
const mark = randomBytes(6).toString("hex");

/** A place in rendered HTML or text that is filled later, so that what all readers share is rendered once. */
export const slot = (name: string) => `[${mark}:${name}]`;

const slots = new RegExp(`\\[${mark}:([a-zA-Z]+)\\]`, "u");

/** Text cut at its slots: what stands between them, and their names. */
export interface Slotted {
  between: string[];
  names: string[];
}

/** Cuts a text at its slots. */
export function cutAtSlots(text: string): Slotted {
  const parts = text.split(slots);
  return { between: parts.filter((_, i) => i % 2 === 0), names: parts.filter((_, i) => i % 2 === 1) };
}

/** Puts values into a text's slots as they are; what has no value stays empty. */
export function fillSlots({ between, names }: Slotted, values: Readonly<Record<string, string>>): string {
  let filled = between[0] ?? "";
  for (let i = 0; i < names.length; i++) filled += (values[names[i] ?? ""] ?? "") + (between[i + 1] ?? "");
  return filled;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** A text as React writes it into HTML. */
export function escapeHtml(text: string): string {
  return /[&<>"']/u.test(text) ? text.replace(/[&<>"']/gu, (character) => escapes[character] ?? "") : text;
}

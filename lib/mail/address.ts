import { z } from "zod";

const email = z.email();

/** Whether emails can be addressed to it: one plain address, nothing before, behind or between. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && email.safeParse(text).success;
}

/** The address inside a sender as settings have it: "Overheard <o@example.org>" or the address alone; null where there is none. */
export function senderAddress(sender: string): string | null {
  const address = /^[^<>]*<([^<>]+)>\s*$/u.exec(sender)?.[1] ?? sender;
  return /[\r\n]/u.test(sender) || !/^[^@\s]+@[^@\s]+$/u.test(address.trim()) ? null : address.trim();
}

/** The domain of an address, for Message-IDs; "localhost" where it has none. */
export function domainOf(address: string): string {
  return /@([A-Za-z0-9.-]+)$/u.exec(address)?.[1] ?? "localhost";
}

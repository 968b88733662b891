import { randomUUID } from "node:crypto";
import type { Db } from "../../lib/db/types";
import { tell } from "./stage-rows";

/** Settings under which mail goes to a Resend of the tests. */
export const resendSettings = (url: string): Record<string, string> => ({
  EMAIL_TRANSPORT: "resend",
  EMAIL_FROM: "Overheard <five@mail.example.com>",
  RESEND_API_KEY: "re_test",
  RESEND_BASE_URL: url,
  APP_URL: "https://overheard.example",
  AUTH_SECRET: "a secret that only tests have",
});

/** How a test wants a reader. */
export interface TestReader {
  email: string;
  timeZone?: string;
  emailHour?: number;
  emailDays?: number[];
  scheduleFrom?: Date;
  emailVerified?: boolean;
  pausedUntil?: Date;
}

/** Adds readers who get every morning's email at 7 in UTC, unless said otherwise. @returns their ids. */
export async function addReaders(db: Db, readers: TestReader[]): Promise<string[]> {
  const rows = readers.map((reader) => ({
    id: randomUUID(),
    feedToken: randomUUID(),
    emailVerified: true,
    scheduleFrom: new Date(0),
    ...reader,
  }));
  await db.reader.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

/** Adds placed insights of several shows, one story each, published before an instant. */
export async function addPlacedInsights(db: Db, before: Date, count = 5): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 1; n <= count; n++) {
    const publishedAt = new Date(before.getTime() - n * 3600_000);
    const headline = `Harbour number ${n} scrapped its parking rule`;
    const body = `Rents in harbour ${n} fell ${n + 5} percent in two years. Builders added ${n}000 flats, because a space had cost as much as a bathroom.`;
    const id = await tell(db, { show: `Show ${n}`, publishedAt, headline, body });
    const story = await db.story.create({
      data: { title: headline, firstSeenAt: publishedAt, lastSeenAt: publishedAt },
    });
    const { episodeId } = await db.insight.update({ where: { id }, data: { storyId: story.id, placedAt: before } });
    await db.episode.update({ where: { id: episodeId }, data: { stage: "placed" } });
    ids.push(id);
  }
  return ids;
}

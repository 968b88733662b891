import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Room on the disk that holds a folder. */
export interface DiskSpace {
  freeBytes: number;
  totalBytes: number;
}

/** Below either the operator is told: a day of transcripts and recordings still fits then. */
const leastFreeBytes = 1e9;
const leastFreeShare = 0.05;

/** Room on the disk of a folder, or of the nearest folder above it that exists. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  let place = resolve(folder);
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, blocks, bsize } = await statfs(place);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Whether a disk is nearly full. */
export function isNearlyFull({ freeBytes, totalBytes }: DiskSpace): boolean {
  return freeBytes < leastFreeBytes || freeBytes < totalBytes * leastFreeShare;
}

/** Below that no new work is taken: what is under way, and the embedded database's log of changes, still fit. */
const leastFreeBytesToWork = 200e6;

/** Whether a disk is so full that work has to stop. */
export const isFull = ({ freeBytes }: DiskSpace): boolean => freeBytes < leastFreeBytesToWork;

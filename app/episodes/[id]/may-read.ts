import { currentReader } from "../../../lib/accounts/session";
import { env } from "../../../lib/env";

/** Whether whoever asks may read whole transcripts: signed-in readers, and everybody where the operator says so. */
export async function mayReadTranscripts(): Promise<boolean> {
  return env().PUBLIC_TRANSCRIPTS || (await currentReader()) !== null;
}

import { toVtt } from "../../../../lib/transcripts/documents";
import { transcriptFile } from "../transcript-file";

/** The transcript as captions. */
export function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return transcriptFile(params, {
    extension: "vtt",
    contentType: "text/vtt",
    write: toVtt,
  });
}

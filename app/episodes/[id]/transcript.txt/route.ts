import { toPlainText } from "../../../../lib/transcripts/documents";
import { transcriptFile } from "../transcript-file";

/** The transcript as text. */
export function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return transcriptFile(params, { extension: "txt", contentType: "text/plain", write: toPlainText });
}

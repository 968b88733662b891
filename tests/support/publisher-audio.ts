import { sampleAudio } from "../../jobs/demo/sample-audio";
import type { TestServer } from "./test-server";

/**
 * Has a publisher's server give a recording of silence, in parts as publishers do: else a browser cannot go to a second that it
 * has not loaded.
 * @returns its address.
 */
export function serveSilence(publisher: TestServer, seconds: number, path = "/audio.wav"): string {
  const audio = sampleAudio([], seconds);
  publisher.routes.set(path, (request, response) => {
    const from = Number(/^bytes=(\d+)/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response
      .writeHead(206, {
        "accept-ranges": "bytes",
        "content-type": "audio/wav",
        "content-length": audio.length - from,
        "content-range": `bytes ${from}-${audio.length - 1}/${audio.length}`,
      })
      .end(audio.subarray(from));
  });
  return `${publisher.origin}${path}`;
}

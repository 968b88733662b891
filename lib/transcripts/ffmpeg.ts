import { spawn } from "node:child_process";

/** Why ffmpeg made nothing of a file: it is not installed, found no sound in it, or took too long. */
export class FfmpegError extends Error {
  override name = "FfmpegError";
  constructor(
    readonly kind: "missing" | "unreadable" | "too-long",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Containers of recordings. What is not here is not opened: playlists and the like would have ffmpeg fetch other files and
 * addresses.
 */
const demuxers =
  "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,asf_o,au,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,ogg,tta,w64,wav,wv";

/** What ffmpeg says on its error stream is kept up to this. */
const mostSaid = 4_000;

/**
 * Has ffmpeg write a recording's sound anew as AAC, which can be cut at packet borders: one channel, since speech needs no
 * more. The process is killed when it takes too long, or when ours ends.
 * @param command the program, such as "ffmpeg".
 * @param limits.maxSeconds of the recording; the rest is left out.
 * @throws FfmpegError
 */
export async function toAac(
  command: string,
  input: string,
  output: string,
  limits: { maxSeconds: number; timeoutMs: number },
): Promise<void> {
  const child = spawn(
    command,
    // biome-ignore format: an option with its value belongs on one line.
    [
      "-nostdin", "-hide_banner", "-v", "error", "-y",
      "-protocol_whitelist", "file", "-format_whitelist", demuxers,
      "-i", `file:${input}`,
      "-map", "0:a:0", "-map_metadata", "-1", "-vn", "-sn", "-dn",
      "-t", String(limits.maxSeconds),
      "-ac", "1", "-ar", "24000", "-c:a", "aac", "-b:a", "48k",
      // The same recording gives the same bytes, by which paid pieces are known again.
      "-fflags", "+bitexact", "-flags:a", "+bitexact",
      "-f", "mp4", "-movflags", "+faststart",
      `file:${output}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"], windowsHide: true },
  );
  let said = "";
  child.stderr.on("data", (chunk) => {
    if (said.length < mostSaid) said += chunk;
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, limits.timeoutMs);
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (isLate)
      throw new FfmpegError("too-long", `ffmpeg did not finish within ${Math.round(limits.timeoutMs / 1000)} seconds.`);
    if (code !== 0)
      throw new FfmpegError(
        "unreadable",
        said.trim().split("\n").at(-1)?.slice(0, 200) || `ffmpeg ended with ${code}.`,
      );
  } catch (error) {
    if (error instanceof FfmpegError) throw error;
    throw new FfmpegError("missing", `${command} cannot be run (${error instanceof Error ? error.message : error}).`);
  } finally {
    clearTimeout(timer);
    process.off("exit", killWithUs);
  }
}

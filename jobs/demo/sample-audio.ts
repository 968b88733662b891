import type { TimedSentence } from "./script";

const samplesPerSecond = 8_000;

/**
 * The sample shows were written, never recorded. Their audio is a soft tone at the start of every sentence, higher for
 * the second speaker, so that playing from a quote's second can be heard to land where it should.
 * @returns a WAV file, 8 kHz, 8 bit, mono.
 */
export function sampleAudio(sentences: TimedSentence[], seconds: number): Buffer {
  const samples = Buffer.alloc(seconds * samplesPerSecond, 128);
  const speakers = [...new Set(sentences.map((sentence) => sentence.speaker))];
  for (const sentence of sentences) {
    const hertz = 330 * 1.25 ** speakers.indexOf(sentence.speaker);
    const first = Math.floor((sentence.startMs / 1000) * samplesPerSecond);
    const length = samplesPerSecond / 5;
    for (let i = 0; i < length && first + i < samples.length; i++) {
      const loudness = 24 * Math.sin((Math.PI * i) / length);
      samples[first + i] = 128 + Math.round(loudness * Math.sin((2 * Math.PI * hertz * i) / samplesPerSecond));
    }
  }
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samplesPerSecond, 24);
  header.writeUInt32LE(samplesPerSecond, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

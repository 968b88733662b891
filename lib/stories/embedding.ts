import { createHash } from "node:crypto";

/** What cosines of a model mean: those of two texts on different things, and of two that say the same. */
export interface EmbeddingScale {
  unrelated: number;
  same: number;
}

/** Turns texts into vectors. Vectors of different models are never compared. */
export interface Embedder {
  /** Name and version; stored beside each vector. */
  model: string;
  /** True where vectors know nothing beyond the words of the texts, and cost nothing. */
  isLocal: boolean;
  /** One unit vector for each text. @throws EmbeddingError, BudgetError */
  embed(texts: string[]): Promise<Float32Array[]>;
}

/** A service that cannot or will not embed; `message` says why and what to do. */
export class EmbeddingError extends Error {
  override name = "EmbeddingError";
}

/** Cosine of the angle between two unit vectors; 0 for those of two lengths, which two models made. */
export function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** A vector of length 1 in the same direction; one of length 0 stays as it is. */
export function unitVector(values: readonly number[] | Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length === 0 ? 0 : value / length));
}

/** What is embedded of an insight. */
export const insightText = ({ headline, body }: { headline: string; body: string }) => `${headline}. ${body}`;

/** By what a text's vector is kept: its SHA-256, in hexadecimal digits. */
export function textHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A vector as it is stored: float32, little endian. */
export function vectorBytes(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(vector.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of vector.entries()) view.setFloat32(i * 4, value, true);
  return bytes;
}

/** The vector of stored bytes. */
export function bytesVector(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const vector = new Float32Array(bytes.byteLength / 4);
  for (let i = 0; i < vector.length; i++) vector[i] = view.getFloat32(i * 4, true);
  return vector;
}

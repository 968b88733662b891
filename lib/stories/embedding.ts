/** Turns texts into vectors. Vectors of different models are never compared. */
export interface Embedder {
  /** Name and version; stored beside each vector. */
  model: string;
  /** One unit vector for each text. */
  embed(texts: string[]): Promise<Float32Array[]>;
}

/** Cosine of the angle between two unit vectors of one length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
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
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

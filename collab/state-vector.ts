import { ByteReader, MalformedError } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";

export type StateVector = ReadonlyMap<number, number>;

/** @throws MalformedError */
export function decodeStateVector(bytes: Uint8Array): Map<number, number> {
  const reader = new ByteReader(bytes);
  const count = reader.varUint();
  // Each entry takes two bytes at least.
  if (count * 2 > reader.remaining) throw new MalformedError("more entries than bytes");
  const vector = new Map<number, number>();
  for (let i = 0; i < count; i++) vector.set(reader.varUint(), reader.varUint());
  if (reader.remaining !== 0) throw new MalformedError("trailing bytes");
  return vector;
}

export function encodeStateVector(vector: StateVector): Uint8Array {
  const writer = new ByteWriter(8 + vector.size * 8);
  writer.varUint(vector.size);
  for (const [client, clock] of vector) {
    writer.varUint(client);
    writer.varUint(clock);
  }
  return writer.finish();
}

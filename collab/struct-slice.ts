import { ByteWriter } from "./byte-writer.ts";
import { REF, type Section, StructReader } from "./update-scan.ts";

/** Units of UTF-16 that a three-byte U+FFFD stands for where a surrogate pair is cut: Yjs writes the same. */
const REPLACEMENT = new Uint8Array([0xef, 0xbf, 0xbd]);

/**
 * The structs at and after `clock`, which lies inside the section. A struct that begins earlier is cut the way Yjs cuts it:
 * its origin becomes the id before the cut, its right origin stays.
 */
export function sliceStructs(section: Section, clock: number): Section {
  const reader = new StructReader(section.bytes);
  reader.begin(section.client, section.clock);
  let read = 0;
  do {
    reader.readStruct();
    read++;
  } while (reader.next <= clock);
  const skipped = read - 1;
  if (reader.clock === clock) {
    return { ...section, clock, structs: section.structs - skipped, bytes: section.bytes.subarray(reader.start) };
  }
  const writer = new ByteWriter(section.bytes.length - reader.start + 24);
  writeCut(writer, reader, clock - reader.clock);
  writer.append(section.bytes.subarray(reader.pos));
  return { ...section, clock, structs: section.structs - skipped, bytes: writer.finish() };
}

function writeCut(writer: ByteWriter, struct: StructReader, offset: number): void {
  if (struct.ref === REF.gc) {
    writer.byte(REF.gc);
    writer.varUint(struct.length - offset);
    return;
  }
  const hasRight = struct.rightClient >= 0;
  // Yjs keeps the flag of an attribute although the key itself is not written when an origin is.
  const flags = (struct.bytes[struct.start] ?? 0) & 0x20;
  writer.byte(struct.ref | 0x80 | (hasRight ? 0x40 : 0) | flags);
  writer.varUint(struct.client);
  writer.varUint(struct.clock + offset - 1);
  if (hasRight) {
    writer.varUint(struct.rightClient);
    writer.varUint(struct.rightClock);
  }
  const content = new StructReader(struct.bytes, struct.contentStart);
  if (struct.ref === REF.deleted) {
    writer.varUint(struct.length - offset);
  } else if (struct.ref === REF.string) {
    content.varUint();
    const cut = cutText(struct.bytes, content.pos, offset);
    writer.varUint(struct.pos - cut.at + (cut.replaced ? REPLACEMENT.length : 0));
    if (cut.replaced) writer.append(REPLACEMENT);
    writer.append(struct.bytes.subarray(cut.at, struct.pos));
  } else {
    content.varUint();
    for (let i = 0; i < offset; i++) {
      if (struct.ref === REF.any) content.skipAny();
      else content.skipString();
    }
    writer.varUint(struct.length - offset);
    writer.append(struct.bytes.subarray(content.pos, struct.pos));
  }
}

/** Byte position after `units` UTF-16 units; `replaced` when the cut falls inside a pair, whose bytes are then left out. */
function cutText(bytes: Uint8Array, start: number, units: number): { at: number; replaced: boolean } {
  let at = start;
  let left = units;
  while (left > 0) {
    const lead = bytes[at] ?? 0;
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    at += size;
    left -= size === 4 ? 2 : 1;
  }
  return { at, replaced: left < 0 };
}

/** Finds where a struct hangs and whether the text allows it there. */
import { createDecoder, readAny } from "lib0/decoding";
import { ByteReader, decodeText } from "./byte-reader.ts";
import {
  attributeCode,
  elementKind,
  isAttributeValueAllowed,
  isChildAllowed,
  isEmbedAllowed,
  isMarkAllowed,
  KIND,
  MAX_ATTRIBUTE_BYTES,
  type NodeKind,
  ROOT_NAME,
} from "./docs/schema.ts";
import { BODY_NODE, OPENS_DELETED, OPENS_NOTHING, type Place, type StructureIndex, UNKNOWN_NODE } from "./structure-index.ts";
import { PARENT, REF, type StructReader, TYPE } from "./update-scan.ts";

const COLLECTED: Readonly<Place> = { parent: UNKNOWN_NODE, attribute: 0, opens: OPENS_DELETED };
/** Filled anew for each struct: this runs for every key typed and for every struct of a document at its first write. */
const leftPlace: Place = { parent: UNKNOWN_NODE, attribute: 0, opens: OPENS_NOTHING };
const rightPlace: Place = { parent: UNKNOWN_NODE, attribute: 0, opens: OPENS_NOTHING };

/**
 * Records the struct in the index when it is allowed; false when it is not. Ids it refers to exist already.
 * `trusted` skips the content check for bytes that passed it once.
 */
export function placeStruct(index: StructureIndex, struct: StructReader, trusted: boolean): boolean {
  if (struct.ref === REF.gc) {
    index.record(struct.client, struct.clock, COLLECTED);
    return true;
  }
  const place = findPlace(index, struct);
  if (place === null) return false;
  const parentKind = index.kindOf(place.parent);
  let opens: number | null = OPENS_NOTHING;
  if (struct.ref === REF.deleted) opens = OPENS_DELETED;
  else if (struct.ref === REF.type) opens = openNode(index, struct, place, parentKind);
  else if (!trusted && !isContentAllowed(struct, place, parentKind)) return false;
  if (opens === null) return false;
  index.record(struct.client, struct.clock, place, opens);
  return true;
}

/** Yjs takes the parent of the left neighbour, else of the right one; honest neighbours share it. */
function findPlace(index: StructureIndex, struct: StructReader): Place | null {
  const left = struct.originClient >= 0 ? index.find(struct.originClient, struct.originClock, leftPlace) : null;
  const right = struct.rightClient >= 0 ? index.find(struct.rightClient, struct.rightClock, rightPlace) : null;
  if (left !== null && right !== null) {
    // A struct between two parents would be kept by a replica that still holds both and collected by one that does not.
    return left.parent === right.parent && left.attribute === right.attribute ? left : null;
  }
  return left ?? right ?? findParent(index, struct);
}

function findParent(index: StructureIndex, struct: StructReader): Place | null {
  const key = struct.subStart < 0 ? null : decodeText(struct.bytes, struct.subStart, struct.subEnd);
  if (struct.parent === PARENT.root) {
    const isBody = decodeText(struct.bytes, struct.nameStart, struct.nameEnd) === ROOT_NAME;
    return isBody && key === null ? { parent: BODY_NODE, attribute: 0, opens: OPENS_NOTHING } : null;
  }
  const holder = index.find(struct.parentClient, struct.parentClock, leftPlace);
  const parent = holder.opens === OPENS_DELETED ? UNKNOWN_NODE : holder.opens;
  if (holder.opens === OPENS_NOTHING) return null;
  if (key === null) return { parent, attribute: 0, opens: OPENS_NOTHING };
  const attribute = attributeCode(index.kindOf(parent), key);
  return attribute === 0 ? null : { parent, attribute, opens: OPENS_NOTHING };
}

function openNode(index: StructureIndex, struct: StructReader, place: Place, parentKind: NodeKind): number | null {
  if (place.attribute !== 0) return null;
  const kind = typeKind(struct);
  if (kind === null || !isChildAllowed(parentKind, kind)) return null;
  // Below a collected parent nothing is shown, whatever is said about it later.
  return parentKind === KIND.unknown ? OPENS_DELETED : index.addNode(kind);
}

function typeKind(struct: StructReader): NodeKind | null {
  if (struct.typeRef === TYPE.xmlText) return KIND.text;
  if (struct.typeRef !== TYPE.xmlElement) return null;
  const reader = new ByteReader(struct.bytes, struct.contentStart);
  reader.varUint();
  const length = reader.varUint();
  return length > 32 ? null : elementKind(decodeText(struct.bytes, reader.pos, reader.pos + length));
}

function isContentAllowed(struct: StructReader, place: Place, parentKind: NodeKind): boolean {
  const unknown = parentKind === KIND.unknown;
  switch (struct.ref) {
    case REF.string:
      return place.attribute === 0 && (unknown || parentKind === KIND.text);
    case REF.any:
      return (unknown || place.attribute !== 0) && isValueAllowed(struct, place.attribute);
    case REF.embed: {
      const value = parseJson(struct, new ByteReader(struct.bytes, struct.contentStart));
      return place.attribute === 0 && (unknown || parentKind === KIND.text) && isEmbedAllowed(value);
    }
    case REF.format: {
      const reader = new ByteReader(struct.bytes, struct.contentStart);
      const length = reader.varUint();
      if (length > 32) return false;
      const name = decodeText(struct.bytes, reader.pos, reader.pos + length);
      reader.skip(length);
      return place.attribute === 0 && (unknown || parentKind === KIND.text) && isMarkAllowed(name, parseJson(struct, reader));
    }
    default:
      return false;
  }
}

/** Yjs joins values of an attribute that one client overwrote and deleted, so there may be several. */
function isValueAllowed(struct: StructReader, attribute: number): boolean {
  const reader = new ByteReader(struct.bytes, struct.contentStart);
  for (let left = reader.varUint(); left > 0; left--) {
    const start = reader.pos;
    const tag = struct.bytes[start] ?? 0;
    // Objects, arrays, byte arrays and big integers are no attribute values; scalars are safe to decode.
    if (tag < 119 || tag === 122) return false;
    reader.skipAny();
    if (reader.pos - start > MAX_ATTRIBUTE_BYTES) return false;
    if (attribute !== 0 && !isAttributeValueAllowed(attribute, readAny(createDecoder(struct.bytes.subarray(start, reader.pos)))))
      return false;
  }
  return true;
}

const MAX_JSON_BYTES = 8192;

/** undefined where the text is no JSON: Yjs would throw on it. */
function parseJson(struct: StructReader, reader: ByteReader): unknown {
  const length = reader.varUint();
  if (length > MAX_JSON_BYTES) return undefined;
  try {
    return JSON.parse(decodeText(struct.bytes, reader.pos, reader.pos + length));
  } catch {
    return undefined;
  }
}

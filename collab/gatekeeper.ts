import type { AdmissionState } from "./admission-state.ts";
import { MalformedError } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { DeleteRanges } from "./delete-ranges.ts";
import type { Limits } from "./limits.ts";
import { placeStruct } from "./placement.ts";
import type { Access, Refusal } from "./protocol.ts";
import { sectionFrom, writeSections } from "./section-set.ts";
import { orderStructs } from "./struct-order.ts";
import { type DeletedRange, PARENT, type ScannedUpdate, type Section, type StructReader, scanUpdate } from "./update-scan.ts";

export interface AdmitContext {
  readonly state: AdmissionState;
  readonly author: string;
  readonly access: Access;
  readonly kind: "update" | "step2" | "server";
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Who used a client id in presence first. */
  claimant(client: number): string | undefined;
}

export interface Accepted {
  readonly type: "accepted";
  /** One V1 update that holds exactly what is new. */
  readonly update: Uint8Array;
  readonly sections: readonly Section[];
  readonly deletes: readonly DeletedRange[];
  /** Client ids bound to the author by this update. */
  readonly bound: readonly number[];
}

export type Admission =
  | Accepted
  /** Everything in it is known already: nothing to store. */
  | { readonly type: "known" }
  /** `structs` tells new text apart from mere deletions, which every Yjs reader may send after cleaning up formats. */
  | { readonly type: "refused"; readonly reason: Refusal; readonly structs: boolean };

/** A step 2 repeats what its sender wrote offline; what the server itself makes may replace a whole document. */
const LONGEST: Record<AdmitContext["kind"], (limits: Limits) => number> = {
  update: (limits) => limits.maxUpdate,
  step2: (limits) => limits.maxFrame,
  server: (limits) => limits.maxDocument,
};
/** New deleted ranges of one update. Nobody deletes in so many places by hand. */
const MAX_RANGES = 20_000;

const refuse = (reason: Refusal, structs = true): Admission => ({ type: "refused", reason, structs });

/**
 * The only door to a document. Decides on bytes alone; changes `state` only when it accepts, and then completely.
 * An accepted update leaves no reader with pending structs.
 */
export function admit(update: Uint8Array, context: AdmitContext): Admission {
  const { state, limits, kind } = context;
  if (update.length > LONGEST[kind](limits)) return refuse("too-large");
  const scanned = scan(update);
  if (scanned === null) return refuse("malformed");
  const fresh = keepNew(scanned, state);
  if (fresh.update.sections.length === 0 && fresh.update.deletes.length === 0) return { type: "known" };
  const { sections, deletes } = fresh.update;
  if (deletes.length > MAX_RANGES) return refuse("too-large");
  for (const section of sections) if (section.clock > state.clock(section.client)) return refuse("resync");
  const bound: number[] = [];
  for (const { client } of sections) {
    const owner = state.owner(client) ?? context.claimant(client);
    if (owner !== undefined && owner !== context.author) return refuse("foreign-client");
    if (state.owner(client) === undefined) bound.push(client);
  }
  if (context.access !== "write") return refuse("read-only", sections.length > 0);
  if (bound.length > 0 && kind !== "server") {
    if (state.boundToday(context.author, context.now) + bound.length > limits.newClientsPerDay) return refuse("client-limit");
  }
  const bytes = fresh.whole ? update : encode(fresh.update);
  // Deleting stays possible in a full document.
  const ceiling = sections.length > 0 ? limits.maxDocument : 2 * limits.maxDocument;
  if (state.size + bytes.length > ceiling) return refuse("document-full");
  for (const range of deletes) if (range.clock + range.length > endClock(range.client, sections, state)) return refuse("resync");
  const reason = sections.length === 0 ? null : placeAll(sections, state);
  if (reason !== null) return refuse(reason);
  state.apply(fresh.update, bound, { author: context.author, boundAt: context.now });
  return { type: "accepted", update: bytes, sections, deletes, bound };
}

function scan(update: Uint8Array): ScannedUpdate | null {
  try {
    return scanUpdate(update);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

/** Leaves out structs and deletions the document has; `whole` when nothing had to be left out. */
function keepNew(scanned: ScannedUpdate, state: AdmissionState): { update: ScannedUpdate; whole: boolean } {
  let whole = true;
  const sections: Section[] = [];
  for (const section of scanned.sections) {
    const part = sectionFrom(section, state.clock(section.client));
    if (part !== section) whole = false;
    if (part !== null) sections.push(part);
  }
  const deletes: DeletedRange[] = [];
  for (const range of scanned.deletes) {
    if (state.isDeleted(range)) whole = false;
    else deletes.push(range);
  }
  return { update: { sections, deletes }, whole };
}

function encode(update: ScannedUpdate): Uint8Array {
  const writer = new ByteWriter(256);
  writeSections(writer, new Map(update.sections.map((section) => [section.client, [section]])));
  const deletes = new DeleteRanges();
  deletes.addAll(update.deletes);
  deletes.write(writer);
  return writer.finish();
}

function endClock(client: number, sections: readonly Section[], state: AdmissionState): number {
  for (const section of sections) if (section.client === client) return section.end;
  return state.clock(client);
}

/** Checks ids and structure of all new structs and records them; records nothing when one is refused. */
function placeAll(sections: readonly Section[], state: AdmissionState): Refusal | null {
  const index = state.index;
  let reason: Refusal | null = null;
  const exists = (client: number, clock: number): boolean => clock < endClock(client, sections, state);
  const visit = (struct: StructReader): boolean => {
    if (
      (struct.originClient >= 0 && !exists(struct.originClient, struct.originClock)) ||
      (struct.rightClient >= 0 && !exists(struct.rightClient, struct.rightClock)) ||
      (struct.parent === PARENT.item && !exists(struct.parentClient, struct.parentClock))
    ) {
      reason = "resync";
      return false;
    }
    if (placeStruct(index, struct, false)) return true;
    reason = "schema";
    return false;
  };
  index.begin();
  if (orderStructs(sections, visit)) {
    index.commit();
    return null;
  }
  index.rollback();
  return reason ?? "malformed";
}

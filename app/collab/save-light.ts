/** What the save light shows: pure, so that every sentence it can say is tested. It may be late, it may not lie. */
import type { CloseName } from "#collab/close-codes.ts";
import type { Access, Refusal } from "#collab/protocol.ts";

/** After this long without a receipt the light turns amber and offers a file, ms. */
export const LATE_AFTER = 10_000;

export interface LightInput {
  readonly now: number;
  readonly device: { readonly available: boolean; readonly written: boolean };
  readonly phase: "connecting" | "online" | "offline" | "ended";
  readonly synced: boolean;
  readonly access: Access;
  /** Every edit of this page is durable on the server and nothing waits in the editor. */
  readonly saved: boolean;
  readonly waitingSince: number | null;
  readonly refused: Refusal | null;
  readonly ended: CloseName | null;
  readonly storage: boolean;
  readonly savedSeq: number;
  readonly seenBy: Readonly<Record<string, number>>;
  /** The side that is to have seen it; null where there is none (an alliance). */
  readonly otherSide: string | null;
}

/** Which sentence stands beside the lamps. */
export type LightWord =
  | "seen"
  | "saved"
  | "saving"
  | "savedOnDevice"
  | "late"
  | "offline"
  | "offlineUnkept"
  | "refused"
  | "storage"
  | "ended"
  | "connecting"
  | "reading";

export interface Light {
  /** This device, the server, the other side. A lamp behind a dark one is dark. */
  readonly lamps: readonly [boolean, boolean, boolean];
  readonly word: LightWord;
  readonly tone: "calm" | "late" | "error";
  /** Offer the text as a file: it is not safe elsewhere. */
  readonly offerFile: boolean;
}

function wordOf(input: LightInput, seen: boolean): LightWord {
  if (input.refused !== null) return "refused";
  if (input.ended !== null) return "ended";
  if (!input.storage) return "storage";
  const late = input.waitingSince !== null && input.now - input.waitingSince > LATE_AFTER;
  if (input.phase === "offline" || (input.phase === "connecting" && late)) {
    return input.device.available || input.saved ? "offline" : "offlineUnkept";
  }
  if (!input.saved) {
    if (late) return "late";
    return input.device.written && input.device.available ? "savedOnDevice" : "saving";
  }
  if (!input.synced || input.phase === "connecting") return "connecting";
  if (input.access !== "write") return "reading";
  return seen ? "seen" : "saved";
}

/** Decides lamps, words and colour from what is known now. */
export function decideLight(input: LightInput): Light {
  const server = input.saved && input.synced && input.refused === null;
  // What the server has is on a disk, whatever the browser's own storage says; what it has not must be written here.
  const device = input.device.available && input.device.written && (input.saved || input.waitingSince !== null);
  const seenSeq = input.otherSide === null ? undefined : input.seenBy[input.otherSide];
  const other = server && input.savedSeq > 0 && seenSeq !== undefined && seenSeq >= input.savedSeq;
  const word = wordOf(input, other);
  const unsafe =
    !input.saved && (word === "late" || word === "offline" || word === "offlineUnkept" || word === "ended" || word === "storage");
  const error = word === "refused" || word === "ended" || word === "offlineUnkept";
  const calm = word === "offline" ? input.saved : word !== "late" && word !== "storage" && !error;
  return { lamps: [device, server, other], word, tone: error ? "error" : calm ? "calm" : "late", offerFile: word === "refused" || unsafe };
}

import { Budgets, costOfAnswer, costOfMessage } from "./budget.ts";
import { MalformedError } from "./byte-reader.ts";
import { type CloseName, closeForRefusal } from "./close-codes.ts";
import type { CommitOwner, Committer } from "./committer.ts";
import type { StoredDocument } from "./doc-store.ts";
import { DocumentState, type Tail } from "./document-state.ts";
import { FanOut } from "./fan-out.ts";
import { type Accepted, type Admission, admit } from "./gatekeeper.ts";
import { SCHEMA_VERSION } from "./names.ts";
import { Notices } from "./notices.ts";
import type { Peer } from "./peer.ts";
import { PeerState } from "./peer-state.ts";
import { Presence } from "./presence.ts";
import { type Access, type ClientMessage, encodeServerMessage, type Refusal } from "./protocol.ts";
import { type CommittedEntry, rebaseState } from "./rebase.ts";
import { type RoomDeps, type RoomMeta, SubmitRefused } from "./room-port.ts";
import { type ClientFrame, encodeUpdate, parseClientFrame } from "./wire.ts";

export interface RoomOwner {
  readonly committer: Committer;
  /** The last peer left, or the last entry of an empty room is durable. */
  onQuiet(room: Room): void;
  /** The journal tail has grown long. */
  onLongTail(room: Room): void;
}

/** The state vector of somebody who has nothing. */
const NOTHING_KNOWN = Uint8Array.of(0);

interface InFlight {
  readonly update: Accepted;
  readonly author: string;
  readonly writer: Peer | null;
  /** Sync messages that are durable once this entry is. */
  readonly acks: { peer: PeerState; count: number }[];
  readonly done: { resolve(seq: number): void; reject(error: Error): void }[];
}

/**
 * One live document: admits writers' updates, has them journalled, and only then shows them to readers. Holds bytes, no Y.Doc and no
 * I/O. Everything runs on one thread; the only thing it waits for is the committer.
 */
export class Room implements CommitOwner {
  readonly documentId: string;
  readonly lineage: string;
  readonly #deps: RoomDeps;
  readonly #owner: RoomOwner;
  readonly #peers = new Map<Peer, PeerState>();
  readonly #presence: Presence;
  readonly #fanOut: FanOut;
  readonly #notices: Notices;
  #document: DocumentState;
  /** Stored rows could not be read: everybody may only read. */
  quarantined: boolean;
  readonly #budgets: Budgets;
  #inFlight: InFlight[] = [];
  /** What was committed since a compaction began; null while none runs. */
  #sinceFold: CommittedEntry[] | null = null;
  #ackTimer: (() => void) | null = null;
  #lostEntries = false;
  #gone = false;

  /** @throws MalformedError when the stored snapshot cannot be read */
  constructor(documentId: string, meta: RoomMeta, stored: StoredDocument, deps: RoomDeps, owner: RoomOwner) {
    this.documentId = documentId;
    this.lineage = meta.lineage;
    this.#deps = deps;
    this.#owner = owner;
    this.#document = new DocumentState(stored);
    this.quarantined = stored.quarantined || this.#document.damaged;
    const { now, setTimer, limits } = deps;
    this.#budgets = new Budgets(limits, now);
    this.#presence = new Presence({
      limits,
      now,
      setTimer,
      broadcast: (message) => deps.broadcast(this.#peers.keys(), message),
      owner: (client) => this.#document.admission.owner(client),
      refused: (peer, bytes) => this.#report(peer.author, "presence", bytes),
    });
    this.#fanOut = new FanOut({
      now,
      setTimer,
      window: limits.textWindow,
      send: (message, except) => {
        deps.broadcast(this.#readers(except), message);
        this.#notices.sent(this.head);
        if (this.quiet && !this.#gone) this.#owner.onQuiet(this);
      },
      readers: () => this.#peers.size,
    });
    this.#notices = new Notices(
      { now, setTimer, peers: () => this.#peers.size, send: (message) => deps.broadcast(this.#ownPeers(), message) },
      meta.seenBy ?? {},
      stored.head,
    );
  }

  /** Highest committed journal sequence. */
  get head(): number {
    return this.#document.head;
  }

  /** Bytes of the durable state. */
  get size(): number {
    return this.#document.durable.size;
  }

  get peers(): Iterable<Peer> {
    return this.#peers.keys();
  }

  get peerCount(): number {
    return this.#peers.size;
  }

  /** Entries admitted but not durable. */
  get pending(): number {
    return this.#inFlight.length;
  }

  /** What was journalled since the last snapshot. */
  get tail(): Tail {
    return this.#document.tail;
  }

  /** Highest sequence each side has been shown. */
  get seenBy(): Record<string, number> {
    return this.#notices.seenBy;
  }

  /** True when the room may leave memory: nobody here, everything durable and sent. */
  get quiet(): boolean {
    return this.#peers.size === 0 && this.#inFlight.length === 0 && this.#fanOut.empty && !this.#lostEntries;
  }

  /** The durable state as one update. Do not modify. */
  state(): Uint8Array {
    return this.#document.durable.encodeFull();
  }

  /** Adds a connection that has been let in with `peer.access`. */
  join(peer: Peer): void {
    if (this.#gone) return peer.close("tryLater");
    const state = new PeerState(peer);
    this.#peers.set(peer, state);
    state.sendStep1(this.#document.step1());
    this.#sendPresent(peer);
  }

  /** Handles one message. Never throws: what cannot be read closes its sender. */
  receive(peer: Peer, message: Uint8Array): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    const { limits } = this.#deps;
    if (message.length > limits.maxFrame) return this.#offend(peer, "too-large", message.length, "tooLarge");
    if (!this.#budgets.spend(peer, costOfMessage(message.length))) return this.#offend(peer, "rate", message.length, "rateLimited");
    try {
      this.#dispatch(state, parseClientFrame(message));
    } catch (error) {
      if (!(error instanceof MalformedError)) this.#deps.report({ type: "bug", documentId: this.documentId, error });
      this.#offend(peer, "malformed", message.length, "badMessage");
    }
  }

  /** Removes a connection that has ended; a second call does nothing. */
  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return;
    this.#presence.leave(peer, this.#peers.size);
    if (this.quiet) this.#owner.onQuiet(this);
  }

  /** Changes what a connection may do from its next message on. */
  setAccess(peer: Peer, access: Access): void {
    peer.access = access;
    if (this.#peers.has(peer) && peer.own) this.#welcome(peer);
  }

  /** An edit made by the server for `author`, under a client id of theirs. Resolves to the journal sequence after its commit. @throws SubmitRefused */
  submit(author: string, update: Uint8Array): Promise<number> {
    if (this.#gone || !this.#owner.committer.available) return Promise.reject(new SubmitRefused("storage"));
    const admission = this.#admit(author, update, this.quarantined ? "read" : "write", "server");
    if (admission.type === "refused") return Promise.reject(new SubmitRefused(admission.reason));
    if (admission.type === "known" && this.#inFlight.length === 0) return Promise.resolve(this.head);
    const entry = admission.type === "accepted" ? this.#enqueue(admission, author, null) : this.#inFlight.at(-1);
    return new Promise((resolve, reject) => entry?.done.push({ resolve, reject }));
  }

  /** Ends the room's timers; it takes nobody in any more. */
  dispose(): void {
    this.#gone = true;
    this.#fanOut.flush();
    this.#presence.stop();
    this.#notices.stop();
    this.#ackTimer?.();
  }

  /** From here to rebase() the room remembers what is committed. */
  expectRebase(): void {
    this.#sinceFold = [];
  }

  /** Takes over the smaller bytes that the store holds after a compaction; null where it failed. Sheds collected text. */
  rebase(stored: StoredDocument | null): void {
    const committed = this.#sinceFold ?? [];
    this.#sinceFold = null;
    if (stored === null || this.#lostEntries) return;
    const onTheirWay = this.#inFlight.map(({ update }) => update);
    this.#document = rebaseState(this.#document, stored, committed, onTheirWay) ?? this.#document;
  }

  onCommitted(count: number, head: number): void {
    const now = this.#deps.now();
    const done = this.#inFlight.splice(0, count);
    done.forEach(({ update, author, writer }, index) => {
      this.#document.commit(update, author, now);
      this.#fanOut.add(update, writer);
      this.#sinceFold?.push({ update, author, at: now, seq: head - count + index + 1 });
    });
    this.#document.head = head;
    if (this.#inFlight.length === 0) this.#document.admission.settle();
    const acks = done.flatMap((entry) => entry.acks);
    for (const ack of acks) ack.peer.settle(ack.count);
    for (const { peer } of acks) this.#tell(peer);
    this.#fanOut.schedule();
    for (const { done: waiting } of done) for (const { resolve } of waiting) resolve(head);
    if (this.tail.rows > this.#deps.limits.compactRows || this.tail.bytes > this.#deps.limits.compactBytes) this.#owner.onLongTail(this);
    if (this.quiet) this.#owner.onQuiet(this);
  }

  onStorageLost(): void {
    const lost = this.#inFlight.splice(0);
    this.#lostEntries ||= lost.length > 0;
    this.#document.rollback();
    for (const { done } of lost) for (const { reject } of done) reject(new SubmitRefused("storage"));
    for (const state of this.#peers.values()) state.loseUnsaved();
    this.#deps.broadcast(this.#ownPeers(), encodeServerMessage({ type: "storage", available: false }));
  }

  async onStorageBack(): Promise<void> {
    if (!this.#lostEntries) return;
    const stored = await this.#deps.store.load(this.documentId);
    this.#lostEntries = false;
    if (stored.head === this.head) return;
    // The failed append had reached the disk after all: readers must get what it held.
    this.#document = new DocumentState(stored);
    this.quarantined ||= stored.quarantined || this.#document.damaged;
    this.#deps.broadcast(this.#readers(null), encodeUpdate(this.state()));
    this.#notices.sent(this.head);
  }

  onStorageAvailable(): void {
    this.#deps.broadcast(this.#ownPeers(), encodeServerMessage({ type: "storage", available: true }));
    for (const state of this.#peers.values()) state.sendStep1(this.#document.step1());
    if (this.quiet) this.#owner.onQuiet(this);
  }

  #dispatch(state: PeerState, frame: ClientFrame): void {
    if (frame.type === "own") this.#onOwnMessage(state.peer, frame.message);
    else if (frame.type === "queryAwareness") this.#sendPresent(state.peer);
    else if (frame.type === "awareness") this.#presence.receive(state.peer, frame.payload, this.#peers.size);
    else if (frame.type === "step1") this.#onStep1(state, frame.payload);
    else this.#onUpdate(state, frame.payload, frame.type === "step2");
  }

  #sendPresent(peer: Peer): void {
    const present = this.#presence.encodeAll();
    if (present !== null) peer.send(present);
  }

  #onStep1(state: PeerState, stateVector: Uint8Array): void {
    this.#budgets.spend(state.peer, costOfAnswer(this.size));
    // A document that many have written in has a long vector of its own; a longer one yet is answered with everything.
    const longest = Math.max(this.#deps.limits.maxStateVector, 2 * this.#document.step1().length);
    state.peer.send(this.#document.step2(stateVector.length > longest ? NOTHING_KNOWN : stateVector));
    // Durable content only; what is on its way to the journal follows as a frame.
    state.synced = true;
  }

  #onUpdate(state: PeerState, update: Uint8Array, answer: boolean): void {
    const { peer } = state;
    const count = ++state.received;
    if (answer) state.countAnswer();
    if (!this.#owner.committer.available) return state.lose(count);
    const admission = this.#admit(peer.author, update, this.quarantined ? "read" : peer.access, answer ? "step2" : "update");
    if (admission.type === "refused") return this.#refuse(state, count, admission, update.length, answer);
    state.restore();
    const last = admission.type === "accepted" ? this.#enqueue(admission, peer.author, peer) : this.#inFlight.at(-1);
    if (last !== undefined) last.acks.push({ peer: state, count });
    else if (state.settle(count)) this.#tell(state);
  }

  #admit(author: string, update: Uint8Array, access: Access, kind: "update" | "step2" | "server"): Admission {
    return admit(update, {
      state: this.#document.admission,
      author,
      access,
      kind,
      limits: this.#deps.limits,
      now: this.#deps.now(),
      claimant: (client) => this.#presence.claimant(client),
    });
  }

  #enqueue(update: Accepted, author: string, writer: Peer | null): InFlight {
    const entry: InFlight = { update, author, writer, acks: [], done: [] };
    this.#inFlight.push(entry);
    this.#owner.committer.add(
      {
        entry: { documentId: this.documentId, author, update: update.update, newClients: update.bound },
        owner: this,
      },
      this.#fanOut.patience,
    );
    return entry;
  }

  #refuse(state: PeerState, count: number, refusal: { reason: Refusal; structs: boolean }, bytes: number, answer: boolean): void {
    const { reason } = refusal;
    // Every Yjs reader deletes redundant format marks by itself; that is no attempt to write.
    if (reason === "read-only" && !refusal.structs) {
      state.restore();
      if (state.settle(count)) this.#tell(state);
      return;
    }
    // Stock clients send edits before they have answered our step 1 with what those build on.
    if (reason === "resync" && state.awaitAnswer(count)) return;
    this.#report(state.peer.author, reason, bytes);
    if (reason === "resync") {
      state.lose(count);
      state.sendStep1(this.#document.step1());
      return;
    }
    state.refuse(count, reason);
    const offence = closeForRefusal(reason, answer);
    if (offence !== undefined) this.#close(state.peer, offence);
  }

  #onOwnMessage(peer: Peer, message: ClientMessage): void {
    if (message.type === "hello") {
      if (message.schemaVersion < SCHEMA_VERSION) return this.#close(peer, "reload");
      // A newer editor met a server that is about to be replaced.
      if (message.schemaVersion > SCHEMA_VERSION) return this.#close(peer, "tryLater");
      if (message.lineage !== "" && message.lineage !== this.lineage) return this.#close(peer, "lineage");
      peer.own = true;
      this.#welcome(peer);
    } else if (this.#notices.seen(peer, Math.min(message.seq, this.head))) {
      this.#deps.report({
        type: "seen",
        documentId: this.documentId,
        side: peer.side,
        seq: Math.min(message.seq, this.head),
        author: peer.author,
      });
    }
  }

  #welcome(peer: Peer): void {
    const access = this.quarantined ? "read" : peer.access;
    peer.send(encodeServerMessage({ type: "welcome", lineage: this.lineage, access, head: this.head }));
    peer.send(encodeServerMessage({ type: "seenBy", sides: this.#notices.seenBy }));
    if (!this.#owner.committer.available) peer.send(encodeServerMessage({ type: "storage", available: false }));
  }

  #tell(state: PeerState): void {
    const wait = state.tell(this.head, this.#deps.now());
    if (wait <= 0 || this.#ackTimer !== null) return;
    this.#ackTimer = this.#deps.setTimer(() => {
      this.#ackTimer = null;
      for (const each of this.#peers.values()) this.#tell(each);
    }, wait);
  }

  #offend(peer: Peer, reason: Refusal, bytes: number, name: CloseName): void {
    this.#report(peer.author, reason, bytes);
    this.#close(peer, name);
  }

  #close(peer: Peer, name: CloseName): void {
    this.leave(peer);
    peer.close(name);
  }

  #report(author: string, reason: Refusal, bytes: number): void {
    this.#deps.report({ type: "refused", documentId: this.documentId, author, reason, bytes });
  }

  *#readers(except: Peer | null): Iterable<Peer> {
    for (const [peer, state] of this.#peers) if (state.synced && peer !== except) yield peer;
  }

  *#ownPeers(): Iterable<Peer> {
    for (const peer of this.#peers.keys()) if (peer.own) yield peer;
  }
}

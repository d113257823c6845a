import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HatId, SessionHash } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import type { NewSession } from "#server/accounts/sessions.ts";
import { makeDirectory, removeDirectory } from "#test/support/temp.ts";
import { addPerson, openWorld, type World } from "./world.ts";

const MINUTE = 60_000;
const FROM = { address: "203.0.113.5", userAgent: "test" };

let directory: string;
let world: World;

beforeEach(async () => {
  directory = makeDirectory();
  world = await openWorld(directory);
});

afterEach(async () => {
  await world.close();
  removeDirectory(directory);
});

function end(id: SessionHash): Promise<boolean> {
  return inTransaction(world.ctx, (ctx) => world.accounts.sessions.end(ctx, id));
}

async function signedIn(login = "holderHost", options: Partial<NewSession> = {}): Promise<{ token: string; id: SessionHash }> {
  const personId = await addPerson(world.db, login);
  return inTransaction(world.ctx, (ctx) =>
    world.accounts.sessions.start(ctx, { personId, ...FROM, stage: "full", privileged: false, ...options }),
  );
}

describe("M3: a session", () => {
  test("ends after 30 idle minutes and says so", async () => {
    const { token, id } = await signedIn();
    world.clock.advance(30 * MINUTE - 1);
    expect(await world.accounts.sessions.resolve(token)).toMatchObject({ login: "holderHost" });
    world.clock.advance(1);
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
    expect(world.events).toEqual([{ type: "session.ended", sessionId: id }]);
    expect(await world.db.selectFrom("session").selectAll().execute()).toEqual([]);
  });

  test("is kept alive by activity, exact to the millisecond though written once a minute", async () => {
    const { token, id } = await signedIn();
    world.clock.advance(10 * MINUTE);
    world.accounts.sessions.touch(id);
    world.clock.advance(30_000);
    world.accounts.sessions.touch(id);
    world.clock.advance(30 * MINUTE - 1);
    expect(await world.accounts.sessions.resolve(token)).not.toBeNull();
    world.clock.advance(1);
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
  });

  test("is not kept alive by being looked at, as presence and polling do", async () => {
    const { token } = await signedIn();
    for (let minute = 0; minute < 29; minute++) {
      world.clock.advance(MINUTE);
      await world.accounts.sessions.resolve(token);
    }
    world.clock.advance(MINUTE);
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
  });

  test("ends after 12 hours whatever happens", async () => {
    const { token, id } = await signedIn();
    for (let step = 0; step < 12 * 6 - 1; step++) {
      world.clock.advance(10 * MINUTE);
      world.accounts.sessions.touch(id);
    }
    expect(await world.accounts.sessions.resolve(token)).not.toBeNull();
    world.clock.advance(10 * MINUTE);
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
  });

  test("keeps its activity over an orderly restart", async () => {
    const { token, id } = await signedIn();
    world.clock.advance(20 * MINUTE);
    world.accounts.sessions.touch(id);
    world.clock.advance(30_000);
    world.accounts.sessions.touch(id);
    await world.accounts.sessions.flush();
    await world.close();
    world = await openWorld(directory, world.clock.now() + 30 * MINUTE - 1);
    expect(await world.accounts.sessions.resolve(token)).not.toBeNull();
    world.clock.advance(1);
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
  });

  test("is swept when idle, but not while its activity is only in memory", async () => {
    const idle = await signedIn("idle");
    const typing = await signedIn("typing");
    world.clock.advance(10 * MINUTE);
    world.accounts.sessions.touch(typing.id);
    world.clock.advance(59_000);
    world.accounts.sessions.touch(typing.id);
    world.clock.advance(29 * MINUTE + 30_000);
    await world.accounts.sessions.sweep();
    expect(world.events).toEqual([{ type: "session.ended", sessionId: idle.id }]);
    expect(await world.accounts.sessions.resolve(typing.token)).not.toBeNull();
  });

  test("of an operator or a province administrator ends after 10 idle minutes", async () => {
    const { token, id } = await signedIn("operator", { privileged: true });
    world.clock.advance(10 * MINUTE - 1);
    expect(await world.accounts.sessions.resolve(token)).toMatchObject({ login: "operator" });
    world.clock.advance(1);
    await world.accounts.sessions.sweep();
    expect(world.events).toEqual([{ type: "session.ended", sessionId: id }]);
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
    const entries = await world.db.selectFrom("audit").select(["type", "actor_name"]).execute();
    expect(entries).toEqual([{ type: "session.expired", actor_name: "operator" }]);
  });

  test("that wears a role is swept when the role is over, with its sockets, while one without a hat goes on", async () => {
    const personId = await addPerson(world.db, "officer");
    const over = world.clock.now() + MINUTE;
    const hatId = "hat" as HatId; // Ids of the world are made here.
    const scope = { role: "regionOfficer", scope_kind: "region", scope_id: "621200", organisation_id: null, title: "" } as const;
    await world.db
      .insertInto("role_assignment")
      .values({ id: hatId, person_id: personId, ...scope, valid_from: 0, valid_to: over })
      .execute();
    const session = { personId, ...FROM, stage: "full", privileged: false } as const;
    const [worn, bare] = await inTransaction(world.ctx, async (ctx) => [
      await world.accounts.sessions.start(ctx, { ...session, hatId }),
      await world.accounts.sessions.start(ctx, session),
    ]);
    await world.accounts.sessions.sweep();
    expect(await world.accounts.sessions.resolve(worn?.token ?? "")).toMatchObject({ hat: { id: hatId } });
    world.clock.advance(MINUTE);
    await world.accounts.sessions.sweep();
    expect(world.events).toEqual([{ type: "session.ended", sessionId: worn?.id }]);
    expect(await world.accounts.sessions.resolve(worn?.token ?? "")).toBeNull();
    expect(await world.accounts.sessions.resolve(bare?.token ?? "")).toMatchObject({ hat: null });
  });

  test("of a disabled person is nobody's", async () => {
    const { token } = await signedIn();
    await world.db.updateTable("person").set({ status: "disabled" }).execute();
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
  });
});

describe("G13: what is stored", () => {
  test("is the token's hash; the token itself is nowhere in the file", async () => {
    const { token, id } = await signedIn();
    const rows = JSON.stringify(await world.db.selectFrom("session").selectAll().execute());
    expect(rows).toContain(id);
    expect(rows).not.toContain(token);
  });

  test("makes the hash itself no token", async () => {
    const { id } = await signedIn();
    expect(await world.accounts.sessions.resolve(id)).toBeNull();
  });

  test("lets an ended session never come back", async () => {
    const { token, id } = await signedIn();
    await end(id);
    await end(id);
    world.accounts.sessions.touch(id);
    expect(await world.accounts.sessions.resolve(token)).toBeNull();
    expect(world.events).toHaveLength(1);
  });
});

import { expect, test } from "vitest";
import { startCollabServer, type CollabServer } from "#test/support/collab-server.ts";
import { COMMENTER, PLAN, WORKSPACE, WRITERS } from "#test/support/collab-world.ts";
import { connectOwnClient, type OwnClient } from "#test/support/own-client.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";

const [VICTIM = COMMENTER, WITNESS = COMMENTER] = WRITERS;

async function connect(server: CollabServer, person = VICTIM): Promise<OwnClient> {
  return connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(person) });
}

/** Ms until the client is closed. */
async function closing(client: OwnClient): Promise<number> {
  const began = performance.now();
  await waitFor(() => client.closeCode > 0);
  return performance.now() - began;
}

test("an ended membership closes the socket where it is announced, and where it is not", async () => {
  // Where nothing sweeps, only what is announced can close a socket.
  await using unswept = await startCollabServer({ dataDir: tempDirectory(), config: { sweepEvery: 3_600_000 } });
  using announced = await connect(unswept);
  await unswept.endMembership(VICTIM);
  unswept.app.deliver([{ type: "access.changed", personId: VICTIM }]);
  const byEvent = await closing(announced);
  expect(announced.closeCode).toBe(4404);

  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using witness = await connect(server, WITNESS);
  using silent = await connect(server);
  await server.endMembership(VICTIM);
  const bySweep = await closing(silent);
  console.log(`revocation by event ${byEvent.toFixed(0)} ms, by sweep ${bySweep.toFixed(0)} ms`);
  expect(silent.closeCode).toBe(4404);
  expect(witness.closeCode).toBe(0);
});

test("D10 after revocation neither the open socket nor a new one receives or writes", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using witness = await connect(server, WITNESS);
  using victim = await connect(server);
  await server.endMembership(VICTIM);
  server.app.deliver([{ type: "access.changed", personId: VICTIM }]);
  victim.type("撤销之后写的");
  witness.type("撤销之后的秘密");
  await closing(victim);
  using again = await connect(server);
  await waitFor(() => witness.allSaved);
  expect(again.closeCode).toBe(4404);
  expect(again.body() + victim.body().replaceAll("撤销之后写的", "")).not.toContain("秘密");
  expect((await server.collab.read(PLAN)).text).not.toContain("撤销之后写的");
});

test("a changed role changes the access in place", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using client = await connect(server);
  await server.db.updateTable("membership").set({ role: "schoolTeacher" }).where("person_id", "=", VICTIM).execute();
  server.app.deliver([{ type: "access.changed", personId: VICTIM }]);
  client.type("降级之后");
  await waitFor(() => client.refusals.length > 0);
  expect(client.refusals).toEqual(["read-only"]);
  expect(client.closeCode).toBe(0);
});

test("an ended session, a disabled person and a deleted document end their sockets with the right code", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using ended = await connect(server);
  const user = await server.db.selectFrom("session").select("id").where("person_id", "=", VICTIM).executeTakeFirstOrThrow();
  await server.endSession(user.id);
  await closing(ended);
  expect(ended.closeCode).toBe(4401);

  using expired = await connect(server);
  await server.db.updateTable("session").set({ expires_at: 1 }).where("person_id", "=", VICTIM).execute();
  await closing(expired);
  expect(expired.closeCode).toBe(4401);

  using disabled = await connect(server, WITNESS);
  await server.db.updateTable("person").set({ status: "disabled" }).where("id", "=", WITNESS).execute();
  await closing(disabled);
  expect([4401, 4404]).toContain(disabled.closeCode);

  using reader = await connect(server, COMMENTER);
  await server.db.updateTable("document").set({ deleted_at: 1 }).where("id", "=", PLAN).execute();
  await closing(reader);
  expect(reader.closeCode).toBe(4404);
});

test("an archived workspace stops writing without an event", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using client = await connect(server);
  await server.db.updateTable("workspace").set({ archived_at: 1 }).where("id", "=", WORKSPACE).execute();
  let n = 0;
  await waitFor(
    () => {
      client.type(`试${n++}`);
      return client.refusals.length > 0;
    },
    { interval: 50 },
  );
  expect(client.refusals[0]).toBe("read-only");
});

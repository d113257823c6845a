import { expect, it } from "vitest";
import * as Y from "yjs";
import { SEED_CLIENT, seedPlan } from "#collab/docs/plan.ts";
import { readTemplates } from "#db/reference.ts";
import { World } from "../../unit/collab/world.ts";

const ROUNDS = 200 * Number(process.env["GONGYAN_RUNS"] ?? 1);

it(`B5 COLLAB-33 twenty clients that open a new plan at once find its template once, ${ROUNDS} rounds`, async () => {
  const templates = readTemplates();
  const world = new World({ idleUnload: 10 });
  let doubled = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const documentId = `plan${String(round).padStart(6, "0")}`;
    const template = templates[round % templates.length];
    if (template === undefined) throw new Error("the product ships templates");
    let id = 0;
    const update = seedPlan(template, { title: "新方案", nextId: () => `${documentId}b${id++}` });
    await world.store.append([{ documentId, author: "system", update, newClients: [SEED_CLIENT] }]);
    const replicas = Array.from({ length: 20 }, (_, i) => world.spare(`p${i}`));
    const rooms = await Promise.all(replicas.map(() => world.open(documentId)));
    replicas.forEach((replica, i) => {
      const room = rooms[i];
      if (room !== undefined) replica.connect(room);
    });
    await world.deliver(replicas);
    const expected = new Y.Doc();
    Y.applyUpdate(expected, update);
    const text = expected.getXmlFragment("body").toString();
    for (const replica of replicas) if (replica.doc.getXmlFragment("body").toString() !== text) doubled++;
    for (const replica of replicas) replica.disconnect();
  }
  console.info("B5", JSON.stringify({ rounds: ROUNDS, clients: 20, doubled }));
  expect(doubled).toBe(0);
});

import { expect, test } from "vitest";
import type { Block } from "#collab/docs/blocks.ts";
import { buildBody } from "#collab/docs/plan.ts";
import { DEFAULT_LIMITS } from "#collab/limits.ts";
import { createJournalFaults } from "#server/collab/journal-faults.ts";
import { startCollabServer } from "#test/support/collab-server.ts";
import { PLAN, WRITERS } from "#test/support/collab-world.ts";
import { tempDirectory } from "#test/support/temp.ts";

const [FIRST, SECOND] = WRITERS;
if (!FIRST || !SECOND) throw new Error("the world has writers");

function updateOf(text: string, clientId: number): Uint8Array {
  const block: Block = {
    type: "block",
    id: `block${clientId}`,
    kind: "paragraph",
    level: 0,
    checked: false,
    slot: "",
    origin: "",
    runs: [{ text, marks: {} }],
  };
  return buildBody([block], clientId);
}

test("a refused edit of the server is told by what was wrong with it", async () => {
  const faults = createJournalFaults();
  const limits = { ...DEFAULT_LIMITS, maxDocument: 8 * 1024 };
  await using server = await startCollabServer({ dataDir: tempDirectory(), faults, config: { limits } });
  expect(await server.collab.submit(PLAN, FIRST, updateOf("存下", 7001))).toBe(1);
  await expect(server.collab.submit(PLAN, FIRST, updateOf("长".repeat(9000), 7002))).rejects.toMatchObject({ code: "tooLarge" });
  await expect(server.collab.submit(PLAN, SECOND, updateOf("别人的编号", 7001))).rejects.toMatchObject({ code: "conflict" });
  await expect(server.collab.submit("nosuchdocument", FIRST, updateOf("无", 7003))).rejects.toMatchObject({ code: "notFound" });
  faults.set("failWrites", 1);
  await expect(server.collab.submit(PLAN, FIRST, updateOf("存不下", 7004))).rejects.toMatchObject({ code: "storageUnavailable" });
  await expect(server.collab.seed("documentnew", "system", updateOf("存不下", 7005))).rejects.toMatchObject({ code: "storageUnavailable" });
  faults.set("failWrites", 0);
});

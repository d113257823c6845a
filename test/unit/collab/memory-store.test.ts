import { MemoryStore } from "#collab/memory-store.ts";
import { describeDocStore } from "#test/support/doc-store-contract.ts";

describeDocStore("memory", async () => new MemoryStore());

import { describe, expect, it } from "vitest";
import { inTransaction } from "#db/transaction.ts";
import { createContext } from "#server/core/create-context.ts";
import { notify } from "#server/notifications/notify.ts";
import { startProduct } from "#test/support/product.ts";

describe("notifications in the API", () => {
  it("are listed and marked by their own person only, and a session is asked for", async () => {
    await using product = await startProduct();
    const { db } = product.app;
    const { id: personId } = await db.selectFrom("person").select("id").where("login", "=", "holderHost").executeTakeFirstOrThrow();
    const { id: workspaceId } = await db
      .selectFrom("workspace")
      .select("id")
      .where("title", "=", "陇南市·劳动教育")
      .executeTakeFirstOrThrow();
    await inTransaction(createContext(product.app, null, "test"), (trx) =>
      notify(trx, [personId], "workspace.created", {}, { workspaceId }),
    );
    const read = (cookie: string | undefined, body: unknown) =>
      product.fetch("/api/v1/notifications/read", {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
        ...(cookie === undefined ? {} : { cookie }),
      });
    const list = async (cookie: string, query = "") => {
      const response = await product.fetch(`/api/v1/notifications${query}`, { cookie });
      // The API parses its answers by its own schema.
      return ((await response.json()) as { items: { id: number; type: string; isRead: boolean }[] }).items;
    };

    expect([(await product.fetch("/api/v1/notifications")).status, (await read(undefined, { all: true })).status]).toEqual([401, 401]);
    const own = await product.signIn("holderHost");
    const other = await product.signIn("holderExpert");
    const [first] = await list(own);
    expect(first).toMatchObject({ type: "workspace.created", isRead: false });
    expect(await list(other)).toEqual([]);
    expect(await (await read(other, { ids: [first?.id] })).json()).toEqual({ marked: 0 });
    expect((await read(own, { ids: ["x"] })).status).toBe(422);
    expect(await (await read(own, { ids: [first?.id] })).json()).toEqual({ marked: 1 });
    expect(await list(own, "?unread=1")).toEqual([]);
    expect(await list(own, "?before=nonsense")).toHaveLength(1);
  });
});

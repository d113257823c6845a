import { createHash } from "node:crypto";
import type { ImportBatchId, ImportKind } from "#db/schema-office.ts";
import type { OrganisationId, PersonId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { previewImport } from "#server/imports/commands.ts";
import { createImportDesk } from "#server/imports/desk.ts";
import { authorizeImport, getBatch } from "#server/imports/queries.ts";
import type { ThreadLimits } from "#server/imports/thread-link.ts";
import { openProvince, type Province } from "#test/support/province.ts";

export interface ImportWorld extends Province {
  /** Acts with the desk and the key that the product sets at start. */
  context(login: string): Promise<Context>;
  /** A system operator. */
  readonly operator: Context;
  bring(ctx: Context, kind: ImportKind, content: string | Uint8Array, name?: string): Promise<ImportBatchId>;
  /** Digest of every row of the tables an import may write. */
  digest(): Promise<string>;
}

const TABLES = ["organisation", "person", "role_assignment", "achievement", "region", "region_flag"] as const;

/** The demo province with an operator who imports. Only inside a test. */
export async function openImports(options: { maxRows?: number; thread?: ThreadLimits } = {}): Promise<ImportWorld> {
  const province = await openProvince();
  const app = {
    ...province.app,
    imports: createImportDesk({ maxFile: 10 * 1024 * 1024, maxRows: options.maxRows ?? 50_000 }, options.thread),
  };
  const context = async (login: string) => createContext(app, await province.user(login), "test");
  await addOperator(province);
  return {
    ...province,
    app,
    context,
    operator: await context("yunxing-xitong"),
    async bring(ctx, kind, content, name = "名单.csv") {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
      return previewImport(ctx, await authorizeImport(ctx, kind), { kind, file: { name, bytes } });
    },
    async digest() {
      const hash = createHash("sha256");
      for (const table of TABLES) {
        const rows = await province.db.selectFrom(table).selectAll().execute();
        hash.update(
          rows
            .map((row) => JSON.stringify(row))
            .toSorted()
            .join("\n"),
        );
      }
      return hash.digest("hex");
    },
  };
}

async function addOperator({ db, clock }: Province): Promise<void> {
  const id = "operator-one" as PersonId;
  const row = { id, login: "yunxing-xitong", login_key: "yunxing-xitong", display_name: "系统运行岗", mark: "系", password_hash: null };
  await db
    .insertInto("person")
    .values({ ...row, status: "active", created_at: clock.now(), is_demo: 0 })
    .execute();
  const [asks, approves] = await db.selectFrom("person").select("id").where("id", "!=", id).orderBy("id").limit(2).execute();
  await db
    .insertInto("operator_duty")
    .values({
      person_id: id,
      duty: "system",
      granted_at: clock.now(),
      granted_by: asks?.id ?? null,
      approved_by: approves?.id ?? null,
      ended_at: null,
    })
    .execute();
}

/** Makes somebody the administrator of a unit. */
export async function appoint(world: ImportWorld, login: string, organisationId: OrganisationId): Promise<Context> {
  const ctx = await world.context(login);
  if (!ctx.user) throw new Error("nobody");
  await world.db
    .insertInto("unit_admin")
    .values({
      organisation_id: organisationId,
      person_id: ctx.user.personId,
      granted_by: null,
      created_at: world.clock.now(),
      ended_at: null,
    })
    .execute();
  return ctx;
}

/** Rows as CSV, every cell quoted. */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");
}

/** All faults of a batch as "row column: code". */
export async function faultsOf(ctx: Context, id: ImportBatchId): Promise<string[]> {
  const found: string[] = [];
  for (let page = 1; ; page += 1) {
    const { faults } = await getBatch(ctx, id, { page });
    found.push(...faults.items.map((fault) => `${fault.row} ${fault.column}: ${fault.code}`));
    if (found.length >= faults.total) return found;
  }
}

/** A synthetic mobile number; no file holds one. */
export function phone(number: number): string {
  return `138${String(number).padStart(8, "0")}`;
}

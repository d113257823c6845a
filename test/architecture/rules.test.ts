import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as code from "./code-rules.ts";
import { ROOT } from "#test/support/root.ts";
import { listFiles, parseSource, SOURCES } from "./source.ts";
import * as style from "./style-rules.ts";

/** The rule, its sentence, and a file that breaks it once. */
const RULES: readonly (readonly [string, code.Rule, string, string])[] = [
  ["SQL stays in db", code.noQueriesOutsideDb, "server/plans/queries.ts", `ctx.db.selectFrom("plan");`],
  [
    "inside a transaction only its own context is used",
    code.noOuterDbInTransaction,
    "server/plans/commands.ts",
    `inTransaction(ctx, async (trx) => insertPlan(ctx.db, row));`,
  ],
  ["a Grant is made in authorize.ts only", code.grantsOnlyFromAuthorize, "server/plans/commands.ts", `const grant = {} as Grant;`],
  [
    "an OfficeGrant is made in authorize-office.ts only",
    code.grantsOnlyFromAuthorize,
    "server/permissions/authorize.ts",
    `const grant = {} as unknown as OfficeGrant<"units.edit">;`,
  ],
  [
    "an InvitationGrant is made in invitation-grant.ts only",
    code.grantsOnlyFromAuthorize,
    "server/administration/codes.ts",
    `const grant = facts as unknown as InvitationGrant;`,
  ],
  [
    "rights are taken over where a code was checked only",
    code.noRightsOnBehalf,
    "server/workspaces/commands.ts",
    `const grant = await grantByInvitation(trx, facts);`,
  ],
  ["SQL is never put together from text", code.noRawSql, "db/people.ts", "const order = sql.raw(`name ${direction}`);"],
  [
    "every command takes a Grant",
    code.commandsTakeGrant,
    "server/plans/commands.ts",
    `export async function createPlan(ctx: Context, input: Input) {}`,
  ],
  ["role names are compared in permissions only", code.noRoleComparisons, "app/plans/page.tsx", `const own = role === "holderHost";`],
  ["names inside shared documents stay in collab/docs", code.noKeysOutsideDocs, "app/editor/binding.ts", `doc.getXmlFragment("body");`],
  [
    "attributes of shared elements are named in collab/docs",
    code.noAttributesOutsideDocs,
    "app/editor/y-codec.ts",
    `writeAttribute(element, "slot", "");`,
  ],
  ["events leave through the gateway", code.noEmitOutsideGateway, "server/plans/commands.ts", `io.to(room).emit("plan.created", {});`],
  ["the environment is read in server/config.ts only", code.noEnvironment, "server/core/log.ts", `const level = process.env.LOG_LEVEL;`],
  ["clock and chance come with the Context", code.noClockInRules, "server/plans/rules.ts", `const now = Date.now();`],
  ["names are imported from where they are made", style.noReexports, "server/plans/index.ts", `export { a } from "./rules.ts";`],
  ["only routes and configurations have default exports", style.noDefaultExports, "app/ui/button.tsx", `export default 1;`],
  ["no any, no non-null assertion", style.noTypeEscapes, "db/plans.ts", `const row = rows[0]!;`],
  ["a type assertion is explained", style.noUnexplainedAssertions, "db/plans.ts", `const row = value as PlanRow;`],
  ["errors are not swallowed", style.noSwallowedErrors, "db/plans.ts", `try { save(); } catch (error) { log.error(error); }`],
  ["a missing secret has no fallback", style.noFallbackSecrets, "server/core/log.ts", `const secret = env.SECRET ?? "changeme";`],
  ["importing a module does no work", style.noWorkAtImport, "server/core/log.ts", `connect();`],
  [
    "tests wait for conditions, not for time",
    style.noSleepsInTests,
    "test/unit/a.test.ts",
    `await new Promise((resolve) => setTimeout(resolve, 50));`,
  ],
  ["no module is mocked", style.noModuleMocks, "test/unit/a.test.ts", `vi.mock("./a.ts");`],
];

describe.each(RULES)("%s", (_sentence, rule, path, wrong) => {
  test("the rule sees a breach", () => {
    expect(rule(parseSource(path, wrong))).toHaveLength(1);
  });

  test("no file breaks it", () => {
    expect(SOURCES.flatMap(rule)).toEqual([]);
  });
});

test("no file has more than 400 lines", () => {
  const paths = ["app", "server", "db", "collab", "test"].flatMap(listFiles).filter((path) => /\.(tsx?|mjs|css)$/.test(path));
  const long = paths.map((path) => ({ path, lines: countLines(path) })).filter(({ lines }) => lines > 400);
  expect(long.map(({ path, lines }) => `${path} -> ${lines} lines`)).toEqual([]);
});

function countLines(path: string): number {
  return readFileSync(join(ROOT, path), "utf8").trimEnd().split("\n").length;
}

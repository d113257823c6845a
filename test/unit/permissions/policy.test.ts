import { describe, expect, test } from "vitest";
import type { DocumentKind, Role, Side } from "#db/schema.ts";
import { ACTIONS, can, type Action, type Facts } from "#server/permissions/policy.ts";
import { PLAN_ROWS, WORKSPACE_ROW, type Cell } from "./matrix.ts";

/** The verb of the matrix each plan action needs. Whoever reads live reads released versions; a version is part of editing. */
const VERBS: Partial<Record<Action, string>> = {
  "plan.readLive": "R",
  "plan.readPublished": "Rr",
  "plan.create": "C",
  "plan.edit": "E",
  "plan.comment": "K",
  "plan.saveVersion": "E",
  "plan.restore": "E",
};
const READING: readonly Action[] = ["workspace.read", "plan.list", "plan.readLive", "plan.readPublished"];
const SIDES: readonly Side[] = ["holder", "applicant", "alliance", "guide"];

function allowed({ any, own }: Cell, verbs: string, isOwn: boolean): boolean {
  return Array.from(isOwn ? any + own : any).some((verb) => verbs.includes(verb));
}

const roles = Object.keys(WORKSPACE_ROW).filter((role): role is Role => role in WORKSPACE_ROW);
const kinds = Object.keys(PLAN_ROWS).filter((kind): kind is DocumentKind => kind in PLAN_ROWS);

function* planCells(): Generator<{ role: Role; kind: DocumentKind; action: Action; facts: Facts; expected: boolean }> {
  for (const kind of kinds) {
    for (const role of roles) {
      for (const [action, verbs] of Object.entries(VERBS)) {
        for (const own of [true, false]) {
          const expected = allowed(PLAN_ROWS[kind][role], verbs, own);
          yield { role, kind, action: action as Action /* a key of VERBS */, facts: { documentKind: kind, own }, expected };
        }
      }
    }
  }
}

describe("the policy equals the matrix of the design", () => {
  test("in every cell of the plan rows, own and foreign", () => {
    const cells = [...planCells()];
    const mismatches = cells.filter(({ role, action, facts, expected }) => can(role, action, facts) !== expected);
    expect(cells).toHaveLength(kinds.length * roles.length * 7 * 2);
    expect(mismatches).toEqual([]);
  });

  test("in the workspace row: everybody with a standing reads, three roles manage their own side only", () => {
    const mismatches: string[] = [];
    for (const role of roles) {
      if (!can(role, "workspace.read")) mismatches.push(`${role} workspace.read`);
      for (const ownSide of SIDES) {
        for (const targetSide of SIDES) {
          const expected = WORKSPACE_ROW[role].own.includes("S") && ownSide === targetSide;
          if (can(role, "workspace.manageMembers", { ownSide, targetSide }) !== expected)
            mismatches.push(`${role} ${ownSide} ${targetSide}`);
        }
      }
    }
    expect(mismatches).toEqual([]);
  });
});

describe("R38: each right has its negative twin", () => {
  test("an archived workspace is read-only: no role keeps a writing action, every reading one stays", () => {
    for (const { role, action, facts, expected } of planCells()) {
      const archived = can(role, action, { ...facts, archived: true });
      expect({ role, action, facts, archived }).toEqual({ role, action, facts, archived: READING.includes(action) && expected });
    }
  });

  test("a plan action without a document kind is refused for everybody", () => {
    const asked = ACTIONS.filter((action) => action.startsWith("plan.") && action !== "plan.list");
    expect(roles.flatMap((role) => asked.filter((action) => can(role, action, { own: true })))).toEqual([]);
  });

  test("managing members without a target side, or with none of one's own, is refused", () => {
    expect(roles.some((role) => can(role, "workspace.manageMembers", {}))).toBe(false);
    expect(roles.some((role) => can(role, "workspace.manageMembers", { targetSide: "holder" }))).toBe(false);
  });

  test("nobody of the province reads a live draft", () => {
    expect(kinds.some((kind) => can("provinceAdmin", "plan.readLive", { documentKind: kind, own: true }))).toBe(false);
  });
});

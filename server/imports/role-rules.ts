import { ROLE_LABELS } from "#server/permissions/contract.ts";
import { ORGANISATION_KIND_LABELS } from "#server/directory/contract.ts";
import type { OrganisationKind } from "#db/schema.ts";
import { liesIn } from "#server/core/region-code.ts";
import { bareCode, dayOf, nameKey } from "./cells.ts";
import { IMPORT_ROLES, type ImportRole } from "./contract.ts";
import type { AchievementFact, RoleFact, UnitFact } from "./facts.ts";
import type { RowReader } from "./row-reader.ts";

/** What a role reaches and in which units it has a place: an import never makes anybody larger than their unit. */
const RULES: Record<ImportRole, { readonly scopeKind: "region" | "achievement" | "school"; readonly units: readonly OrganisationKind[] }> =
  {
    regionOfficer: { scopeKind: "region", units: ["bureau", "department"] },
    researchOfficer: { scopeKind: "region", units: ["institute", "bureau", "department"] },
    schoolTeacher: { scopeKind: "school", units: ["school"] },
    holderHost: { scopeKind: "achievement", units: ["holderUnit", "studio", "school", "institute", "bureau"] },
    holderExpert: { scopeKind: "achievement", units: ["holderUnit", "studio", "school", "institute", "bureau"] },
  };
const LABELS: Readonly<Record<string, string>> = Object.fromEntries(IMPORT_ROLES.map((role) => [role, ROLE_LABELS[role]]));
const MORE: Readonly<Record<string, ImportRole>> = {
  教师: "schoolTeacher",
  学校教师: "schoolTeacher",
  区域负责人: "regionOfficer",
  首席推广官: "regionOfficer",
  工作室主持人: "holderHost",
  成果持有方专家: "holderExpert",
  专家: "holderExpert",
};
const ADMIN = /管理|admin|operator|运行人员|三员/i;
const ALLIANCE = /联盟|alliance/i;

export interface RoleDraft {
  readonly role: ImportRole;
  readonly scopeKind: "region" | "achievement" | "school";
  readonly scopeId: string;
}

/** The role of a row with what it reaches; null where there is none or it is faulty. */
export function readRole(reader: RowReader, unit: UnitFact | undefined, achievements: readonly AchievementFact[]): RoleDraft | null {
  const text = reader.text("role", 60);
  if (text === "") {
    for (const column of ["scope", "designation", "from", "to"] as const) {
      if (reader.text(column, 60) !== "") reader.fault(column, "scopeWithoutRole", { column: COLUMN_NAMES[column] });
    }
    return null;
  }
  if (ADMIN.test(text)) return refuse(reader, "adminRole", { value: text });
  if (ALLIANCE.test(text)) return refuse(reader, "allianceRole", { value: text });
  const found = IMPORT_ROLES.find((one) => one === reader.choice("role", LABELS, { more: MORE }));
  if (!found || !unit) return null;
  const { scopeKind, units } = RULES[found];
  if (!units.some((kind) => kind === unit.kind)) {
    return refuse(reader, "roleUnit", { role: LABELS[found] ?? "", kinds: units.map((kind) => ORGANISATION_KIND_LABELS[kind]).join("、") });
  }
  const scopeId = SCOPES[scopeKind](reader, unit, achievements);
  return scopeId === null ? null : { role: found, scopeKind, scopeId };
}

const COLUMN_NAMES = { scope: "角色范围", designation: "专项身份", from: "任期起", to: "任期止" } as const;

const SCOPES = { region: regionScope, achievement: achievementScope, school: (_reader: RowReader, unit: UnitFact) => unit.id } as const;

function regionScope(reader: RowReader, unit: UnitFact): string | null {
  const text = bareCode(reader.text("scope", 60));
  if (unit.region === null) return refuse(reader, "regionNeeded", {}, "unit");
  if (text === "") return unit.region;
  if (!/^\d{6}$/.test(text)) return refuse(reader, "badCode", {}, "scope");
  return liesIn(text, unit.region) ? text : refuse(reader, "scopeOutside", { value: text }, "scope");
}

function achievementScope(reader: RowReader, unit: UnitFact, achievements: readonly AchievementFact[]): string | null {
  const text = reader.text("scope", 60);
  const own = achievements.filter(({ holder, studios }) => nameKey(holder) === nameKey(unit.name) || studios.includes(unit.id));
  const [only] = own;
  if (text === "") return own.length === 1 && only ? only.id : refuse(reader, "scopeNeeded", { count: own.length }, "scope");
  const found = own.find(({ id }) => id === text);
  return found ? found.id : refuse(reader, "unknownScope", { value: text }, "scope");
}

function refuse(reader: RowReader, ...[code, values, column = "role"]: [...RefusalOf, column?: string]): null {
  reader.fault(column, code, values);
  return null;
}
type RefusalOf = Parameters<RowReader["fault"]> extends [string, ...infer Rest] ? Required<Rest> : never;

/** The term of a row as it is written: YYYY-MM-DD, null where its cell is empty. */
export interface Term {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Which of somebody's roles a row is about: the one of the same term, over or not; else the one that runs or is still to come; else for a
 * term that is over by `today` one that began the same day. A role that has ended is never made to run again: that is a new one.
 */
export function findHeld(
  roles: readonly RoleFact[],
  { role, unitId }: { readonly role: RoleDraft; readonly unitId: string | undefined },
  { from, to, today }: Term & { readonly today: string },
): RoleFact | undefined {
  const same = roles.filter(
    (one) => one.role === role.role && one.scopeKind === role.scopeKind && one.scopeId === role.scopeId && one.unitId === unitId,
  );
  const begins = (one: RoleFact) => from !== null && dayOf(one.from) === from;
  const isOver = to !== null && to < today;
  return (
    same.find((one) => (from === null ? isOver : begins(one)) && lastDayOf(one) === to && (isOver || !one.ended)) ??
    same.find(({ ended }) => !ended) ??
    (isOver ? same.find(begins) : undefined)
  );
}

/** YYYY-MM-DD of the last day of a role; null: open. */
export function lastDayOf({ to }: Pick<RoleFact, "to">): string | null {
  return to === null ? null : dayOf(to - 1);
}

/** The label of a role an export may write; undefined for those an import never gives. */
export function roleLabel(role: string): string | undefined {
  return LABELS[role];
}

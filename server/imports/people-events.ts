import type { Instant, PersonId } from "#db/schema.ts";
import { loginKey } from "#server/accounts/queries.ts";
import type { AuditEvent } from "#server/audit/contract.ts";
import { DAY_MS, startOfDay } from "./cells.ts";
import type { GoodRow, StagedPerson, StagedRole } from "./staged.ts";

interface About {
  readonly batchId: string;
  readonly now: Instant;
}
type Ids = ReadonlyMap<string, PersonId>;

/** What an import of people tells the audit log of accounts: every one on its own, as if each had been entered by hand. */
export function accountEventsOf(rows: readonly GoodRow<StagedPerson>[], ids: Ids, { batchId }: About): AuditEvent[] {
  return rows.flatMap(({ value }): AuditEvent[] => {
    if (!value.writesPerson) return [];
    const { login, name, unitId: organisationId } = value;
    const object = objectOf(value, ids);
    if (value.id === null) return [{ type: "account.created", object, detail: { login, organisationId, initial: true, batchId } }];
    const changed: AuditEvent = { type: "account.changed", object, detail: { displayName: name, organisationId, batchId } };
    return value.phone === null ? [changed] : [changed, { type: "phone.changed", object, detail: { removed: false, batchId } }];
  });
}

/** The same of roles. */
export function roleEventsOf(rows: readonly GoodRow<StagedPerson>[], ids: Ids, { batchId, now }: About): AuditEvent[] {
  return rows.flatMap(({ value }): AuditEvent[] => {
    const { role, writesRole, unitId: organisationId } = value;
    if (role === null || !writesRole) return [];
    const { role: name, scopeKind, scopeId, designation } = role;
    const validTo = endOf(role);
    const detail = { role: name, scopeKind, scopeId, organisationId, designation, validTo, batchId };
    const changed = validTo !== null && validTo <= now ? "role.ended" : "role.changed";
    return [{ type: role.id === null ? "role.granted" : changed, object: objectOf(value, ids), detail }];
  });
}

function objectOf({ login }: StagedPerson, ids: Ids): { readonly kind: string; readonly id: string } {
  return { kind: "person", id: ids.get(loginKey(login)) ?? "" };
}

/** The moment after the last day, ms. */
export function endOf({ to }: StagedRole): Instant | null {
  return to === null ? null : startOfDay(to) + DAY_MS;
}

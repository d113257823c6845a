import type { Instant, PersonId } from "#db/schema.ts";
import { loginKey } from "#server/accounts/queries.ts";
import type { AuditEvent } from "#server/audit/contract.ts";
import { DAY_MS, startOfDay } from "./cells.ts";
import type { GoodRow, StagedPerson, StagedRole } from "./staged.ts";

/** What an import of people tells the audit log: every account and every role on its own, as if each had been entered by hand. */
export function eventsOf(
  rows: readonly GoodRow<StagedPerson>[],
  ids: ReadonlyMap<string, PersonId>,
  about: { readonly batchId: string; readonly now: Instant },
): AuditEvent[] {
  const { batchId, now } = about;
  const objectOf = ({ login }: StagedPerson) => ({ kind: "person", id: ids.get(loginKey(login)) ?? "" });
  const accounts = rows.flatMap(({ value }): AuditEvent[] => {
    if (!value.writesPerson) return [];
    const { login, name, unitId: organisationId } = value;
    const object = objectOf(value);
    if (value.id === null) return [{ type: "account.created", object, detail: { login, organisationId, initial: true, batchId } }];
    const changed: AuditEvent = { type: "account.changed", object, detail: { displayName: name, organisationId, batchId } };
    return value.phone === null ? [changed] : [changed, { type: "phone.changed", object, detail: { removed: false, batchId } }];
  });
  const roles = rows.flatMap(({ value }): AuditEvent[] => {
    const { role, writesRole, unitId: organisationId } = value;
    if (role === null || !writesRole) return [];
    const { role: name, scopeKind, scopeId, designation } = role;
    const validTo = endOf(role);
    const detail = { role: name, scopeKind, scopeId, organisationId, designation, validTo, batchId };
    const changed = validTo !== null && validTo <= now ? "role.ended" : "role.changed";
    return [{ type: role.id === null ? "role.granted" : changed, object: objectOf(value), detail }];
  });
  return [...accounts, ...roles];
}

/** The moment after the last day, ms. */
export function endOf({ to }: StagedRole): Instant | null {
  return to === null ? null : startOfDay(to) + DAY_MS;
}

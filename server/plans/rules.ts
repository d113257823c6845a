import type { DocumentKind, OrganisationId, OrganisationKind, Side, WorkspaceKind } from "#db/schema.ts";
import { KINDS_IN_WORKSPACE } from "./contract.ts";

export interface Party {
  readonly side: Side;
  readonly organisationId: OrganisationId;
  readonly kind: OrganisationKind;
  readonly isLead: 0 | 1;
}

export type OwnerDecision =
  | { readonly organisationId: OrganisationId }
  | { readonly refusal: string; readonly field: "template" | "organisationId" };

/**
 * Which unit a new plan belongs to: a school plan to the school that writes it, every other kind to the leading unit of the applicant side
 * (the notice makes the region answer for its plans).
 */
export function ownerOfPlan(kind: DocumentKind, workspace: WorkspaceKind, parties: readonly Party[], asked: OrganisationId): OwnerDecision {
  if (!KINDS_IN_WORKSPACE[workspace].includes(kind)) return { refusal: "联盟空间里只写一校一策。", field: "template" };
  if (kind !== "schoolPlan") {
    const applicants = parties.filter((party) => party.side === "applicant");
    const lead = applicants.find((party) => party.isLead === 1) ?? applicants[0];
    return lead ? { organisationId: lead.organisationId } : { refusal: "本空间还没有应用方单位。", field: "template" };
  }
  const school = parties.find((party) => party.organisationId === asked);
  if (!school || school.kind !== "school") return { refusal: "一校一策须由本空间里的学校来写。", field: "organisationId" };
  return { organisationId: school.organisationId };
}

const NUMBERED = /^[一二三四五六七八九十]+、/;

/** How many numbered level-one sections have nothing missing in them: "5/7节". Attachments are not counted. */
export function countSections(
  sections: readonly (readonly [string, readonly string[]])[],
  missing: readonly { readonly slot: string }[],
): { total: number; filled: number } {
  const numbered = sections.flatMap(([title], index) => (NUMBERED.test(title) ? [`s${index + 1}`] : []));
  const open = numbered.filter((slot) => missing.some((entry) => entry.slot === slot || entry.slot.startsWith(`${slot}.`)));
  return { total: numbered.length, filled: numbered.length - open.length };
}

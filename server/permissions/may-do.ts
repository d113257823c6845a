import type { DocumentKind } from "#db/schema.ts";
import {
  ADDITIONS,
  BREAK_GLASS,
  MATRIX,
  OBJECT_OF_KIND,
  READING,
  type Deed,
  type MatrixObject,
  type MatrixRole,
  type Qualifier,
  type Right,
} from "./matrix.ts";

/** What is true of the object and of the act; whatever is not said is false. */
export type MatrixFacts = Readonly<Partial<Record<Qualifier, boolean>>> & {
  /** Kind of the document, where the object is a plan. */
  readonly kind?: DocumentKind;
  /** An archived workspace is read-only for everybody. */
  readonly archived?: boolean;
  /** The person has opened the drafts of this workspace for an hour (rule 2). */
  readonly breakGlass?: boolean;
};

/**
 * Asks the matrix: may this role do this to such an object? Pure. The role is that of the person in the object's workspace: whoever has
 * none there (null) may do nothing.
 */
export function mayDo(role: MatrixRole | null, object: MatrixObject, deed: Deed, facts: MatrixFacts = {}): boolean {
  if (role === null || (facts.archived === true && !READING.includes(deed))) return false;
  if (rightsOf(role, object, facts.kind).some((right) => allows(right, deed, facts))) return true;
  const opened = facts.breakGlass === true && deed === "R" && BREAK_GLASS.roles.includes(role) && BREAK_GLASS.objects.includes(object);
  return opened && rightsOf(role, object, facts.kind).some((right) => splitRight(right).deed === "r");
}

/** The cell with what was decided beside the table. */
export function rightsOf(role: MatrixRole, object: MatrixObject, kind?: DocumentKind): readonly Right[] {
  const added = ADDITIONS.filter(
    (one) =>
      one.object === object && one.role === role && (one.kind === undefined || (one.kind === kind && OBJECT_OF_KIND[kind] === object)),
  );
  return [...MATRIX[object][role], ...added.flatMap(({ rights }) => rights)];
}

/** "P:own+submit" -> P, [own, submit]. */
export function splitRight(right: Right): { deed: Deed; needs: Qualifier[] } {
  const [deed = "", needs] = right.split(":");
  // The type Right is made of exactly these two halves.
  return { deed: deed as Deed, needs: (needs?.split("+") ?? []) as Qualifier[] };
}

function allows(right: Right, deed: Deed, facts: MatrixFacts): boolean {
  const { deed: given, needs } = splitRight(right);
  return given === deed && needs.every((need) => facts[need] === true);
}

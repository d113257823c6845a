/** Plain shapes of the demo province: the server turns them into rows and texts. Nothing here names a real person. */
import type { Designation, Duty } from "../schema-access.ts";
import type { GroupPost } from "../schema-office.ts";
import type { OrganisationKind, Role, ScopeKind, Side, WorkspaceKind } from "../schema.ts";

export interface DemoOrganisation {
  /** Name by which the other demo files point here. */
  readonly key: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly region: string | null;
  readonly parent: string | null;
  /** True where the unit is invented or its official name was not checked. */
  readonly isDemo: boolean;
}

export interface DemoRole {
  readonly role: Role;
  readonly title: string;
  readonly scope: { readonly kind: ScopeKind; readonly id: string };
  readonly designation: Designation;
}

export interface DemoPerson {
  readonly login: string;
  readonly name: string;
  readonly mark: string;
  /** Home unit. */
  readonly organisation: string;
  /** The first one is what the person mostly does; operators and administrators of units have none. */
  readonly roles: readonly DemoRole[];
  readonly duty?: Duty;
  /** The person administers the accounts of the home unit. */
  readonly administers?: true;
}

export interface DemoGroup {
  readonly name: string;
  readonly organisation: string;
  readonly region: string;
  readonly purpose: string;
  readonly members: readonly { readonly login: string; readonly post: GroupPost; readonly title: string; readonly ended?: true }[];
}

export interface DemoExpert {
  readonly login: string;
  readonly subjects: readonly string[];
  readonly stages: readonly string[];
  readonly regions: readonly string[];
  /** Keys of units. */
  readonly avoid: readonly string[];
  readonly specialty: string;
  readonly accepting: boolean;
}

export interface DemoMember {
  readonly login: string;
  readonly side: Side;
  /** Which of several roles; the first where it is not said. */
  readonly role?: Role;
}

export interface DemoWorkspace {
  readonly key: string;
  readonly kind: WorkspaceKind;
  readonly title: string;
  readonly purpose: string;
  readonly achievement: string | null;
  readonly region: string;
  readonly subject: string | null;
  readonly stage: string | null;
  readonly isDemo: boolean;
  readonly sourceNote: string;
  readonly parties: readonly { readonly organisation: string; readonly side: Side; readonly duties: string; readonly isLead: boolean }[];
  readonly members: readonly DemoMember[];
}

/** What stands under a heading. A plain string is a paragraph; `sub` a numbered heading one step below the template's. */
export type DemoPart =
  | string
  | { readonly sub: string }
  | { readonly bullet: string }
  | { readonly ordered: string }
  | { readonly task: string; readonly done: boolean }
  | { readonly quote: string }
  | { readonly table: readonly (readonly string[])[] };

/** Parts by the slot of the required heading they stand under ("s1.2"). A slot left out stays empty. */
export type DemoText = Readonly<Record<string, readonly DemoPart[]>>;

export interface DemoVersion {
  readonly name: string;
  readonly note: string;
  readonly author: string;
  readonly daysAgo: number;
  /** The version holds only what stood in this many level-one sections; all of them when absent. */
  readonly upTo?: number;
  /** Roles without live read may see this one. */
  readonly released?: true;
}

export interface DemoPlan {
  readonly workspace: string;
  readonly template: "regional_plan_3y" | "annual_plan" | "achievement_subplan" | "school_plan";
  readonly title: string;
  readonly organisation: string;
  readonly state: "draft" | "inReview" | "approved" | "published";
  readonly author: string;
  readonly createdDaysAgo: number;
  readonly editedHoursAgo: number;
  readonly text: DemoText;
  readonly versions: readonly DemoVersion[];
  /** Earlier visits of others, for the activity list. */
  readonly alsoEdited?: readonly { readonly login: string; readonly hoursAgo: number }[];
}

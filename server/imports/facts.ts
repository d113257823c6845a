/** What the database knows about the rows of a file. Read by the server in small pages; the thread that checks never sees the database. */
import { createHash } from "node:crypto";
import { nameKey } from "./cells.ts";

export interface RegionFact {
  readonly code: string;
  readonly name: string;
  readonly tier: string;
}

export interface UnitFact {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly kind: string;
  readonly region: string | null;
  readonly parent: string | null;
  readonly ended: boolean;
  /** The importer may change it. */
  readonly within: boolean;
}

export interface RoleFact {
  readonly id: string;
  readonly role: string;
  readonly scopeKind: string;
  readonly scopeId: string;
  /** For which it is held. */
  readonly unitId: string | null;
  readonly title: string;
  readonly designation: string;
  readonly from: number;
  readonly to: number | null;
  /** The term is over. */
  readonly ended: boolean;
}

export interface PersonFact {
  readonly id: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly phoneHash: string | null;
  /** The home unit lies within the importer's reach. */
  readonly home: boolean;
  /** Why the importer may not change the account. "offices": some lie outside the reach; "peer": of the same unit; both may be given roles. */
  readonly blocked: "" | "left" | "operator" | "oneself" | "province" | "offices" | "peer";
  /** Also those that have ended: a row may be about one of them. */
  readonly roles: readonly RoleFact[];
}

export interface LoginFact {
  /** What login names are compared by. */
  readonly key: string;
  /** A phone number written as a login name. */
  readonly isPhone: boolean;
  readonly person: PersonFact | null;
}

export interface PhoneFact {
  /** Eleven digits, or null where it is no number. */
  readonly number: string | null;
  readonly hash: string | null;
  /** The login name only of somebody within the importer's reach. */
  readonly owner: { readonly id: string; readonly login: string | null } | null;
}

/** What the list says of an achievement, stored or in a file. */
export interface AchievementFields {
  readonly year: number | null;
  readonly level: string;
  readonly title: string;
  readonly holder: string;
  readonly holderKind: string;
  readonly province: string | null;
  readonly prefecture: string;
  readonly stage: string;
  readonly subject: string;
  readonly source: string;
}

export interface AchievementFact extends AchievementFields {
  readonly id: string;
  /** Units with a studio for it. */
  readonly studios: readonly string[];
}

export interface FlagFact {
  readonly code: string;
  readonly flag: string;
  readonly from: string;
  readonly to: string | null;
  readonly source: string;
}

/** Asked for by the checks, answered page by page. Keys of the maps are the texts that were asked about. */
export interface Facts {
  units(): Promise<UnitFact[]>;
  people(logins: readonly string[], phones: readonly string[]): Promise<PeopleFacts>;
  achievements(): Promise<AchievementFact[]>;
  flags(): Promise<FlagFact[]>;
}

export interface PeopleFacts {
  readonly logins: ReadonlyMap<string, LoginFact>;
  readonly phones: ReadonlyMap<string, PhoneFact>;
}

/** Small and the same for every row: goes to the thread with the file. */
export interface Surroundings {
  readonly now: number;
  readonly regions: readonly RegionFact[];
  readonly stages: readonly { readonly code: string; readonly name: string }[];
  readonly subjects: readonly { readonly code: string; readonly name: string }[];
  /** The importer may touch every unit. */
  readonly everywhere: boolean;
  /** Provinces the importer administers. */
  readonly provinces: readonly string[];
}

/** Finds units the ways a file names them. */
export class UnitIndex {
  readonly #byId = new Map<string, UnitFact>();
  readonly #byCode = new Map<string, UnitFact>();
  readonly #byName = new Map<string, UnitFact[]>();

  constructor(units: Iterable<UnitFact>) {
    for (const unit of units) {
      this.#byId.set(unit.id, unit);
      if (unit.code !== null) this.#byCode.set(unit.code.toUpperCase(), unit);
      const key = nameKey(unit.name);
      const same = this.#byName.get(key);
      if (same) same.push(unit);
      else this.#byName.set(key, [unit]);
    }
  }

  get(id: string): UnitFact | undefined {
    return this.#byId.get(id);
  }

  withCode(code: string): UnitFact | undefined {
    return this.#byCode.get(code.toUpperCase());
  }

  named(name: string): readonly UnitFact[] {
    return this.#byName.get(nameKey(name)) ?? [];
  }

  /** By code or name; of several with one name those the importer may touch, of those the open ones. */
  resolve(text: string): UnitFact | { readonly count: number } {
    const byCode = this.withCode(text);
    if (byCode) return byCode;
    const narrowed = narrow(
      narrow(this.named(text), ({ within }) => within),
      ({ ended }) => !ended,
    );
    const [first] = narrowed;
    return narrowed.length === 1 && first ? first : { count: narrowed.length };
  }

  /** The unit that a row of code, name and region is about: by code, else the one with this name in this region. */
  about(row: { code: string | null; name: string; region: string | null }): UnitFact | undefined {
    const byCode = row.code === null ? undefined : this.withCode(row.code);
    if (byCode) return byCode;
    const same = this.named(row.name).filter((unit) => row.code === null || unit.code === null);
    if (row.region !== null) return same.find(({ region }) => region === row.region);
    return same.length === 1 ? same[0] : undefined;
  }
}

function narrow<T>(list: readonly T[], keep: (one: T) => boolean): readonly T[] {
  const kept = list.filter(keep);
  return kept.length > 0 ? kept : list;
}

/** Digest of what a row met, short enough to be kept with every row. */
export function digestOf(...met: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(met)).digest("base64url").slice(0, 22);
}

export function metUnit(about: UnitFact | undefined, parent: UnitFact | undefined): string {
  return digestOf(about ?? null, parent ?? null);
}

export function metPerson(login: LoginFact | undefined, unit: UnitFact | undefined, phone: PhoneFact | undefined): string {
  return digestOf(login?.person ?? null, unit ?? null, phone?.owner?.id ?? null);
}

export function metAchievement(fact: AchievementFact | undefined): string {
  return digestOf(fact ?? null);
}

export function metFlag(fact: FlagFact | undefined): string {
  return digestOf(fact ?? null);
}

export function achievementKey(row: { year: number | null; title: string; holder: string }): string {
  return `${row.year ?? ""}|${nameKey(row.title)}|${nameKey(row.holder)}`;
}

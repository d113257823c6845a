import { bareCode, nameKey } from "./cells.ts";
import type { RegionFact } from "./facts.ts";
import type { RowReader } from "./row-reader.ts";

/** Finds regions by code or name. */
export class RegionIndex {
  readonly #byCode: ReadonlyMap<string, RegionFact>;
  readonly #byName = new Map<string, RegionFact[]>();

  constructor(regions: readonly RegionFact[]) {
    this.#byCode = new Map(regions.map((region) => [region.code, region]));
    for (const region of regions) {
      const key = nameKey(region.name);
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), region]);
    }
  }

  get(code: string): RegionFact | undefined {
    return this.#byCode.get(code);
  }

  /** The code in the cell, or null where it is empty or names no region; the latter is noted as a fault. */
  read(reader: RowReader, column: string, tier?: string): string | null {
    const text = reader.text(column, 60);
    if (text === "") return null;
    const code = bareCode(text);
    if (/^\d+$/.test(code)) {
      if (this.#byCode.has(code)) return code;
      reader.fault(column, /^\d{6}$/.test(code) ? "unknownRegion" : "badCode", { value: code });
      return null;
    }
    const found = (this.#byName.get(nameKey(text)) ?? []).filter((region) => tier === undefined || region.tier === tier);
    const [only] = found;
    if (found.length === 1 && only) return only.code;
    if (found.length === 0) reader.fault(column, "unknownRegion", { value: text });
    else reader.fault(column, "ambiguousRegion", { value: text, count: found.length });
    return null;
  }
}

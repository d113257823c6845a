import { REGION_FLAG_LABELS } from "#server/directory/contract.ts";
import { bareCode, readPeriod, tidy } from "./cells.ts";
import { metFlag, type Facts, type FlagFact, type Surroundings } from "./facts.ts";
import { RegionIndex } from "./regions.ts";
import { RowReader } from "./row-reader.ts";
import type { Checked, FaultyRow, GoodRow, StagedFlag } from "./staged.ts";
import type { Table } from "./table.ts";

const FLAG_WORDS: Readonly<Record<string, string>> = {
  原贫困县: "former_poverty_county",
  脱贫县: "former_poverty_county",
  国家乡村振兴重点帮扶县: "key_rural_revitalisation_county_2021",
  重点帮扶县: "key_rural_revitalisation_county_2021",
};

/** Checks rows of weak-region flags; a county the directory does not have yet comes with its flag. */
export async function checkWeakRegions(table: Table, facts: Facts, around: Surroundings): Promise<Checked<StagedFlag>> {
  const known = new Map((await facts.flags()).map((fact) => [keyOf(fact), fact]));
  const regions = new RegionIndex(around.regions);
  const seen = new Map<string, number>();
  const counties = new Set<string>();
  const good: GoodRow<StagedFlag>[] = [];
  const faulty: FaultyRow[] = [];
  for (const row of table.rows) {
    const reader = new RowReader("weakRegions", row);
    const value = readValue(reader, regions);
    const first = seen.get(keyOf(value));
    if (first === undefined) seen.set(keyOf(value), row.number);
    else reader.fault("code", "duplicateRow", { row: first });
    if (reader.faults.length > 0) {
      faulty.push({ row: row.number, faults: reader.faults, original: row.original });
      continue;
    }
    const about = known.get(keyOf(value));
    const to = value.to ?? about?.to ?? null;
    const merged = { ...value, to };
    if (value.county) counties.add(value.code);
    const state = !about ? "new" : differs(about, merged) ? "changed" : "unchanged";
    const name = value.county?.name ?? regions.get(value.code)?.name ?? "";
    const shown = [value.code, name, REGION_FLAG_LABELS[value.flag] ?? value.flag, value.from, to ?? "", value.source];
    good.push({ row: row.number, state, shown, value: merged, met: metFlag(about) });
  }
  return { good, faulty, notices: counties.size === 0 ? [] : [{ code: "newCounties", values: { count: counties.size } }] };
}

function readValue(reader: RowReader, regions: RegionIndex): StagedFlag {
  const code = bareCode(reader.text("code", 20, true));
  const name = reader.text("name", 40);
  const value = {
    code,
    flag: reader.choice("flag", REGION_FLAG_LABELS, { required: true, more: FLAG_WORDS }),
    from: readPart(reader, "from", true) ?? "",
    to: readPart(reader, "to", false),
    source: reader.text("source", 500, true),
  };
  if (value.from !== "" && value.to !== null && value.to < value.from.slice(0, value.to.length)) reader.fault("to", "periodReversed");
  return { ...value, county: readCounty(reader, regions, code, name) };
}

function readCounty(reader: RowReader, regions: RegionIndex, code: string, name: string): StagedFlag["county"] {
  if (code === "") return null;
  if (!/^\d{6}$/.test(code)) {
    reader.fault("code", "badCode");
    return null;
  }
  const region = regions.get(code);
  if (region) {
    if (region.tier !== "county") reader.fault("code", "notCounty", { value: region.name });
    return null;
  }
  if (code.endsWith("00")) {
    reader.fault("code", "unknownRegion", { value: code });
    return null;
  }
  const above = regions.get(`${code.slice(0, 4)}00`) ?? regions.get(`${code.slice(0, 2)}0000`);
  if (!above) reader.fault("code", "newCountyHomeless", { value: code });
  if (name === "") reader.fault("name", "newCountyNameless", { value: code });
  return above && name !== "" ? { name, parent: above.code } : null;
}

function readPart(reader: RowReader, column: "from" | "to", required: boolean): string | null {
  const text = reader.text(column, 40, required);
  if (text === "") return null;
  const found = readPeriod(text);
  if (found === undefined) reader.fault(column, "badMonth", { value: text });
  return found ?? null;
}

function differs(about: FlagFact, value: StagedFlag): boolean {
  return about.from !== value.from || about.to !== value.to || tidy(about.source) !== value.source;
}

function keyOf({ code, flag }: { code: string; flag: string }): string {
  return `${code}|${flag}`;
}

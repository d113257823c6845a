/** A synthetic roster of people for imports. No number stands in a file: they are counted up here. */

const HEADINGS = ["登录名", "姓名", "单位", "手机号", "角色", "职务称谓", "专项身份", "任期起", "任期止"];

export interface RosterOptions {
  readonly rows: number;
  /** Names of units, by turns. */
  readonly units: readonly string[];
  /** Every hundredth row has no name. */
  readonly faulty?: boolean;
  /** Other names and titles for the same people. */
  readonly changed?: boolean;
}

/** One role a person, as CSV with every cell quoted. */
export function writeRoster({ rows, units, faulty = false, changed = false }: RosterOptions): Uint8Array<ArrayBuffer> {
  const lines = [HEADINGS];
  for (let index = 0; index < rows; index += 1) {
    const name = faulty && index % 100 === 7 ? "" : `${changed ? "改名" : "示例"}教师${index}`;
    const unit = units[index % units.length] ?? "";
    const number = `138${String(index).padStart(8, "0")}`;
    const title = changed ? "教研组教师" : "教师";
    lines.push([`ceshi-${index}`, name, unit, number, "种子教师", title, "种子教师", "2024-09-01", "2027-08-31"]);
  }
  return new TextEncoder().encode(lines.map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\n"));
}

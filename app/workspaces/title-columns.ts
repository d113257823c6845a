/** Longest column of the title slip, in characters. */
const COLUMN = 14;

/** Particles and endings after which a Chinese title may be broken without cutting a word. */
const BREAKS = [
  "的",
  "与",
  "和",
  "及",
  "，",
  "：",
  "——",
  "促进",
  "驱动",
  "视野下",
  "背景下",
  "学校",
  "学生",
  "教师",
  "模式",
  "课程",
  "教学",
  "发展",
  "小学",
  "幼儿园",
  "联盟",
];

/**
 * The title of the slip, cut into upright columns of about equal height. Cuts fall after a known ending; only a title without one is
 * cut by count. Pure string work: the server's and the browser's dictionaries may differ, this does not.
 */
export function titleColumns(title: string): string[] {
  if (title.length <= COLUMN) return [title];
  const count = Math.ceil(title.length / COLUMN);
  const ideal = title.length / count;
  const columns: string[] = [];
  let from = 0;
  for (let column = 1; column < count; column += 1) {
    const cut = bestCut(title, Math.round(ideal * column), from);
    columns.push(title.slice(from, cut));
    from = cut;
  }
  return [...columns, title.slice(from)];
}

/** Position near `target` at which a known ending has just ended; `target` itself where none is within reach. */
function bestCut(title: string, target: number, from: number): number {
  const REACH = 4;
  const cuts = Array.from({ length: 2 * REACH + 1 }, (_, step) => target - REACH + step).filter(
    (at) => at > from + 1 && at < title.length - 1,
  );
  const good = cuts.filter((at) => BREAKS.some((ending) => title.slice(0, at).endsWith(ending)));
  return good.sort((a, b) => Math.abs(a - target) - Math.abs(b - target))[0] ?? target;
}

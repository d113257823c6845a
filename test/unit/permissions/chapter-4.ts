/** The table of the design (chapter 4, "Matrix") word for word, and how its cells are read. Nothing of the product is used here. */
import type { Deed, MatrixObject, MatrixRole, Qualifier } from "#server/permissions/matrix.ts";

const TABLE = `
| Object | Province admin | Teaching-research officer | Holder studio host | Holder expert | Applicant region officer | Applicant school teacher | Alliance lead | Alliance teacher | Guest by link |
|---|---|---|---|---|---|---|---|---|---|
| Workspace | C r S(orgs) archive | R (assigned) | R S(own side) | R | R S(own side) | R | R S(alliance) | R | - |
| Regional plan (一地一案) | r X | R K X | R K | R K | R C E P S X | R K | r | r | r (published) |
| School plan (一校一策) | r (submitted) | R K | R K | R K | R K P(accept) X | C E own school, P(submit), X own; r others | R E K in alliance, X | C E own school; K others in alliance | - |
| Meeting agenda | r | R K | C E P X | R K | C E P X | R K | C E P X | R K | r (that meeting) |
| Minutes | r (signed) | R K | C E P(sign) X | R K | C E P(sign) X | R | C E P(sign) X | R | - |
| Question | r counts, de-identified | R C K triage | R assign K | R K | R C E own D own X | C E own D own, R workspace | R C E own | R C E own | - |
| Answer | r | R K endorse | C E own P(official) | C E own | R accept K | R accept own question | R K | R K | - |
| Resource pack | r X | R K P(review) | C E P S X D | E K | r K fork | r K | fork: C E P X | fork: E K | r, no originals |
| Files | names and sizes | R | C R D own X | C R D own | C R D own X | C R D own | C R D own X | C R D own | only those inside the shared version, inline view |
| Evaluation | C(scheme) R P X | C E scores assigned, K | r own result, appeal K | - | C self-report own, r own result | E own form | E own form, r own | E own form | - |
| Audit log | r security events of accounts, no content | own | workspace activity | own | workspace activity | own | workspace activity | own | - |
`;

const ROWS: Record<string, MatrixObject> = {
  Workspace: "workspace",
  "Regional plan (一地一案)": "regionalPlan",
  "School plan (一校一策)": "schoolPlan",
  "Meeting agenda": "meetingAgenda",
  Minutes: "minutes",
  Question: "question",
  Answer: "answer",
  "Resource pack": "pack",
  Files: "file",
  Evaluation: "evaluation",
  "Audit log": "auditLog",
};

const COLUMNS: Record<string, MatrixRole> = {
  "Province admin": "provinceAdmin",
  "Teaching-research officer": "researchOfficer",
  "Holder studio host": "holderHost",
  "Holder expert": "holderExpert",
  "Applicant region officer": "regionOfficer",
  "Applicant school teacher": "schoolTeacher",
  "Alliance lead": "allianceLead",
  "Alliance teacher": "allianceTeacher",
  "Guest by link": "guest",
};

/** Words of the cells -> what must be true. Null: said for the reader ("r others": everybody else's), binds nothing. */
const WORDS: Record<string, readonly Qualifier[] | null> = {
  own: ["own"],
  "own school": ["own"],
  "own question": ["own"],
  "own result": ["own"],
  "own form": ["own"],
  "own side": ["ownSide"],
  orgs: ["orgs"],
  assigned: ["assigned"],
  "scores assigned": ["assigned"],
  "in alliance": ["alliance"],
  "others in alliance": ["alliance"],
  alliance: ["alliance"],
  others: null,
  workspace: null,
  published: ["published"],
  submitted: ["submitted"],
  signed: ["signed"],
  submit: ["submit"],
  sign: ["sign"],
  accept: ["accepting"],
  official: ["official"],
  review: ["review"],
  scheme: ["scheme"],
  appeal: ["appeal"],
  "self-report own": ["own"],
  fork: ["onFork"],
  counts: ["counts"],
  "de-identified": ["deidentified"],
  "that meeting": ["thisMeeting"],
  "no originals": ["noOriginals"],
  "security events of accounts": ["securityEvents"],
};

/** Cells that are a sentence. */
const SENTENCES: Record<string, readonly string[]> = {
  "names and sizes": ["r:namesAndSizes"],
  "only those inside the shared version, inline view": ["r:inSharedVersion"],
  own: ["r:ownEvents"],
  "workspace activity": ["r:workspaceActivity"],
  "r security events of accounts, no content": ["r:securityEvents"],
  "r counts, de-identified": ["r:counts", "r:deidentified"],
  "r, no originals": ["r:noOriginals"],
};

const ACTS: ReadonlySet<string> = new Set<Deed>(["archive", "assign", "triage", "endorse", "accept", "fork"]);
/** A qualifier behind several writing verbs is said of all of them: "C E own school". */
const BINDS_TOGETHER = /^[CE]$/;

/** Rights of every cell of the table, as "E:own", in the order of the alphabet. */
export function readChapter(): Map<`${MatrixObject} ${MatrixRole}`, string[]> {
  const [head = [], , ...rows] = TABLE.trim()
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const cells = new Map<`${MatrixObject} ${MatrixRole}`, string[]>();
  for (const [name = "", ...row] of rows) {
    for (const [at, text] of row.entries()) cells.set(`${lookUp(ROWS, name)} ${lookUp(COLUMNS, head[at + 1] ?? "")}`, readCell(text));
  }
  return cells;
}

export function readCell(text: string): string[] {
  if (text === "-") return [];
  return [...(SENTENCES[text] ?? readSegments(text))].sort();
}

function readSegments(text: string): string[] {
  const [, prefix, rest = text] = /^(\w+): (.*)$/.exec(text) ?? [];
  const rights = rest.split(/[;,]/).flatMap((segment) => readSegment(segment.trim()));
  if (prefix === undefined) return rights;
  return rights.map((right) => `${right}:${(lookUp(WORDS, prefix) ?? []).join("+")}`);
}

/** "R C E own D own X" -> R, C:own, E:own, D:own, X. */
function readSegment(segment: string): string[] {
  const parts = segment.match(/[A-Za-z](?= ?\()(?: ?\([^)]*\))|[^ ]+/g) ?? [];
  const rights: { deed: string; needs: Qualifier[] }[] = [];
  let words: string[] = [];
  const close = (): void => {
    if (words.length === 0) return;
    const needs = lookUp(WORDS, words.join(" "));
    words = [];
    if (needs === null) return;
    const last = rights.length - 1;
    const bindsAll = needs.includes("alliance");
    for (let at = last; at >= 0; at--) {
      const right = rights[at];
      const together =
        at === last || bindsAll || (rights.slice(at).every(({ deed }) => BINDS_TOGETHER.test(deed)) && rights[last]?.deed === "E");
      if (right !== undefined && together && right.needs.length === 0) right.needs.push(...needs);
    }
  };
  for (const part of parts) {
    const withNote = /^([A-Za-z]) ?\(([^)]*)\)$/.exec(part);
    // "appeal K": the word stands before its verb.
    if (words.join(" ") === "appeal") {
      rights.push({ deed: part, needs: [...(lookUp(WORDS, "appeal") ?? [])] });
      words = [];
    } else if (withNote) {
      close();
      rights.push({ deed: withNote[1] ?? "", needs: [...(lookUp(WORDS, withNote[2] ?? "") ?? [])] });
    } else if (/^[RrCEKPSXD]$/.test(part) || ACTS.has(part)) {
      close();
      rights.push({ deed: part, needs: [] });
    } else words.push(part);
  }
  close();
  return rights.map(({ deed, needs }) => (needs.length === 0 ? deed : `${deed}:${needs.join("+")}`));
}

function lookUp<T>(table: Record<string, T>, word: string): T {
  const found = table[word];
  if (found === undefined) throw new Error(`the chapter says "${word}", which nobody has read yet`);
  return found;
}

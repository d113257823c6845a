import { type BodyBlock } from "#collab/docs/blocks.ts";
import { bodyText } from "#collab/docs/plan.ts";
import type { DbOrTrx } from "#db/client.ts";
import {
  readDocuments,
  readPeople,
  readUnits,
  readWorkspaces,
  type DirtyKind,
  type EntryRow,
  type IndexColumns,
} from "#db/search-index.ts";
import type { Instant, OrganisationId, WorkspaceId } from "#db/schema.ts";
import type { SearchKind } from "#db/schema-office.ts";
import { cutText, Cutter, keyOf, piecesOf } from "./grams.ts";
import { pinyinOf } from "./pinyin.ts";

/** What an object is found by, before it is cut. */
export interface Source {
  readonly kind: SearchKind;
  readonly objectId: string;
  readonly title: string;
  readonly body: string;
  readonly workspaceId?: WorkspaceId;
  readonly organisationId?: OrganisationId | null;
  readonly regionCode?: string | null;
  /** The body is the stored content of a version, still to be read. */
  readonly isContent?: boolean;
}

/** The kinds of entry that one changed object has; those it has no source for are removed. */
export const ENTRIES_OF: Record<DirtyKind, readonly SearchKind[]> = {
  person: ["person"],
  organisation: ["organisation"],
  workspace: ["workspace"],
  document: ["documentLive", "documentReleased"],
};

/** Words by which people name a kind of unit. */
const UNIT_WORDS = {
  department: "教育厅",
  institute: "教研机构",
  bureau: "教育局",
  school: "学校",
  holderUnit: "成果持有单位",
  studio: "工作室",
} as const;

/** A text longer than this is found by its beginning. */
const MAX_BODY = 300_000;

/** Reads changed objects of one kind; one that is gone has no source. */
export async function readSources(db: DbOrTrx, kind: DirtyKind, ids: readonly string[], now: Instant): Promise<Source[]> {
  switch (kind) {
    case "person":
      return (await readPeople(db, ids, now)).map(({ id, title, organisationId, regionCode, unit, titles }) => ({
        kind: "person",
        objectId: id,
        title,
        body: join([unit, titles]),
        organisationId,
        regionCode,
      }));
    case "organisation":
      return (await readUnits(db, ids)).map((unit) => ({
        kind: "organisation",
        objectId: unit.id,
        title: unit.title,
        body: join([unit.regionAbove, unit.region, UNIT_WORDS[unit.kind]]),
        organisationId: unit.id,
        regionCode: unit.regionCode,
      }));
    case "workspace":
      return (await readWorkspaces(db, ids)).map((workspace) => ({
        kind: "workspace",
        objectId: workspace.id,
        title: workspace.title,
        body: join([workspace.purpose, workspace.achievement, workspace.region, workspace.subject, workspace.stage, workspace.parties]),
        workspaceId: workspace.id,
        regionCode: workspace.regionCode,
      }));
    default:
      return (await readDocuments(db, ids)).flatMap(({ id, title, workspaceId, live, released }): Source[] => [
        { kind: "documentLive", objectId: id, title, body: withoutTitle(live ?? "", title), workspaceId },
        ...(released === null
          ? []
          : [{ kind: "documentReleased", objectId: id, title, body: released, workspaceId, isContent: true } as const]),
      ]);
  }
}

/** The same with its text read. @throws SyntaxError where a version was damaged */
export function openSource({ isContent = false, ...source }: Source): Source {
  return isContent ? { ...source, body: withoutTitle(textOf(source.body), source.title) } : source;
}

export interface Prepared {
  readonly entry: EntryRow;
  readonly columns: IndexColumns;
}

/** Characters cut in one go, about 4 ms. */
const PIECE = 8_000;

/** Cuts a source for the index; `pause` is awaited between pieces of a long text, so that others get the thread. */
export async function prepareEntry(source: Source, pause: () => Promise<void>): Promise<Prepared> {
  const title = cutText(source.title);
  const { initials, tokens } = pinyinOf(source.title);
  const cutter = new Cutter();
  let pieces = 0;
  for (const piece of piecesOf(source.body, PIECE)) {
    if (pieces++ > 0) await pause();
    cutter.add(piece);
  }
  const body = cutter.finish();
  return {
    entry: {
      kind: source.kind,
      object_id: source.objectId,
      workspace_id: source.workspaceId ?? null,
      organisation_id: source.organisationId ?? null,
      region_code: source.regionCode ?? null,
      title: source.title,
      title_key: keyOf(source.title),
      body: source.body,
      initials,
    },
    columns: { title_grams: title.grams, title_words: title.words, body_grams: body.grams, body_words: body.words, initials: tokens },
  };
}

function join(parts: readonly (string | null)[]): string {
  return [...new Set(parts.filter((part) => part !== null && part !== ""))].join(" ");
}

/** A plan's text begins with its title, which is found as such. */
function withoutTitle(text: string, title: string): string {
  return (text.startsWith(title) ? text.slice(title.length).trimStart() : text).slice(0, MAX_BODY);
}

/** Versions are written from canonicalJson alone. @throws SyntaxError where the row was damaged */
function textOf(content: string): string {
  const value: unknown = JSON.parse(content);
  if (!Array.isArray(value)) throw new SyntaxError("A version does not hold a list of blocks");
  // What canonicalJson wrote.
  return bodyText(value as BodyBlock[]);
}

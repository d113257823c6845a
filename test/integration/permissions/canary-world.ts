import type { Block } from "#collab/docs/blocks.ts";
import type { AccessTokenId, ApprovalId, InvitationId } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { recordAuditAlone } from "#server/audit/record.ts";
import { createContext } from "#server/core/create-context.ts";
import { readingOf } from "#server/permissions/documents.ts";
import { textsOf } from "#server/plans/text-port.ts";
import type { Doors } from "./doors.ts";
import { FOREIGN } from "./foreign-province.ts";
import type { Persona } from "./personas.ts";

/** A string that stands for one thing alone. Two Chinese characters in front of it, so that search finds them all. */
export interface Canary {
  readonly text: string;
  readonly what: string;
  /** Who may be sent it. Not asked: people of operation about what their duty shows them. */
  may(persona: Persona): boolean;
  /** Who must have been sent it somewhere, or the scan would prove nothing. */
  must(persona: Persona): boolean;
}

export const SEARCHED = "隐雀";
const never = () => false;
/** Digits alone, as a number is; no real one begins like this. */
export const PHONE = ["138", "0000", "7654"].join("");

function word(kind: string, id: string): string {
  return `${SEARCHED}${kind}${id}yranac`;
}

/** Marks every object of every workspace, and what belongs to a foreign person or unit. */
export async function plantCanaries({ product, world, personas }: Doors): Promise<Canary[]> {
  const { db } = product.app;
  const found: Canary[] = [];
  const add = (text: string, what: string, may: Canary["may"], must: Canary["must"] = never): string => {
    found.push({ text, what, may, must });
    return text;
  };
  for (const { id, kind } of world.workspaces) {
    const inside = (persona: Persona) => persona.standings.has(id);
    // An alliance is the scope of a role: whoever lists and grants roles reads its name, as that of a unit.
    const named = (persona: Persona) => inside(persona) || (kind === "alliance" && isOffice(persona));
    const title = add(word("titleof", id), "workspace title", named, inside);
    const purpose = add(word("purposeof", id), "workspace purpose", inside, inside);
    const source_note = add(word("noteof", id), "workspace note", inside, inside);
    await db.updateTable("workspace").set({ title, purpose, source_note }).where("id", "=", id).execute();
    const post = add(word("postin", id), "title of members", (persona) => inside(persona) || isOffice(persona), inside);
    await db.updateTable("membership").set({ title: post }).where("workspace_id", "=", id).execute();
  }
  for (const document of world.documents) {
    const { id } = document;
    const reading = (persona: Persona) => {
      const standing = persona.standings.get(document.workspaceId);
      return standing === undefined ? null : readingOf(standing, document);
    };
    const reads = (persona: Persona) => reading(persona) !== null;
    const isLive = (persona: Persona) => reading(persona) === "live";
    const title = add(word("planned", id), "plan title", reads, reads);
    await db.updateTable("document").set({ title }).where("id", "=", id).execute();
    await db
      .updateTable("document_projection")
      .set({ text: add(word("projected", id), "projected text", isLive) })
      .where("document_id", "=", id)
      .execute();
    if (document.workspaceId === FOREIGN.workspace) continue;
    const live = add(word("written", id), "live text", isLive, isLive);
    await textsOf(product.app).restore(id, FOREIGN.person, [paragraph(live)]);
  }
  for (const { id, documentId } of world.versions) {
    const document = world.documents.find((one) => one.id === documentId);
    const sees = (persona: Persona) => {
      const standing = document && persona.standings.get(document.workspaceId);
      const reading = standing && document ? readingOf(standing, document) : null;
      return reading === "live" || (reading === "released" && document?.releasedVersionId === id);
    };
    const note = add(word("versionnote", id), "version note", sees, sees);
    const name = add(word("versionname", id), "version name", sees, sees);
    await db.updateTable("document_version").set({ note, name }).where("id", "=", id).execute();
  }
  await markActivities(product.app.db);
  await plantForeignRows(product.app, add);
  for (const { name, personId } of personas) {
    if (personId === null) continue;
    const agent = add(word("browserof", name), "browser of a session", (other) => other.name === name);
    await db.updateTable("session").set({ user_agent: agent }).where("person_id", "=", personId).execute();
  }
  return found;
}

/** Duties and administrators of units, whose work is accounts. */
function isOffice({ duty, administers, roles }: Persona): boolean {
  return duty !== null || administers.size > 0 || roles.some(({ role }) => role === "provinceAdmin");
}

/** Old activity names old titles; here each names the title of today. */
async function markActivities(db: Doors["product"]["app"]["db"]): Promise<void> {
  for (const { id, payload } of await db.selectFrom("activity").select(["id", "payload"]).execute()) {
    const parsed: unknown = JSON.parse(payload);
    if (typeof parsed !== "object" || parsed === null || !("documentId" in parsed)) continue;
    const marked = JSON.stringify({ ...parsed, title: word("planned", String(parsed.documentId)) });
    await db.updateTable("activity").set({ payload: marked }).where("id", "=", id).execute();
  }
}

type Add = (text: string, what: string, may: Canary["may"]) => string;

/** What belongs to the person and the unit of another province: nobody of this one is to be sent it, but whoever looks after accounts or the log. */
async function plantForeignRows(app: Doors["product"]["app"], add: Add): Promise<void> {
  const { db } = app;
  const now = Date.now();
  const later = now + 3_600_000;
  const keepsAccounts = ({ duty }: Persona) => duty === "security" || duty === "system";
  const person_id: PersonId = FOREIGN.person;
  await db
    .insertInto("notification")
    .values({
      person_id,
      at: now,
      type: "plan.created",
      workspace_id: FOREIGN.workspace,
      document_id: null,
      payload: JSON.stringify({ actorId: add(word("told", "x"), "notification", never) }),
      due_at: now,
      read_at: null,
    })
    .execute();
  await db
    .insertInto("access_token")
    .values({
      id: "foreigntoken" as AccessTokenId,
      person_id,
      name: add(word("tokenof", "x"), "token name", never),
      token_hash: "0",
      hint: "0000",
      scopes: "read",
      created_at: now,
      expires_at: later,
      last_used_at: null,
      last_used_address: "",
      revoked_at: null,
    })
    .execute();
  await db
    .insertInto("invitation")
    .values({
      id: "foreigninvitation" as InvitationId,
      code_hash: "0",
      kind: "unit",
      duty: null,
      organisation_id: FOREIGN.organisation,
      workspace_id: null,
      side: null,
      role: null,
      scope_kind: null,
      scope_id: null,
      designation: "",
      title: "",
      note: add(word("invited", "x"), "invitation note", keepsAccounts),
      max_uses: 1,
      uses: 0,
      created_by: person_id,
      created_at: now,
      expires_at: later,
      revoked_at: null,
    })
    .execute();
  await db
    .insertInto("approval")
    .values({
      id: "foreignapproval" as ApprovalId,
      kind: "unitAdmin",
      subject_id: person_id,
      payload: JSON.stringify({ organisationId: FOREIGN.organisation }),
      reason: add(word("asked", "x"), "reason of a request", keepsAccounts),
      requested_by: person_id,
      requested_at: now,
      expires_at: later,
      state: "pending",
      decided_by: null,
      decided_at: null,
      note: "",
    })
    .execute();
  await db
    .insertInto("break_glass")
    .values({
      id: "foreignglass",
      workspace_id: FOREIGN.workspace,
      person_id,
      reason: add(word("glass", "x"), "reason of opened drafts", never),
      started_at: now,
      ends_at: later,
    })
    .execute();
  await db
    .insertInto("activity")
    .values({
      workspace_id: FOREIGN.workspace,
      at: now,
      actor_id: person_id,
      side: "applicant",
      type: "drafts.opened",
      payload: JSON.stringify({ reason: add(word("activity", "x"), "activity", never) }),
    })
    .execute();
  await db
    .updateTable("import_batch")
    .set({ file_name: `${add(word("file", "x"), "imported file", never)}.csv` })
    .where("person_id", "=", person_id)
    .execute();
  const phone = app.secrets?.seal("phone", add(PHONE, "phone number", never)) ?? "";
  await db
    .updateTable("person")
    .set({ phone_sealed: phone, login: add("loginyranac", "login name", ({ duty }) => duty !== null) })
    .where("id", "=", person_id)
    .execute();
  const detail = { reason: add(word("audited", "x"), "audit detail", ({ duty }) => duty === "audit") };
  await recordAuditAlone(createContext(app, null, "canary"), {
    type: "plan.created",
    object: { kind: "document", id: "x" },
    workspaceId: FOREIGN.workspace,
    detail,
  });
}

function paragraph(text: string): Block {
  const plain = { kind: "paragraph", level: 0, checked: false, slot: "", origin: "" } as const;
  return { type: "block", id: "canary", ...plain, runs: [{ text, marks: {} }] };
}

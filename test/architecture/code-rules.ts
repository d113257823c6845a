import { ATTRIBUTE } from "#collab/docs/blocks.ts";
import { breach, findNodes, isNode, type Node, type SourceFile, textOf, visit } from "./source.ts";

/** A rule looks at one file and names its breaches as "path:line -> what". */
export type Rule = (file: SourceFile) => string[];

const QUERY_BUILDER = /\.(selectFrom|insertInto|updateTable|deleteFrom|replaceInto)\($/;

/** Rule 6: the query builder is used in db only. */
export const noQueriesOutsideDb: Rule = (file) =>
  file.path.startsWith("db/") || file.path.startsWith("test/")
    ? []
    : calls(file)
        .filter((call) => QUERY_BUILDER.test(`${calleeText(file, call)}(`) || calleeText(file, call) === "sql")
        .map((call) => breach(file, call, `${calleeText(file, call)} outside db`));

/** Rule 6: inside inTransaction only the context it gives; Kysely on SQLite would wait for the outer one for ever. */
export const noOuterDbInTransaction: Rule = (file) =>
  calls(file)
    .filter((call) => calleeText(file, call) === "inTransaction")
    .flatMap((call) => {
      const [outer, callback] = argumentsOf(call);
      if (outer === undefined || callback === undefined || outer.type !== "Identifier") return [];
      const [inner] = Array.isArray(callback["params"]) ? callback["params"].filter(isNode) : [];
      const name = textOf(file, outer);
      if (inner !== undefined && textOf(file, inner).split(/[:\s]/)[0] === name) return [];
      return identifiers(callback["body"], name).map((node) => breach(file, node, `outer ${name} inside its transaction`));
    });

/** Where each proof is made; its brand has no runtime value, so an assertion anywhere else would forge one. */
const GRANT_MAKERS: Readonly<Record<string, string>> = {
  Grant: "server/permissions/authorize.ts",
  DocumentGrant: "server/permissions/authorize.ts",
  OfficeGrant: "server/permissions/authorize-office.ts",
  InvitationGrant: "server/permissions/invitation-grant.ts",
};

/** Rule 7: a Grant is made where the policy is asked, each kind in its one file. */
export const grantsOnlyFromAuthorize: Rule = (file) =>
  findNodes(file, "TSAsExpression", "TSTypeAssertion", "TSSatisfiesExpression").flatMap((node) => {
    const type = isNode(node["typeAnnotation"]) ? textOf(file, node["typeAnnotation"]) : "";
    const kind = /\b(?:Document|Office|Invitation)?Grant\b/.exec(type)?.[0];
    return kind === undefined || GRANT_MAKERS[kind] === file.path
      ? []
      : [breach(file, node, `a ${kind} made outside ${GRANT_MAKERS[kind]}`)];
  });

/** Who may say that somebody else stands behind an act: the holder of a right code, for the author of the invitation. */
const ON_BEHALF: ReadonlyMap<string, RegExp> = new Map([
  ["grantByInvitation", /^server\/administration\/codes\.ts$/],
  ["standInFor", /^server\/(permissions\/|administration\/(codes|approvals)\.ts$)/],
]);

/** Rule 7: a right is taken over from somebody else in the one place where a code was checked. */
export const noRightsOnBehalf: Rule = (file) =>
  file.path.startsWith("test/")
    ? []
    : calls(file)
        .filter((call) => ON_BEHALF.get(calleeText(file, call))?.test(file.path) === false)
        .map((call) => breach(file, call, `${calleeText(file, call)} outside the codes of invitations`));

/** G14: values reach SQL as bound parameters; text is put together in migrations only. */
export const noRawSql: Rule = (file) =>
  file.path.startsWith("db/migrat") || file.path.startsWith("test/")
    ? []
    : calls(file)
        .filter((call) => /^sql\.(raw|lit|literal)$/.test(calleeText(file, call)))
        .map((call) => breach(file, call, `${calleeText(file, call)} outside migrations`));

/** Rule 7: what a command of a workspace writes was allowed; the proof is its second parameter. */
export const commandsTakeGrant: Rule = (file) => {
  if (!/^server\/(?!accounts\/|notifications\/)[a-z-]+\/commands\.ts$/.test(file.path)) return [];
  return findNodes(file, "ExportNamedDeclaration").flatMap((node) => {
    const declared = node["declaration"];
    if (!isNode(declared) || declared.type !== "FunctionDeclaration") return [];
    const parameters = Array.isArray(declared["params"]) ? declared["params"].filter(isNode) : [];
    const proven = parameters.some((one) => /Grant\b/.test(textOf(file, one))) || makesGrant(file, declared);
    return proven ? [] : [breach(file, node, `command ${functionName(declared)} without a Grant`)];
  });
};

const ROLES = new Set([
  "provinceAdmin",
  "researchOfficer",
  "holderHost",
  "holderExpert",
  "regionOfficer",
  "schoolTeacher",
  "allianceLead",
  "allianceTeacher",
]);

/** Rule 7: who may do what is asked of the policy, not of the name of a role. */
export const noRoleComparisons: Rule = (file) => {
  if (file.path.startsWith("server/permissions/") || file.path.startsWith("test/")) return [];
  const compared = findNodes(file, "BinaryExpression").filter((node) => /^[!=]==?$/.test(String(node["operator"])));
  const sides = compared.flatMap((node) => [node["left"], node["right"]]);
  const cases = findNodes(file, "SwitchCase").map((node) => node["test"]);
  return [...sides, ...cases]
    .filter(isNode)
    .filter((node) => typeof node["value"] === "string" && ROLES.has(node["value"]))
    .map((node) => breach(file, node, `role ${String(node["value"])} compared outside permissions`));
};

/** Rule 8: the names inside a shared document are known to collab/docs only. */
export const noKeysOutsideDocs: Rule = (file) =>
  file.path.startsWith("collab/docs/") || file.path.startsWith("test/")
    ? []
    : calls(file)
        .filter((call) => /\.(getMap|getXmlFragment|getText|getArray|getXmlElement)$/.test(calleeText(file, call)))
        .filter((call) => typeof argumentsOf(call)[0]?.["value"] === "string")
        .map((call) => breach(file, call, `key of a shared document: ${textOf(file, call)}`));

const ATTRIBUTE_NAMES: ReadonlySet<unknown> = new Set(Object.values(ATTRIBUTE));

/** Rule 8: so are the attributes of its elements, whatever helper reads or writes them. A page's own elements have other ones. */
export const noAttributesOutsideDocs: Rule = (file) =>
  file.path.startsWith("collab/docs/") || file.path.startsWith("test/")
    ? []
    : calls(file)
        .filter((call) => /(^|\.)((get|set|has|remove|read|write)A|a)ttribute(\.call)?$/.test(calleeText(file, call)))
        .filter((call) => argumentsOf(call).some((argument) => ATTRIBUTE_NAMES.has(argument["value"])))
        .map((call) => breach(file, call, `attribute of a shared element: ${textOf(file, call)}`));

/** Rule 9: events leave through the gateway only. */
export const noEmitOutsideGateway: Rule = (file) =>
  !file.path.startsWith("server/") || file.path.startsWith("server/realtime/")
    ? []
    : calls(file)
        .filter((call) => /\b(io|socket|sockets|namespace|nsp)\b.*\.emit$/.test(calleeText(file, call)))
        .map((call) => breach(file, call, `${calleeText(file, call)} outside the gateway`));

/** core/production.ts sets NODE_ENV before React is imported; the launcher runs before there is a config; tests set what they start. */
const ENVIRONMENT_READERS = /^(server\/config\.ts$|server\/core\/production\.ts$|server\/bin\/|test\/)/;

/** Rule 10: one reader of the environment. */
export const noEnvironment: Rule = (file) =>
  ENVIRONMENT_READERS.test(file.path)
    ? []
    : findNodes(file, "MemberExpression")
        .filter((node) => textOf(file, node) === "process.env")
        .map((node) => breach(file, node, "process.env outside server/config.ts"));

const CHANCE = /^(Date\.now|Math\.random|performance\.now|crypto\.(randomUUID|getRandomValues)|randomUUID|randomBytes|randomInt)$/;

/** Rule 10: clock and randomness come with the Context, so that a test can set them. */
export const noClockInRules: Rule = (file) => {
  if (!/^server\/[a-z-]+\/(rules|commands|queries)\.ts$/.test(file.path)) return [];
  const asked = calls(file).filter((call) => CHANCE.test(calleeText(file, call)));
  const dates = findNodes(file, "NewExpression").filter((node) => calleeText(file, node) === "Date" && argumentsOf(node).length === 0);
  return [...asked, ...dates].map((node) => breach(file, node, `${textOf(file, node)} instead of the Context`));
};

export function calls(file: SourceFile): Node[] {
  return findNodes(file, "CallExpression", "TaggedTemplateExpression");
}

export function calleeText(file: SourceFile, call: Node): string {
  const callee = call["callee"] ?? call["tag"];
  return isNode(callee) ? textOf(file, callee) : "";
}

export function argumentsOf(call: Node): Node[] {
  return Array.isArray(call["arguments"]) ? call["arguments"].filter(isNode) : [];
}

/** A use case that asks the policy itself and hands out what authorize.ts gave. */
function makesGrant(file: SourceFile, declared: Node): boolean {
  return isNode(declared["returnType"]) && /Grant\b/.test(textOf(file, declared["returnType"]));
}

function functionName(declared: Node): string {
  return isNode(declared["id"]) ? String(declared["id"]["name"]) : "(unnamed)";
}

/** Uses of a name as a value, not as a property of something else. */
function identifiers(within: unknown, name: string): Node[] {
  const found: Node[] = [];
  if (!isNode(within)) return found;
  visit(within, (node, ancestors) => {
    const parent = ancestors.at(-1);
    const isProperty = parent !== undefined && (parent["property"] === node || parent["key"] === node) && parent["computed"] !== true;
    if (node.type === "Identifier" && node["name"] === name && !isProperty) found.push(node);
  });
  return found;
}

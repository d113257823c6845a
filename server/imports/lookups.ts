import {
  findPeopleByLogin,
  findPhoneOwners,
  findRolesOf,
  findUnitsAdministered,
  listFlags,
  pageAchievements,
  pageUnits,
} from "#db/import-facts.ts";
import { listRegions, listStages, listSubjects } from "#db/directory.ts";
import { normalisePhone, phoneDigest } from "#server/accounts/commands.ts";
import { loginKey } from "#server/accounts/queries.ts";
import type { OrganisationId } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { reachesUnit, type OfficeReach } from "#server/permissions/office-reach.ts";
import { refusalToTouch } from "#server/permissions/touch.ts";
import { breathe } from "./breathe.ts";
import type { LoginFact, PeopleFacts, PersonFact, PhoneFact, Surroundings, UnitFact } from "./facts.ts";
import { FACTS_PAGE, type Question, type Questions } from "./messages.ts";
import { secretsOf } from "./sealing.ts";

type AnyContext = Context | TrxContext;

/** Answers one page of a thread's questions. */
export async function answerQuestion<Q extends Question>(
  ctx: AnyContext,
  reach: OfficeReach,
  question: Q,
  about: Questions[Q]["ask"],
): Promise<Questions[Q]["answer"]> {
  // Each answer belongs to the question of its name; the compiler cannot tie the two together through the table.
  return (await ANSWERS[question](ctx, reach, about as never)) as Questions[Q]["answer"];
}

const ANSWERS: { [Q in Question]: (ctx: AnyContext, reach: OfficeReach, about: Questions[Q]["ask"]) => Promise<Questions[Q]["answer"]> } = {
  units: (ctx, reach, { after }) => unitsAfter(ctx, reach, after),
  achievements: (ctx, _reach, { after }) => pageAchievements(ctx.db, after, FACTS_PAGE),
  flags: (ctx) => listFlags(ctx.db),
  people: (ctx, reach, { logins, phones }) => peopleOf(ctx, reach, { logins, phones }),
};

async function unitsAfter(ctx: AnyContext, reach: OfficeReach, after: string): Promise<UnitFact[]> {
  const page = await pageUnits(ctx.db, after, FACTS_PAGE);
  return page.map(({ endedAt, ...unit }) => ({ ...unit, ended: endedAt !== null, within: reachesUnit(reach, unit) }));
}

/** All units, with a breath for others between the pages. */
export async function allUnits(ctx: AnyContext, reach: OfficeReach): Promise<UnitFact[]> {
  const all: UnitFact[] = [];
  for (;;) {
    const page = await unitsAfter(ctx, reach, all.at(-1)?.id ?? "");
    all.push(...page);
    if (page.length < FACTS_PAGE) return all;
    await breathe();
  }
}

/** What lies in no unit lies in nobody's reach but of those who reach everything. */
function within(reach: OfficeReach, { unitId, unitRegion }: { unitId: OrganisationId | null; unitRegion: string | null }): boolean {
  return unitId === null ? reach.everywhere : reachesUnit(reach, { id: unitId, region: unitRegion });
}

/** Operators, whatever their unit, are there only for those who reach everything. */
function isKnownTo(reach: OfficeReach, person: Parameters<typeof within>[1] & { duty: string | null }): boolean {
  return within(reach, person) && (reach.everywhere || person.duty === null);
}

/** An office of the reach's own kind: of a unit by which it is held, none above which it reaches. */
function isBeside(
  reach: OfficeReach,
  { unitId, aboveId, aboveRegion }: { unitId: OrganisationId; aboveId: OrganisationId | null; aboveRegion: string | null },
): boolean {
  return reach.roots.has(unitId) && !within(reach, { unitId: aboveId, unitRegion: aboveRegion });
}

/** What is known of these login names and numbers, by the text that was asked about. */
export async function peopleOf(ctx: AnyContext, reach: OfficeReach, { logins, phones }: Questions["people"]["ask"]): Promise<PeopleFacts> {
  const secrets = secretsOf(ctx);
  const keys = new Map(logins.map((login) => [login, loginKey(login)]));
  const people = await findPeopleByLogin(ctx.db, [...new Set(keys.values())]);
  const found = people.map(({ id }) => id);
  const now = ctx.clock.now();
  const roles = (await findRolesOf(ctx.db, found, null)).map((role) => ({ ...role, ended: role.to !== null && role.to <= now }));
  const current = roles.filter(({ ended }) => !ended);
  const administered = await findUnitsAdministered(ctx.db, found);
  const offices = [...current, ...administered];
  const provincial = new Set(current.flatMap(({ personId, scopeKind }) => (scopeKind === "province" ? [personId] : [])));
  const outside = new Set(offices.flatMap((office) => (within(reach, office) ? [] : [office.personId])));
  const peers = new Set(administered.flatMap((office) => (isBeside(reach, office) ? [office.personId] : [])));
  const blockOf = (person: (typeof people)[number]): PersonFact["blocked"] => {
    const { id, leftAt, duty } = person;
    const standing = { left: leftAt !== null, home: isKnownTo(reach, person), outside: outside.has(id), peer: peers.has(id) };
    const refusal = refusalToTouch({ ...standing, oneself: id === ctx.user?.personId });
    // Beyond any file, also of those who reach everything.
    if (duty !== null && leftAt === null) return "operator";
    if (refusal === "oneself" || refusal === "left") return refusal;
    if (provincial.has(id)) return "province";
    // Of an account of another unit not even this is told: see PersonFact.home.
    return refusal === "elsewhere" || refusal === null ? "" : refusal;
  };
  const rolesBy = new Map<string, PersonFact["roles"][number][]>();
  for (const { personId, unitRegion: _region, ...role } of roles) {
    const own = rolesBy.get(personId);
    if (own) own.push(role);
    else rolesBy.set(personId, [role]);
  }
  const byKey = new Map<string, PersonFact>(
    people.map((person) => [
      person.loginKey,
      {
        id: person.id,
        name: person.name,
        unitId: person.unitId,
        phoneHash: person.phoneHash,
        home: isKnownTo(reach, person),
        blocked: blockOf(person),
        roles: rolesBy.get(person.id) ?? [],
      },
    ]),
  );
  const numbers = new Map(phones.map((text) => [text, normalisePhone(text)]));
  const hashes = new Map(
    [...numbers].flatMap(([text, number]) => (number === null ? [] : [[text, phoneDigest(secrets, number)] as const])),
  );
  const owners = new Map((await findPhoneOwners(ctx.db, [...new Set(hashes.values())])).map((owner) => [owner.phoneHash ?? "", owner]));
  const phoneFact = (text: string): PhoneFact => {
    const hash = hashes.get(text) ?? null;
    const owner = hash === null ? undefined : owners.get(hash);
    return {
      number: numbers.get(text) ?? null,
      hash,
      owner: owner ? { id: owner.id, login: isKnownTo(reach, owner) ? owner.login : null } : null,
    };
  };
  const loginFact = (login: string, key: string): LoginFact => ({
    key,
    isPhone: normalisePhone(login) !== null,
    person: byKey.get(key) ?? null,
  });
  return {
    logins: new Map([...keys].map(([login, key]) => [login, loginFact(login, key)])),
    phones: new Map([...numbers.keys()].map((text) => [text, phoneFact(text)])),
  };
}

/** What goes to the thread with the file. */
export async function surroundingsOf(ctx: Context, reach: OfficeReach): Promise<Surroundings> {
  const regions = await listRegions(ctx.db);
  return {
    now: ctx.clock.now(),
    regions: regions.map(({ code, name, tier }) => ({ code, name, tier })),
    stages: (await listStages(ctx.db)).map(({ code, name }) => ({ code, name })),
    subjects: (await listSubjects(ctx.db)).map(({ code, name }) => ({ code, name })),
    everywhere: reach.everywhere,
    provinces: reach.provinces,
  };
}

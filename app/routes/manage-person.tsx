import type { HatId, OrganisationId, PersonId } from "#db/schema.ts";
import { authorizeRequest, requestApproval } from "#server/administration/approvals.ts";
import { disablePerson, enablePerson, resetPersonPassword, unlockPerson, viewPhone } from "#server/administration/people.ts";
import { getPerson } from "#server/administration/queries.ts";
import { appointUnitAdmin, dismissUnitAdmin, endRole, grantRole } from "#server/administration/roles.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { PersonPage } from "#app/administration/person-page.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/manage-person";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const person = await getPerson(ctx, params.personId as PersonId);
    return { ...person, untouchable: person.untouchable && context.get(pageTools).say(person.untouchable) };
  });
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const act = ACTS.get(readText(form, "intent"));
    if (!act) throw new DomainError("malformed");
    return { ok: true, ...(await act(ctx, params.personId as PersonId, form)) } as const;
  });
}

type Act = (ctx: Context, id: PersonId, form: FormData) => Promise<object | void>;

/** One request to a second person, by what the form asks for. */
async function ask(ctx: Context, asked: Record<string, unknown>): Promise<void> {
  const { grant, input } = await authorizeRequest(ctx, asked);
  await requestApproval(ctx, grant, input);
}

const fieldsOf = (form: FormData) => Object.fromEntries(form);

/** A map: an inherited name of an object, such as constructor, is no act. */
const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>(
  Object.entries<Act>({
    disable: async (ctx, id, form) => disablePerson(ctx, await authorizeOffice(ctx, "people.manage"), id, fieldsOf(form)),
    enable: async (ctx, id) => enablePerson(ctx, await authorizeOffice(ctx, "people.manage"), id),
    reset: async (ctx, id) => ({ slip: await resetPersonPassword(ctx, await authorizeOffice(ctx, "people.manage"), id) }),
    unlock: async (ctx, id) => unlockPerson(ctx, await authorizeOffice(ctx, "signIn.unlock"), id),
    viewPhone: async (ctx, id) => ({ phone: await viewPhone(ctx, await authorizeOffice(ctx, "people.viewPhone"), id) }),
    grantRole: async (ctx, id, form) => void (await grantRole(ctx, await authorizeOffice(ctx, "roles.grant"), id, fieldsOf(form))),
    endRole: async (ctx, id, form) => ({
      ended: await endRole(ctx, await authorizeOffice(ctx, "roles.grant"), id, readText(form, "roleId") as HatId),
    }),
    appoint: async (ctx, id, form) =>
      appointUnitAdmin(ctx, await authorizeOffice(ctx, "unitAdmins.appoint"), id, readText(form, "organisationId") as OrganisationId),
    dismiss: async (ctx, id, form) =>
      dismissUnitAdmin(ctx, await authorizeOffice(ctx, "unitAdmins.appoint"), id, readText(form, "organisationId") as OrganisationId),
    requestAppointment: (ctx, id, form) => ask(ctx, { ...fieldsOf(form), kind: "unitAdmin", subjectId: id }),
    requestProvince: (ctx, id, form) => ask(ctx, { ...fieldsOf(form), kind: "provinceAdmin", subjectId: id }),
    requestDuty: (ctx, id, form) => ask(ctx, { ...fieldsOf(form), kind: "duty", end: false, subjectId: id }),
    resetFactor: (ctx, id, form) => ask(ctx, { kind: "secondFactorReset", subjectId: id, reason: readText(form, "reason") }),
  }),
);

export default function ManagePerson({ loaderData: person }: Route.ComponentProps) {
  const { tabs, people } = useAdministrationText();
  const crumbs = [{ label: tabs.label, to: "/manage" }, { label: people.title, to: "/manage/people" }, { label: person.name }];
  return (
    <PageFrame title={person.name} crumbs={crumbs}>
      <PersonPage person={person} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

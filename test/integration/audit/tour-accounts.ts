import { tidyAccounts } from "#server/accounts/jobs.ts";
import { createAccessToken, revokeAccessToken } from "#server/accounts/access-tokens.ts";
import { leaveAccount } from "#server/accounts/leave.ts";
import { changePhone, changeProfile, renewCodes, revokeOtherSessions, wearHat } from "#server/accounts/own-account.ts";
import { copyOwnData, requestCopy } from "#server/accounts/own-data.ts";
import { getAccount } from "#server/accounts/queries.ts";
import { disablePerson, enablePerson, resetPersonPassword, unlockPerson, viewPhone } from "#server/administration/people.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { makeAccount, makeInitialAccount, OWN_PASSWORD } from "#test/support/accounts.ts";
import { postForm, signInBySteps } from "#test/support/sign-in-steps.ts";
import { waitFor } from "#test/support/wait.ts";
import { FROM, type Tour } from "./tour-world.ts";

/** What people do with their own account, and what is done to it. */
export async function tourAccounts(tour: Tour): Promise<void> {
  await comeAndGo(tour);
  await takeSecondFactor(tour);
  await keepOwnAccount(tour);
  await lookAfter(tour);
}

async function comeAndGo({ product, db, accounts, as, idOf }: Tour): Promise<void> {
  await makeAccount(product.app, "tour-visitor");
  for (let i = 0; i < 4; i += 1) await product.signIn("tour-visitor", OWN_PASSWORD);
  const cookie = await product.signIn("tour-visitor", OWN_PASSWORD);
  await revokeOtherSessions(await as("tour-visitor", cookie));
  await product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie });
  await product.signIn("tour-visitor", OWN_PASSWORD);
  await db
    .updateTable("session")
    .set({ last_active_at: 0 })
    .where("person_id", "=", await idOf("tour-visitor"))
    .execute();
  await waitFor(() => db.selectFrom("audit").select("id").where("type", "=", "session.expired").executeTakeFirst());
  // Until the door is locked, and once against the lock.
  for (let i = 0; i < 12; i += 1) await postForm(product, "/sign-in", { login: "tour-visitor", password: "不对的密码" });
  const security = await as("securityAdmin");
  await unlockPerson(security, await authorizeOffice(security, "signIn.unlock"), await idOf("tour-visitor"));

  const officer = await as("regionOfficer02", await product.signIn("regionOfficer02"));
  const [hat] = (await getAccount(officer)).hats;
  await wearHat(officer, accounts, hat?.id ?? null, FROM);
}

/** Stays an operator: the tour of the offices ends the duty. */
async function takeSecondFactor({ product, accounts, as }: Tour): Promise<void> {
  const login = "tour-operator";
  const { initialPassword } = await makeInitialAccount(product.app, login, { duty: "security" });
  const { cookie } = await signInBySteps(product, { login, password: initialPassword, newPassword: OWN_PASSWORD });
  const half = await postForm(product, "/sign-in", { login, password: OWN_PASSWORD });
  await postForm(product, "/sign-in/verify", { code: "000000" }, half.cookie);
  const [recovery = ""] = await renewCodes(await as(login, cookie), accounts, OWN_PASSWORD);
  await postForm(product, "/sign-in/verify", { code: recovery }, half.cookie);
}

async function keepOwnAccount({ product, accounts, as }: Tour): Promise<void> {
  await makeAccount(product.app, "tour-owner");
  const cookie = await product.signIn("tour-owner", OWN_PASSWORD);
  const ctx = await as("tour-owner", cookie);
  await changeProfile(ctx, { displayName: "普通岗", mark: "普" });
  await changePhone(ctx, accounts, { phone: `138${"0".repeat(8)}`, current: OWN_PASSWORD });
  await copyOwnData(ctx, await requestCopy(ctx, accounts, OWN_PASSWORD));
  const token = { name: "脚本", scopes: ["read"], days: "30", current: OWN_PASSWORD };
  const { id } = await createAccessToken(ctx, accounts, token);
  await revokeAccessToken(ctx, id);
  await product.fetch("/api/v1/me", { headers: { authorization: "Bearer gyt_nobody" } });
  await product.fetch("/manage/audit", { cookie });
}

async function lookAfter({ product, db, accounts, as, idOf }: Tour): Promise<void> {
  const ctx = await as("securityAdmin");
  const grant = await authorizeOffice(ctx, "people.manage");
  const owner = await idOf("tour-owner");
  await viewPhone(ctx, await authorizeOffice(ctx, "people.viewPhone"), owner);
  await disablePerson(ctx, grant, owner, { reason: "借调" });
  await enablePerson(ctx, grant, owner);
  await resetPersonPassword(ctx, grant, owner);
  const unused = await makeAccount(product.app, "tour-unused");
  await db.updateTable("person").set({ created_at: 0 }).where("id", "=", unused).execute();
  await tidyAccounts(product.app);
  await makeAccount(product.app, "tour-leaver");
  const leaver = await as("tour-leaver", await product.signIn("tour-leaver", OWN_PASSWORD));
  await leaveAccount(leaver, accounts, { login: "tour-leaver", password: OWN_PASSWORD });
}

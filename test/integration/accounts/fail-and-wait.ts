/** A process that fails to sign in five times, says so, and waits to be killed. */
import { signIn } from "#server/accounts/sign-in.ts";
import { DomainError } from "#server/core/errors.ts";
import { openWorld } from "./world.ts";

const [directory = "", login = ""] = process.argv.slice(2);
const { ctx, accounts } = await openWorld(directory, Date.now());
for (let i = 0; i < 5; i++) {
  await signIn(ctx, accounts, { login, password: "wrong" }, { address: "203.0.113.5", userAgent: "" }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
}
process.send?.("failed");
setInterval(() => undefined, 1000);

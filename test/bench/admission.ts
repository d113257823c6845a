/** Signing in to the product server and making documents through its JSON API, as any script would. */
import { z } from "zod";

/** May write regional plans in the pair workspace of the demo province. */
const LOGIN = "regionOfficer";
const TEMPLATE = "regional_plan_3y";
const PARALLEL_REQUESTS = 8;
const REQUEST_TIMEOUT = 30_000;
export const DEMO_PASSWORD = "Bench-only-7f3c2a91";

/** Limits a single person would hit because the bench puts hundreds of connections behind one session. Printed with the results. */
export const RAISED_LIMITS: Readonly<Record<string, string>> = {
  COLLAB_SOCKETS_PER_USER: "10000",
  COLLAB_MESSAGES_PER_SECOND: "100000",
  COLLAB_MESSAGE_BURST: "100000",
  COLLAB_NEW_CLIENTS_PER_DAY: "100000",
  PLAN_WRITES_PER_MINUTE: "1000000",
  PLAN_WRITE_BURST: "100000",
};

export function productEnv(dataDir: string): Record<string, string> {
  return { ...RAISED_LIMITS, DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: "0", DEMO: "1", DEMO_PASSWORD, LOG_LEVEL: "error" };
}

const workspaceList = z.object({ items: z.array(z.object({ id: z.string(), kind: z.string() })) });
const created = z.object({ id: z.string() });

/** Headers of a signed-in connection. @throws when the server refuses the demo account */
export async function signIn(port: number): Promise<Record<string, string>> {
  const origin = `http://127.0.0.1:${port}`;
  const response = await request(port, "POST", "/sessions", { origin }, { login: LOGIN, password: DEMO_PASSWORD });
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .join("; ");
  await response.body?.cancel();
  if (cookie === "") throw new Error("signing in set no cookie");
  return { origin, cookie };
}

/** Creates `count` plans in a pair workspace and returns their ids. @throws when the API refuses */
export async function createPlans(port: number, headers: Readonly<Record<string, string>>, count: number): Promise<string[]> {
  const listed = await request(port, "GET", "/workspaces", headers);
  const pair = workspaceList.parse(await listed.json()).items.find((item) => item.kind === "pair");
  if (!pair) throw new Error(`${LOGIN} has no pair workspace`);
  const ids: string[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const nth = next;
      next += 1;
      const body = { template: TEMPLATE, title: `性能测量方案 ${nth + 1}` };
      const response = await request(port, "POST", `/workspaces/${pair.id}/plans`, headers, body);
      ids.push(created.parse(await response.json()).id);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, work));
  return ids;
}

async function request(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<Response> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return response;
}

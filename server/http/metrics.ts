import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

export interface HttpMetrics {
  readonly registry: Registry;
  observe(surface: Surface, method: string, status: number, seconds: number): void;
  signIn(outcome: string): void;
}

/** Kind of entry an answer came from; paths would make one series an id. */
export type Surface = "page" | "api" | "asset";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counters of this process in one registry of its own: two servers in one test process do not share figures. */
export function createHttpMetrics(): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "gongyan_http_request_seconds",
    help: "Time to answer a request",
    labelNames: ["surface", "method", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const signIns = new Counter({
    name: "gongyan_sign_in_total",
    help: "Sign-in attempts by outcome",
    labelNames: ["outcome"],
    registers: [registry],
  });
  return {
    registry,
    observe(surface, method, status, seconds) {
      duration.observe({ surface, method: METHODS.has(method) ? method : "other", status: `${Math.floor(status / 100)}xx` }, seconds);
    },
    signIn: (outcome) => signIns.inc({ outcome }),
  };
}

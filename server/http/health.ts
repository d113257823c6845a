import { Router, type Request } from "express";
import type { Registry } from "prom-client";
import { plainAddress, type AddressList } from "#server/core/addresses.ts";

export interface Health {
  /** Why the process should get no new work now; empty when ready. */
  reasons(): Promise<string[]>;
}

/** /healthz: the process answers. /readyz: it should get work. /metrics: for loopback and configured addresses. */
export function healthRoutes(deps: { health: Health; registry: Registry; metricsFrom: AddressList }): Router {
  const router = Router();
  router.use((_req, res, next) => {
    res.setHeader("Cache-Control", "no-store");
    next();
  });
  router.get("/healthz", (_req, res) => void res.json({ status: "ok" }));
  router.get("/readyz", async (_req, res) => {
    const reasons = await deps.health.reasons();
    res.status(reasons.length === 0 ? 200 : 503).json({ ready: reasons.length === 0, reasons });
  });
  router.get("/metrics", async (req, res, next) => {
    if (!reporters(req).every((address) => deps.metricsFrom.has(address))) return next();
    res.type(deps.registry.contentType).send(await deps.registry.metrics());
  });
  return router;
}

/**
 * Whoever had a hand in the request: the socket's other end, and everybody a gateway names. All must be listed: a header alone opens nothing,
 * and behind a gateway on this machine a stranger comes from loopback.
 */
function reporters(req: Request): string[] {
  const named = [req.headers["x-forwarded-for"], req.headers["x-real-ip"]].flat().flatMap((header) => header?.split(",") ?? []);
  return [req.socket.remoteAddress ?? "", ...named].map((address) => plainAddress(address.trim()));
}

import { Router } from "express";
import type { Registry } from "prom-client";
import { plainAddress, type AddressList } from "#server/core/addresses.ts";

export interface Health {
  /** Why the process should get no new work now; empty when ready. */
  reasons(): Promise<string[]>;
}

/** /healthz: the process answers. /readyz: it should get work. /metrics: for loopback and configured addresses, by socket address only. */
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
    // The socket's address on purpose: a forwarded header must not open this page.
    if (!deps.metricsFrom.has(plainAddress(req.socket.remoteAddress ?? ""))) return next();
    res.type(deps.registry.contentType).send(await deps.registry.metrics());
  });
  return router;
}

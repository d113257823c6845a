import type { Server } from "node:http";

/** Resolves to the port. @throws what the system says, for example EADDRINUSE */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const onListening = () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the server listens on no port"));
      else resolve(address.port);
    };
    // Without a host Node listens on all addresses, IPv6 and IPv4.
    if (host === "") server.listen(port, onListening);
    else server.listen(port, host, onListening);
  });
}

/** Takes no new connection, lets running answers finish until the deadline (ms), then cuts them. */
export function closeServer(server: Server, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), deadline);
    server.close((error) => {
      clearTimeout(cut);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}

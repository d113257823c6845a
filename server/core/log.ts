import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** Never written, whoever passes them: credentials and what identifies a person. */
const SECRET = ["password", "token", "cookie", "authorization", "login", "displayName", "address", "userAgent"];

/**
 * JSON lines on standard output, one per event, with a request id where there is one.
 * Line breaks in values are escaped by JSON, so a value cannot forge a line.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    messageKey: "message",
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: "[隐去]" },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The first and last characters of a SHA-256, as people compare them: 7c1e 90b4…a94f. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)}…${hash.slice(-4)}`;
}

/**
 * Migrates a file as a start does and kills itself with SIGKILL before the given call: "prepare 12" the twelfth statement on any
 * connection, "link", "rename" or "renamed" around the swap. Prints the number of statements when it lives.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import Database from "better-sqlite3";

const [file = "", point = "", count = "0"] = process.argv.slice(2);
const die = (): never => {
  process.kill(process.pid, "SIGKILL");
  throw new Error("still alive");
};

let prepared = 0;
const { prototype } = Database;
const prepare = Reflect.get(prototype, "prepare");
Reflect.set(prototype, "prepare", function prepareOrDie(this: Database.Database, source: string) {
  prepared += 1;
  if (point === "prepare" && prepared === Number(count)) die();
  return Reflect.apply(prepare, this, [source]);
});
const { linkSync, renameSync } = fs;
fs.linkSync = (...args) => (point === "link" ? die() : linkSync(...args));
fs.renameSync = (...args) => {
  if (point === "rename") die();
  renameSync(...args);
  if (point === "renamed") die();
};
syncBuiltinESMExports();

const { migrateFile } = await import("#db/migrate-file.ts");
await migrateFile(file);
process.stdout.write(String(prepared));

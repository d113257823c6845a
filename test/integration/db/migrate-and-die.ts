/** Runs the migrations on a file and kills itself with SIGKILL before the given statement; past the last, before the commit. */
import { openDb, openSqlite } from "#db/client.ts";
import { migrate, MIGRATIONS } from "#db/migrate.ts";

const [file = "", point = "0"] = process.argv.slice(2);
const sqlite = openSqlite(file);
sqlite.function("die", () => process.kill(process.pid, "SIGKILL"));
const migrations = MIGRATIONS.map(({ name, statements }) => ({ name, statements: statements.toSpliced(Number(point), 0, "SELECT die()") }));
await migrate(openDb(sqlite), migrations);

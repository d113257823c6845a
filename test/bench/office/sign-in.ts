/** `node test/bench/office/sign-in.ts [rounds]`: whether the time of a refused sign-in tells what kind of name it was. Exits with 1 from 10 % on. */
import { makeDirectory, removeDirectory } from "#test/support/temp.ts";
import { measureRefusals, tellRefusals } from "#test/support/refusal-times.ts";

const directory = makeDirectory("gongyan-sign-in-");
try {
  const times = await measureRefusals(directory, Number(process.argv[2] ?? 200));
  console.info(tellRefusals(times));
  if (times.largest >= 0.1) process.exitCode = 1;
} finally {
  removeDirectory(directory);
}

import type { listExperts } from "#db/experts.ts";

type Row = Awaited<ReturnType<typeof listExperts>>[number];

/** A row of the expert directory with its lists read. */
export function readExpert({ subjects, stages, regions, avoid, accepting, ...row }: Row) {
  return {
    ...row,
    subjects: readList(subjects),
    stages: readList(stages),
    regions: readList(regions),
    avoid: readList(avoid),
    accepting: accepting === 1,
  };
}

function readList(json: string): string[] {
  const read: unknown = JSON.parse(json);
  return Array.isArray(read) ? read.filter((one) => typeof one === "string") : [];
}

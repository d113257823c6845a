import { encode } from "uqr";
import type { Enrolment } from "#server/accounts/factors.ts";

/** The secret as the page shows it; the picture is drawn here, so that no QR library reaches the browser. */
export function viewEnrolment({ key, uri }: Enrolment, login: string) {
  const { data, size } = encode(uri, { ecc: "M", border: 0 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { key, login, picture: { size, path } };
}
export type EnrolmentView = ReturnType<typeof viewEnrolment>;

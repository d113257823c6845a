import { data } from "react-router";
import { PageError } from "#app/shell/page-error.tsx";

export function loader(): never {
  throw data(null, { status: 404 });
}

export default function NotFound() {
  return null;
}

export function ErrorBoundary() {
  return <PageError />;
}

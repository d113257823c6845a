import { Outlet } from "react-router";

export default function Manage() {
  return <Outlet />;
}

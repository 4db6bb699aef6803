import { Outlet } from "@tanstack/react-router";

/** What stands around its pages. */
export function ApplicationLayout() {
  return <Outlet />;
}

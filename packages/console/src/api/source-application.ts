import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { createContext, useContext } from "react";

/** The application whose pages are shown. */
export const SourceApplicationContext = createContext<SourceApplication | undefined>(undefined);

/** The application that the address names. */
export function useSourceApplication(): SourceApplication {
  const application = useContext(SourceApplicationContext);
  if (application === undefined) throw new Error("this page stands outside an application");
  return application;
}

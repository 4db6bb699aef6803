import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { StateLabel } from "../../components/state-label.tsx";

/** The application's state as a dot and a word. */
export function ApplicationState({ application }: { readonly application: SourceApplication }) {
  switch (application.mode) {
    case "live":
      return <StateLabel meaning="flowing">Flowing</StateLabel>;
    case "observe":
      return <StateLabel meaning="off">Observing</StateLabel>;
    case "paused":
      return <StateLabel meaning="attention">Paused</StateLabel>;
    case "refusing":
      return <StateLabel meaning="failing">Refusing</StateLabel>;
  }
}

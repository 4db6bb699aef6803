import type { SetupStep } from "@rollcall/admin-api/source-applications.ts";

/** One step of an application's set-up, which is a tab of the application afterwards. */
export interface SetupPlace {
  readonly step: SetupStep;
  readonly label: string;
  readonly to:
    | "/o/$slug/apps/$applicationId/basic-settings"
    | "/o/$slug/apps/$applicationId/authorization"
    | "/o/$slug/apps/$applicationId/mapping"
    | "/o/$slug/apps/$applicationId/provisioning";
  readonly search?: { readonly section: "users" | "groups" };
}

/** In their order. Attributes Mapping is two steps on one page. */
export const setupPlaces: readonly SetupPlace[] = [
  { step: "basic-settings", label: "Basic Settings", to: "/o/$slug/apps/$applicationId/basic-settings" },
  { step: "authorization", label: "Authorization Configuration", to: "/o/$slug/apps/$applicationId/authorization" },
  {
    step: "users-mapping",
    label: "Attributes Mapping",
    to: "/o/$slug/apps/$applicationId/mapping",
    search: { section: "users" },
  },
  {
    step: "groups-mapping",
    label: "Attributes Mapping",
    to: "/o/$slug/apps/$applicationId/mapping",
    search: { section: "groups" },
  },
  { step: "provisioning", label: "SCIM Client (Source) to Rollcall", to: "/o/$slug/apps/$applicationId/provisioning" },
];

/** Which step comes after; done after the last. */
export function stepAfter(step: SetupStep): SetupStep {
  const at = setupPlaces.findIndex((place) => place.step === step);
  return setupPlaces[at + 1]?.step ?? "done";
}

/** The later of two: saving an earlier step again does not undo how far the set-up has come. */
export function laterStep(one: SetupStep, other: SetupStep): SetupStep {
  const order = (step: SetupStep) => (step === "done" ? setupPlaces.length : orderOf(step));
  return order(one) >= order(other) ? one : other;
}

/** Where a step stands; undefined for done. */
export function placeOf(step: SetupStep): SetupPlace | undefined {
  return setupPlaces.find((place) => place.step === step);
}

function orderOf(step: SetupStep): number {
  return setupPlaces.findIndex((place) => place.step === step);
}

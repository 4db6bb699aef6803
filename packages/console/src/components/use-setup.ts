import { type SetupStep, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useNavigate } from "@tanstack/react-router";
import { useOrganization } from "../api/organization.ts";
import { useSourceApplication } from "../api/source-application.ts";
import { useChange } from "../api/use-change.ts";
import { laterStep, placeOf, stepAfter } from "./setup-steps.ts";

export interface Setup {
  /** The set-up was begun and is not done: its pages are steps. */
  readonly unfinished: boolean;
  /** Remembers that a step is saved and goes to the next; after the last, to the application. */
  readonly advance: (from: SetupStep) => void;
  readonly busy: boolean;
  readonly error: unknown;
}

/** How far the set-up of the application on this page has come. */
export function useSetup(): Setup {
  const { id, setup } = useSourceApplication();
  const { slug } = useOrganization();
  const navigate = useNavigate();
  const change = useChange(sourceApplicationRoutes.changeSourceApplication, { stale: ["source-applications"] });
  const advance = (from: SetupStep) => {
    const next = stepAfter(from);
    const place = placeOf(next);
    const params = { slug, applicationId: id };
    change.mutate(
      { params: { sourceApplicationId: id }, body: { setup: { step: laterStep(setup.step, next) } } },
      {
        onSuccess: () => {
          if (place === undefined) void navigate({ to: "/o/$slug/apps/$applicationId", params });
          else void navigate({ to: place.to, params, search: place.search ?? {} });
        },
      },
    );
  };
  return { unfinished: setup.step !== "done", advance, busy: change.isPending, error: change.error };
}

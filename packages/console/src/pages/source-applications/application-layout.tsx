import { ApiError } from "@rollcall/admin-api/api-error.ts";
import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { Skeleton } from "@mantine/core";
import { Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useApplicationKind } from "../../api/application-kinds.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { SourceApplicationContext } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { KindMark } from "../../components/kind-mark.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { placeOf, setupPlaces } from "../../components/setup-steps.ts";
import { ApplicationState } from "./application-state.tsx";
import { ApplicationTabs } from "./application-tabs.tsx";
import { ModeMenu } from "./mode-menu.tsx";
import { SetupNotice } from "./setup-notice.tsx";
import { SetupStepper } from "./setup-stepper.tsx";

/** What stands around an application's pages: its name, state and mode, and its tabs, or the steps of its set-up. */
export function ApplicationLayout() {
  const { applicationId } = useParams({ from: "/signed-in/o/$slug/framed/apps/$applicationId" });
  const { slug } = useOrganization();
  const found = useAnswer(
    sourceApplicationRoutes.getSourceApplication,
    { params: { sourceApplicationId: applicationId } },
    { every: 10_000 },
  );
  if (found.data !== undefined) return <Known application={found.data} />;
  if (found.error instanceof ApiError && found.error.status === 404) {
    return (
      <Page title="Application">
        <EmptyState
          title="There is no such application"
          action={
            <LinkButton to="/o/$slug/apps" params={{ slug }}>
              All applications
            </LinkButton>
          }
        >
          It was deleted, or belongs to another organization. A deleted one can be restored from the Apps page for 30
          days.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="Application">
      {found.isError ? (
        <Refusal error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton height={34} radius={6} aria-label="Loading" />
      )}
    </Page>
  );
}

function Known({ application }: { readonly application: SourceApplication }) {
  const { slug } = useOrganization();
  const { pathname } = useLocation();
  const kind = useApplicationKind(application.kind);
  const place = setupPlaces.find(({ to }) => pathname.endsWith(to.slice(to.lastIndexOf("/"))));
  const { step } = application.setup;
  const params = { slug, applicationId: application.id };
  const mayChange = useMayChange();
  // Who may not go on with the set-up sees its pages as tabs.
  const steps = mayChange && placeOf(step) !== undefined && place !== undefined;
  return (
    <SourceApplicationContext value={application}>
      <Page
        title={application.displayName}
        mark={<KindMark kind={application.kind} />}
        beside={<ApplicationState sourceApplicationId={application.id} />}
        lead={kind?.name}
        actions={<ModeMenu application={application} />}
      >
        {steps ? (
          <SetupStepper reached={step} shown={place.label} params={params} />
        ) : (
          <>
            <ApplicationTabs params={params} />
            {placeOf(step) !== undefined && <SetupNotice step={step} params={params} />}
          </>
        )}
        <Outlet key={application.id} />
      </Page>
    </SourceApplicationContext>
  );
}

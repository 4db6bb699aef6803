import { Grid, Stack } from "@mantine/core";
import { bearerTokenRoutes } from "@rollcall/admin-api/bearer-tokens.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useForgetOnLeave, useShownToken } from "../../api/shown-tokens.ts";
import { CopyValue } from "../../components/copy-value.tsx";
import { LiveChecklist } from "../../components/live-checklist.tsx";
import { SaveBar } from "../../components/save-bar.tsx";
import { Section } from "../../components/section.tsx";
import { useSetup } from "../../components/use-setup.ts";
import { BearerTokenField } from "./bearer-token-field.tsx";
import { OtherCredentials } from "./other-credentials.tsx";
import { ReachabilityNotice } from "./reachability-notice.tsx";
import { SetupGuide } from "./setup-guide.tsx";
import { TokensTable } from "./tokens-table.tsx";
import classes from "./authorization.module.css";

/** Authorization Configuration: what goes into the source, and has it arrived? */
export function AuthorizationPage() {
  const application = useSourceApplication();
  const mayChange = useMayChange();
  const setup = useSetup();
  const shown = useShownToken(application.id);
  useForgetOnLeave(application.id);
  const [copiedToken, setCopiedToken] = useState<string>();
  const copied = shown !== undefined && copiedToken === shown.bearerToken;
  const onCopy = () => setCopiedToken(shown?.bearerToken);
  const params = { sourceApplicationId: application.id };
  return (
    <Section
      lead="Copy both values into the source. The guide beside them says where they go."
      calls={[
        { route: bearerTokenRoutes.listBearerTokens, params },
        { route: bearerTokenRoutes.createBearerToken, params, body: { name: "Second token" } },
      ]}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="md">
            <div className={classes.field}>
              <span className={classes.label}>SCIM Base URL</span>
              <CopyValue boxed value={application.scimBaseUrl} label="SCIM Base URL" />
            </div>
            <BearerTokenField application={application} shown={shown} copied={copied} onCopy={onCopy} />
            <ReachabilityNotice />
            <TokensTable application={application} />
            <OtherCredentials application={application} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="md">
            <SetupGuide application={application} token={shown?.bearerToken} onCopyToken={onCopy} />
            <LiveChecklist sourceApplicationId={application.id} />
          </Stack>
        </Grid.Col>
      </Grid>
      {mayChange && setup.unfinished && (
        <SaveBar
          label="Save & Next"
          onSave={() => setup.advance("authorization")}
          busy={setup.busy}
          error={setup.error}
        >
          {shown !== undefined && !copied
            ? "The token is not copied yet, and is not shown again."
            : "You can go on at once; the checklist keeps ticking."}
        </SaveBar>
      )}
    </Section>
  );
}

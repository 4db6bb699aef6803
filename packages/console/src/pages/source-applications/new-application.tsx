import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import type { ApplicationKind } from "@rollcall/admin-api/application-kinds.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { rememberShownToken } from "../../api/shown-tokens.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { KindMark } from "../../components/kind-mark.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { SetupStepper } from "./setup-stepper.tsx";

/** The first step of the set-up: nothing exists until it is saved. */
export function NewApplication({ kind }: { readonly kind: ApplicationKind }) {
  const { id, slug } = useOrganization();
  const navigate = useNavigate();
  const [displayName, setDisplayName] = useState(kind.name);
  const [succeeds, setSucceeds] = useState<string | null>(null);
  const deleted = useAnswer(sourceApplicationRoutes.listDeletedSourceApplications, { params: { organizationId: id } });
  const create = useChange(sourceApplicationRoutes.createSourceApplication, {
    stale: ["source-applications", "overview"],
    onDone: (created) => {
      rememberShownToken(created.id, { id: undefined, bearerToken: created.bearerToken });
      void navigate({
        to: "/o/$slug/apps/$applicationId/authorization",
        params: { slug, applicationId: created.id },
        replace: true,
      });
    },
  });
  const body = {
    displayName: displayName.trim(),
    kind: kind.id,
    setup: { step: "authorization" as const },
    ...(succeeds === null ? {} : { succeeds }),
  };
  const gone = deleted.data?.items ?? [];
  return (
    <Page
      title={kind.name}
      mark={<KindMark kind={kind.id} />}
      lead={kind.summary}
      calls={[{ route: sourceApplicationRoutes.createSourceApplication, params: { organizationId: id }, body }]}
    >
      <SetupStepper reached="basic-settings" shown="Basic Settings" />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (body.displayName !== "") create.mutate({ params: { organizationId: id }, body });
        }}
      >
        <Stack gap="md" maw={480}>
          <TextInput
            label="Display Application Name"
            description="How your colleagues will find it. It can be changed at any time."
            value={displayName}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
            maxLength={200}
            required
            withAsterisk={false}
            data-autofocus
            autoFocus
          />
          {gone.length > 0 && (
            <Select
              label="Takes over from"
              description="The people of a deleted application become this one's as they arrive. It begins in observe, so that you can look first."
              placeholder="No other application"
              data={gone.map((one) => ({ value: one.id, label: one.displayName }))}
              value={succeeds}
              onChange={setSucceeds}
              clearable
            />
          )}
          <Refusal error={create.error} />
          <Group gap="xs">
            <Button type="submit" loading={create.isPending} disabled={body.displayName === ""}>
              Save
            </Button>
            <LinkButton variant="default" to="/o/$slug/apps/new" params={{ slug }}>
              Choose another
            </LinkButton>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

import { Button, Modal, SegmentedControl, Stack } from "@mantine/core";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange, useMe } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { AdministratorDialog, type Asked } from "./administrator-dialog.tsx";
import { AdministratorTable } from "./administrator-table.tsx";
import { InvitationTable } from "./invitation-table.tsx";
import { Invite } from "./invite.tsx";

/** Who gets in, and what they may do. */
export function AdministratorsPage() {
  const { id, name } = useOrganization();
  const me = useMe();
  const mayChange = useMayChange();
  const { scope = "organization" } = useSearch({ from: "/signed-in/o/$slug/framed/settings/administrators" });
  const navigate = useNavigate({ from: "/o/$slug/settings/administrators" });
  const [inviting, setInviting] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const administrators = useAnswer(administratorRoutes.listAdministrators, {});
  const invitations = useAnswer(administratorRoutes.listInvitations, {});
  const all = scope === "all";
  const here = (one: { wholeInstallation: boolean; organizations: readonly { id: string }[] }) =>
    all || one.wholeInstallation || one.organizations.some((organization) => organization.id === id);
  const waiting = invitations.data?.items.filter(here) ?? [];
  return (
    <Page
      title="Administrators"
      lead={leadOf(all, me.wholeInstallation, name)}
      actions={
        mayChange && (
          <Button leftSection={<IconPlus size={14} />} onClick={() => setInviting(true)}>
            Invite administrator
          </Button>
        )
      }
      calls={[
        { route: administratorRoutes.listAdministrators },
        {
          route: administratorRoutes.createInvitation,
          body: { email: "ada@example.com", role: "administrator", organizationIds: [id] },
          answers: '{"id", "link", "expiresAt", …}',
        },
      ]}
    >
      <Stack gap="lg">
        {me.wholeInstallation && (
          <SegmentedControl
            size="xs"
            aria-label="Whose administrators"
            style={{ alignSelf: "flex-start" }}
            value={all ? "all" : "organization"}
            onChange={(value) => void navigate({ search: value === "all" ? { scope: value } : {}, replace: true })}
            data={[
              { value: "organization", label: name },
              { value: "all", label: "All organizations" },
            ]}
          />
        )}
        <Refusal error={administrators.error} onRetry={() => void administrators.refetch()} />
        <AdministratorTable
          administrators={administrators.data?.items.filter(here) ?? []}
          loading={administrators.isPending}
          onAsk={setAsked}
        />
        <Refusal error={invitations.error} onRetry={() => void invitations.refetch()} />
        {waiting.length > 0 && <InvitationTable invitations={waiting} />}
      </Stack>
      <Modal
        opened={inviting}
        onClose={() => setInviting(false)}
        title="Invite administrator"
        closeOnClickOutside={false}
      >
        <Invite onClose={() => setInviting(false)} />
      </Modal>
      <AdministratorDialog asked={asked} onClose={() => setAsked(undefined)} />
    </Page>
  );
}

function leadOf(all: boolean, seesAll: boolean, name: string): string {
  if (all) return "Who gets into this installation.";
  const words = `Who gets into ${name}, and what they may do.`;
  return seesAll ? words : `${words} So do administrators of the whole installation, whom only they see.`;
}

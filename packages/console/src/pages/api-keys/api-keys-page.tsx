import { Button, Modal } from "@mantine/core";
import { type ApiKey, apiKeyRoutes } from "@rollcall/admin-api/api-keys.ts";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMe } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { ApiKeyTable } from "./api-key-table.tsx";
import { CreateApiKey } from "./create-api-key.tsx";
import { RevokeApiKey } from "./revoke-api-key.tsx";

/** Which programs may call the admin API. */
export function ApiKeysPage() {
  const { id, name } = useOrganization();
  const me = useMe();
  const isOwner = me.role === "owner";
  const list = useAnswer(apiKeyRoutes.listApiKeys, {}, { enabled: isOwner });
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const keys = (list.data?.items ?? []).filter(
    ({ organizationId }) => organizationId === null || organizationId === id,
  );
  const create = isOwner && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
      Create API key
    </Button>
  );
  return (
    <Page
      title="API keys"
      lead={`What programs and the command line show to the admin API: those of ${name} and of the whole installation.`}
      actions={create}
      calls={[
        { route: apiKeyRoutes.listApiKeys },
        {
          route: apiKeyRoutes.createApiKey,
          body: { name: "Terraform", role: "administrator", organizationId: id },
          answers: '{"id", "apiKey", …}',
        },
      ]}
    >
      {!isOwner && (
        <EmptyState title="Only owners see API keys">
          You are an {me.role}. An API key acts without anybody looking on, so owners make them; ask one.
        </EmptyState>
      )}
      <Refusal error={list.error} onRetry={() => void list.refetch()} />
      {isOwner && (
        <ApiKeyTable
          keys={keys}
          loading={list.isPending}
          onRevoke={setRevoking}
          empty={
            <EmptyState title="No API key yet" action={create}>
              The console needs none. Create one for a program: a script, a backup, an export.
            </EmptyState>
          }
        />
      )}
      <Modal opened={creating} onClose={() => setCreating(false)} title="Create API key" closeOnClickOutside={false}>
        <CreateApiKey onClose={() => setCreating(false)} />
      </Modal>
      {revoking !== undefined && <RevokeApiKey apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </Page>
  );
}

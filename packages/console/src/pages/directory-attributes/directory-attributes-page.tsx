import { Button, Stack } from "@mantine/core";
import { type DirectoryAttribute, directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { AttributeDialog, type Asked } from "./attribute-dialog.tsx";
import { AttributeTable } from "./attribute-table.tsx";

/** Which attributes people of this directory have: the custom ones first, they are what changes. */
export function DirectoryAttributesPage() {
  const { id, name } = useOrganization();
  const mayChange = useMayChange();
  const params = { organizationId: id };
  const list = useAnswer(directoryAttributeRoutes.listDirectoryAttributes, { params });
  const [asked, setAsked] = useState<Asked>();
  const users: readonly DirectoryAttribute[] = list.data?.users ?? [];
  const custom = users.filter((attribute) => attribute.custom);
  const create = mayChange && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setAsked({ what: "create" })}>
      Create attribute
    </Button>
  );
  return (
    <Page
      title="Attributes"
      lead={`What the directory of ${name} knows of a person. A mapping fills them from what a source sends.`}
      actions={create}
      calls={[
        { route: directoryAttributeRoutes.listDirectoryAttributes, params },
        {
          route: directoryAttributeRoutes.createDirectoryAttribute,
          params,
          body: { name: "badgeNumber", label: "Badge number", type: "string" },
        },
      ]}
    >
      <Refusal error={list.error} onRetry={() => void list.refetch()} />
      <Stack gap="md">
        <AttributeTable
          label="Custom"
          attributes={custom}
          loading={list.isPending}
          {...(mayChange ? { onAsk: setAsked } : {})}
          empty={
            <EmptyState title="No custom attribute yet" action={create}>
              The built-in ones below are there already. Create one for what else you want to know: a badge number, a
              desk.
            </EmptyState>
          }
        />
        <AttributeTable
          label="Built-in, of users"
          attributes={users.filter((attribute) => !attribute.custom)}
          loading={list.isPending}
        />
        <AttributeTable label="Built-in, of groups" attributes={list.data?.groups ?? []} loading={list.isPending} />
      </Stack>
      <AttributeDialog asked={asked} onClose={() => setAsked(undefined)} />
    </Page>
  );
}

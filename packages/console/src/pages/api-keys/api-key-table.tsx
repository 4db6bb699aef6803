import { Button } from "@mantine/core";
import type { ApiKey } from "@rollcall/admin-api/api-keys.ts";
import type { ReactNode } from "react";
import { useOrganization } from "../../api/organization.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { roleLabel } from "../../components/roles.ts";
import { StateLabel } from "../../components/state-label.tsx";

interface Props {
  readonly keys: readonly ApiKey[];
  readonly loading: boolean;
  readonly empty: ReactNode;
  readonly onRevoke: (apiKey: ApiKey) => void;
}

/** API keys by their names and last characters; the keys themselves nobody sees again. */
export function ApiKeyTable({ keys, loading, empty, onRevoke }: Props) {
  const { name: organizationName } = useOrganization();
  const columns: Column<ApiKey>[] = [
    { key: "name", title: "Name", width: "minmax(0, 3fr)", primary: true, cell: ({ name }) => name },
    { key: "hint", title: "Key", width: "88px", cell: ({ hint }) => <code>…{hint}</code> },
    { key: "role", title: "Role", width: "112px", cell: ({ role }) => roleLabel(role) },
    {
      key: "for",
      title: "For",
      width: "minmax(0, 2fr)",
      cell: ({ organizationId }) => (organizationId === null ? "All organizations" : organizationName),
    },
    { key: "made", title: "Created", width: "112px", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      key: "state",
      title: "State",
      width: "96px",
      cell: ({ revokedAt }) =>
        revokedAt === null ? (
          <StateLabel meaning="flowing">In use</StateLabel>
        ) : (
          <StateLabel meaning="off" title={`Revoked ${new Date(revokedAt).toLocaleString()}`}>
            Revoked
          </StateLabel>
        ),
    },
    {
      key: "revoke",
      title: "",
      width: "72px",
      cell: (apiKey) =>
        apiKey.revokedAt === null && (
          <Button
            variant="subtle"
            color="red"
            size="compact-xs"
            aria-label={`Revoke ${apiKey.name}`}
            onClick={() => onRevoke(apiKey)}
          >
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <DataTable label="API keys" columns={columns} rows={keys} rowKey={({ id }) => id} loading={loading} empty={empty} />
  );
}

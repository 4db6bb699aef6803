import { Button, Title } from "@mantine/core";
import { administratorRoutes, type Invitation } from "@rollcall/admin-api/administrators.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { roleLabel } from "../../components/roles.ts";
import { scopeWords } from "./scope-words.ts";

/** Invitations that nobody accepted yet. */
export function InvitationTable({ invitations }: { readonly invitations: readonly Invitation[] }) {
  const mayChange = useMayChange();
  const revoke = useChange(administratorRoutes.revokeInvitation, { stale: ["invitations"] });
  const columns: Column<Invitation>[] = [
    { key: "email", title: "E-mail", width: "minmax(0, 3fr)", primary: true, cell: ({ email }) => email },
    { key: "role", title: "Role", width: "112px", cell: ({ role }) => roleLabel(role) },
    { key: "scope", title: "Organizations", width: "minmax(0, 2fr)", cell: scopeWords },
    { key: "by", title: "Invited by", width: "minmax(0, 2fr)", cell: ({ invitedBy }) => invitedBy },
    { key: "ends", title: "Ends", width: "96px", cell: ({ expiresAt }) => <RelativeTime at={expiresAt} /> },
  ];
  if (mayChange) {
    columns.push({
      key: "revoke",
      title: "",
      width: "88px",
      cell: ({ id, email }) => (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          aria-label={`Take back the invitation of ${email}`}
          loading={revoke.isPending && revoke.variables.params.invitationId === id}
          onClick={() => revoke.mutate({ params: { invitationId: id } })}
        >
          Take back
        </Button>
      ),
    });
  }
  return (
    <section aria-label="Invitations">
      <Title order={2} size="h3" mb="xs">
        Invited, not here yet
      </Title>
      <Refusal error={revoke.error} />
      <DataTable label="Invitations" columns={columns} rows={invitations} rowKey={({ id }) => id} />
    </section>
  );
}

import { Button, SegmentedControl } from "@mantine/core";
import { type AuditEntry, auditTrailRoutes } from "@rollcall/admin-api/audit-trail.ts";
import { IconDownload } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useMe } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { AuditEntryDrawer } from "./audit-entry-drawer.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditTable } from "./audit-table.tsx";
import { exportAddress, filterQuery } from "./filter-query.ts";

/** Who changed what, and what it was before. */
export function AuditTrailPage() {
  const { id, name } = useOrganization();
  const { wholeInstallation } = useMe();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/settings/audit-trail" });
  const navigate = useNavigate({ from: "/o/$slug/settings/audit-trail" });
  const ofInstallation = wholeInstallation && search.scope === "installation";
  const query = filterQuery(search);
  const params = { organizationId: id };
  const ofOrganization = usePages(auditTrailRoutes.listAuditTrail, { params, query }, { enabled: !ofInstallation });
  const beside = usePages(auditTrailRoutes.listInstallationAuditTrail, { query }, { enabled: ofInstallation });
  const list = ofInstallation ? beside : ofOrganization;
  const entries: readonly AuditEntry[] = (list.data?.pages ?? []).flatMap((page) => page.items);
  const opened = entries.find((entry) => entry.id === search.entry);
  const open = (entry: string | undefined) => void navigate({ search: (before) => ({ ...before, entry }) });
  return (
    <Page
      title="Audit trail"
      lead={
        ofInstallation
          ? "What was changed beside the organizations: sign-ins, administrators, API keys."
          : `What administrators and API keys changed in ${name}, newest first.`
      }
      actions={
        <Button
          component="a"
          variant="default"
          href={exportAddress(ofInstallation ? undefined : id, query)}
          download={ofInstallation ? "audit-trail-installation.csv" : "audit-trail.csv"}
          leftSection={<IconDownload size={14} stroke={1.5} />}
        >
          Export CSV
        </Button>
      }
      calls={
        ofInstallation
          ? [
              { route: auditTrailRoutes.listInstallationAuditTrail, query },
              { route: auditTrailRoutes.exportInstallationAuditTrail, query },
            ]
          : [
              { route: auditTrailRoutes.listAuditTrail, params, query },
              { route: auditTrailRoutes.exportAuditTrail, params, query },
            ]
      }
    >
      {wholeInstallation && (
        <SegmentedControl
          size="xs"
          aria-label="Whose audit trail"
          mb="sm"
          value={ofInstallation ? "installation" : "organization"}
          onChange={(value) =>
            void navigate({ search: value === "installation" ? { scope: value } : {}, replace: true })
          }
          data={[
            { value: "organization", label: name },
            { value: "installation", label: "Installation" },
          ]}
        />
      )}
      <AuditFilters
        filters={search}
        onChange={(changed) =>
          void navigate({
            search: (before) => ({ ...before, ...changed, entry: undefined }),
            replace: true,
          })
        }
      />
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <AuditTable
          entries={entries}
          loading={list.isPending}
          hasMore={list.hasNextPage}
          onMore={() => void list.fetchNextPage()}
          onOpen={open}
          openedId={opened?.id}
          empty={
            <EmptyState
              title={Object.keys(query).length === 0 ? "Nothing was changed yet" : "Nothing fits these filters"}
            >
              Each change that a person or a program makes here is kept with who, when, and what it was before.
            </EmptyState>
          }
        />
      )}
      <AuditEntryDrawer entry={opened} onClose={() => open(undefined)} />
    </Page>
  );
}

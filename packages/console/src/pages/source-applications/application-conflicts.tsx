import { Button, Stack } from "@mantine/core";
import { conflictRoutes } from "@rollcall/admin-api/conflicts.ts";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { usePages } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { ConflictCard } from "../../components/conflict-card.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** Resources of which a person must decide whom they concern; nothing where there are none. */
export function ApplicationConflicts() {
  const { id } = useSourceApplication();
  const organization = useOrganization();
  const list = usePages(
    conflictRoutes.listConflicts,
    { params: { organizationId: organization.id }, query: { sourceApplicationId: id } },
    { limit: 3, every: 10_000 },
  );
  const conflicts = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (conflicts.length === 0) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Card title="Conflicts" lead="Nobody is made or changed in the directory until you decide whom these concern.">
      <Stack gap="sm">
        {conflicts.map((conflict) => (
          <ConflictCard key={conflict.scimId} conflict={conflict} />
        ))}
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        )}
      </Stack>
    </Card>
  );
}

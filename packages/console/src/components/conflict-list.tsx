import { Button, Stack } from "@mantine/core";
import { type Conflict, conflictRoutes } from "@rollcall/admin-api/conflicts.ts";
import { useOrganization } from "../api/organization.ts";
import { usePages } from "../api/use-answer.ts";
import { ConflictCard } from "./conflict-card.tsx";

interface Options {
  /** Only those of one application. */
  readonly sourceApplicationId?: string | undefined;
  /** Conflicts of one page of the list. */
  readonly limit: number;
}

/** Open conflicts, oldest first; new ones show within seconds. */
export function useConflicts({ sourceApplicationId, limit }: Options) {
  const { id } = useOrganization();
  const query = sourceApplicationId === undefined ? {} : { sourceApplicationId };
  const list = usePages(
    conflictRoutes.listConflicts,
    { params: { organizationId: id }, query },
    { limit, every: 10_000 },
  );
  return { ...list, conflicts: list.data?.pages.flatMap((page) => page.items) ?? [] };
}

interface Props {
  readonly conflicts: readonly Conflict[];
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** Conflicts below each other, each with what a person can decide, as far as somebody asks for more. */
export function ConflictList({ conflicts, hasNextPage, isFetchingNextPage, fetchNextPage }: Props) {
  return (
    <Stack gap="sm">
      {conflicts.map((conflict) => (
        <ConflictCard key={`${conflict.sourceApplicationId} ${conflict.scimId}`} conflict={conflict} />
      ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

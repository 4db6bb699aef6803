import { useSourceApplication } from "../../api/source-application.ts";
import { Card } from "../../components/card.tsx";
import { ConflictList, useConflicts } from "../../components/conflict-list.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** Resources of which a person must decide whom they concern; nothing where there are none. */
export function ApplicationConflicts() {
  const { id } = useSourceApplication();
  const list = useConflicts({ sourceApplicationId: id, limit: 3 });
  if (list.conflicts.length === 0) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Card title="Conflicts" lead="Nobody is made or changed in the directory until you decide whom these concern.">
      <ConflictList {...list} />
    </Card>
  );
}

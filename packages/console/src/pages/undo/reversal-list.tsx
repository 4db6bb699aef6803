import { Button, Skeleton } from "@mantine/core";
import type { LeftChange, Reversal } from "@rollcall/admin-api/undo.ts";
import { undoRoutes } from "@rollcall/admin-api/undo.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { ChangeList } from "../../components/change-list.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./undo.module.css";

interface Props {
  readonly jobId: string;
  readonly title: string;
  readonly exportName: string;
}

/** Everybody whom an undo concerns, field by field: what comes back, and what stays and why. */
export function ReversalList({ jobId, title, exportName }: Props) {
  const { id } = useOrganization();
  const params = { organizationId: id, jobId };
  const list = usePages(undoRoutes.listReversals, { params }, { limit: 100 });
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  if (list.isError) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton height={160} aria-label="Loading" />;
  if (rows.length === 0) {
    return (
      <EmptyState title="There is nothing to undo">
        Within this time the application changed nothing in the directory that is not as it was before.
      </EmptyState>
    );
  }
  return (
    <Card
      title={title}
      flush
      actions={
        <Button
          component="a"
          variant="default"
          size="xs"
          href={`/api/v1/organizations/${id}/jobs/${jobId}/reversals/export.csv`}
          download={`${exportName}.csv`}
        >
          Export as CSV
        </Button>
      }
    >
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.id} className={classes.item}>
            <Name reversal={row} />
            <div className={classes.changes}>
              <ChangeList
                changes={row.reversed.map(({ label, from, to }) => ({ attribute: label, ...inWords(from, to) }))}
                labels={new Map(row.reversed.map(({ label }) => [label, label]))}
                people={{}}
              />
              {row.left.map((change) => (
                <p key={change.label} className={classes.left}>
                  {change.label} stays as it is: {reason(change)}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" m="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Card>
  );
}

function Name({ reversal: { kind, id, name } }: { readonly reversal: Reversal }) {
  const { slug } = useOrganization();
  const shown = name ?? "Somebody without a name";
  return (
    <span className={classes.name} dir="auto">
      {kind === "user" ? (
        <Link to="/o/$slug/directory/users/$directoryUserId" params={{ slug, directoryUserId: id }}>
          {shown}
        </Link>
      ) : (
        <Link to="/o/$slug/directory/groups/$directoryGroupId" params={{ slug, directoryGroupId: id }}>
          {shown} (group)
        </Link>
      )}
    </span>
  );
}

/** A membership is there or not. */
function inWords(from: unknown, to: unknown): { readonly from: unknown; readonly to: unknown } {
  if (typeof from !== "boolean" || typeof to !== "boolean") return { from, to };
  return { from: from ? "member" : "no member", to: to ? "member" : "no member" };
}

const reasons: Readonly<Record<LeftChange["because"], string>> = {
  "changed-since": "it was changed since",
  "linked-since": "another application has been linked to this person since",
  "held-by-administrator": "an administrator disabled the person or put them into the recycle bin",
  "resource-gone": "the source deleted one of the two groups, and has to say itself that one is in the other",
  "legal-hold": "the person is under legal hold",
  erased: "the directory does not hold it any more",
};

function reason({ because, since }: LeftChange) {
  return (
    <>
      {reasons[because]}
      {since !== null && (
        <>
          , by {since.actorName ?? "somebody who is gone"}, <RelativeTime at={since.occurredAt} />
        </>
      )}
      .
    </>
  );
}

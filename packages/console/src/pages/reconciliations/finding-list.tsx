import { Button, Checkbox, Group, Skeleton, Text } from "@mantine/core";
import { type Finding, type Reconciliation, reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import { IconDownload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { addressOf } from "../../api/route-call.ts";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { usePages } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { ChangeList } from "../../components/change-list.tsx";
import { type ListSearch, queryOf } from "../../components/list-filter.ts";
import { ListFilters } from "../../components/list-filters.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { ActOnFindings } from "./act-on-findings.tsx";
import { findingFilters, kindWords, outcomeWords } from "./finding-words.ts";
import classes from "./reconciliations.module.css";

interface Props {
  readonly reconciliation: Reconciliation;
  readonly search: ListSearch;
  readonly onSearch: (changed: ListSearch) => void;
  readonly onActed: (jobId: string) => void;
}

/** On whom the two sides differ; some can be chosen, to do here what the source did not. */
export function FindingList({ reconciliation, search, onSearch, onActed }: Props) {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const [chosen, setChosen] = useState<ReadonlyMap<string, Finding>>(new Map());
  const [asked, setAsked] = useState(false);
  const filters = findingFilters(reconciliation);
  const params = { sourceApplicationId: id, reconciliationId: reconciliation.id };
  const query = queryOf(filters, search);
  const list = usePages(reconciliationRoutes.listFindings, { params, query }, { limit: 50 });
  const rows = (list.data?.pages ?? []).flatMap(({ items }) => items);
  const open = (reconciliation.open?.deactivate ?? 0) + (reconciliation.open?.delete ?? 0);
  const choose = (finding: Finding, on: boolean) => {
    const next = new Map(chosen);
    if (on) next.set(finding.id, finding);
    else next.delete(finding.id);
    setChosen(next);
  };
  return (
    <Card
      title="Person by person"
      lead={search["kind"] === "missing" ? sendThem : undefined}
      flush
      actions={
        <Group gap="xs" justify="flex-end">
          <Button
            component="a"
            variant="default"
            size="xs"
            leftSection={<IconDownload size={14} stroke={1.5} />}
            href={addressOf(reconciliationRoutes.exportFindings, { params, query })}
            download="reconciliation.csv"
          >
            Export as CSV
          </Button>
          {mayChange && open > 0 && (
            <Button size="xs" onClick={() => setAsked(true)}>
              {chosen.size === 0 ? "Act on all" : `Act on ${chosen.size.toLocaleString("en")}`}
            </Button>
          )}
        </Group>
      }
    >
      <div className={classes.tools}>
        <ListFilters filters={filters} search={search} onSearch={onSearch} />
      </div>
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={160} aria-label="Loading" />}
      <ul className={classes.list} aria-label="Person by person" aria-busy={list.isFetching}>
        {rows.map((finding) => (
          <Row
            key={`${finding.kind} ${finding.id}`}
            finding={finding}
            chosen={chosen.has(finding.id)}
            onChoose={mayChange && mayAct(finding) ? (on) => choose(finding, on) : undefined}
          />
        ))}
      </ul>
      {list.isSuccess && rows.length === 0 && (
        <Text size="sm" c="dimmed" className={classes.more}>
          Nobody of that kind was found.
        </Text>
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            size="xs"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
      <ActOnFindings
        opened={asked}
        reconciliation={reconciliation}
        chosen={[...chosen.values()]}
        onClose={() => setAsked(false)}
        onActed={(jobId) => {
          setAsked(false);
          setChosen(new Map());
          onActed(jobId);
        }}
      />
    </Card>
  );
}

const sendThem =
  "Rollcall cannot make a source send anybody. Export this list, and assign these people to the application at the source.";

function mayAct({ kind, acted }: Finding): boolean {
  return acted === null && (kind === "gone" || kind === "inactive" || kind === "extra");
}

interface RowProps {
  readonly finding: Finding;
  readonly chosen: boolean;
  /** Undefined where nothing can be done here. */
  readonly onChoose: ((on: boolean) => void) | undefined;
}

function Row({ finding, chosen, onChoose }: RowProps) {
  const { kind, name, userName, email, place, changes, acted } = finding;
  const who = name ?? userName ?? email ?? "Somebody without a name";
  const { says, meaning } = kindWords[kind];
  return (
    <li className={classes.finding}>
      <div>
        {onChoose !== undefined && (
          <Checkbox
            size="xs"
            aria-label={`Choose ${who}`}
            checked={chosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        )}
      </div>
      <div className={classes.whom}>
        <Name finding={finding} who={who} />
        {userName !== null && userName !== who && (
          <Text size="xs" c="dimmed">
            {userName}
          </Text>
        )}
      </div>
      <div className={classes.what}>
        <StateLabel meaning={meaning}>{says}</StateLabel>
      </div>
      <div className={classes.what}>
        <ChangeList
          changes={changes.map(({ label, here, there }) => ({
            attribute: label,
            from: here || null,
            to: there || null,
          }))}
          labels={new Map(changes.map(({ label }) => [label, label]))}
          people={{}}
        />
        {acted !== null && <Text size="sm">{outcomeWords(acted)}</Text>}
        {acted === null && kind === "missing" && place !== null && (
          <Text size="sm" c="dimmed">
            The source has to send them
          </Text>
        )}
      </div>
    </li>
  );
}

function Name({ finding, who }: { readonly finding: Finding; readonly who: string }) {
  const { slug } = useOrganization();
  if (finding.directoryUserId === null) return <bdi>{who}</bdi>;
  const params = { slug, directoryUserId: finding.directoryUserId };
  return (
    <Link to="/o/$slug/directory/users/$directoryUserId" params={params} dir="auto">
      {who}
    </Link>
  );
}

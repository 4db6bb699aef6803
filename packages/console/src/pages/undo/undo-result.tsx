import type { Job } from "@rollcall/admin-api/jobs.ts";
import { Link } from "@tanstack/react-router";
import { Text } from "@mantine/core";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { Figure, Figures } from "../../components/figures.tsx";

interface Counts {
  readonly reversed: number;
  readonly values: number;
  readonly statuses: number;
  readonly memberships: number;
  readonly binned: number;
  readonly left: number;
}

const none: Counts = { reversed: 0, values: 0, statuses: 0, memberships: 0, binned: 0, left: 0 };

interface Result {
  readonly people: Counts;
  readonly groups: Counts;
  readonly mappingVersions: readonly number[];
}

export function resultOf({ result }: Job): Result {
  const { people = none, groups = none, mappingVersions = [] } = (result ?? {}) as Partial<Result>;
  return { people, groups, mappingVersions };
}

/** What an undo comes to, in numbers. */
export function UndoResult({ job }: { readonly job: Job }) {
  const { people, groups, mappingVersions } = resultOf(job);
  const add = (name: keyof Counts) => (people[name] + groups[name]).toLocaleString("en");
  return (
    <>
      <Figures>
        <Figure name="People" note={andGroups(groups.reversed)}>
          {people.reversed.toLocaleString("en")}
        </Figure>
        <Figure name="Values">{add("values")}</Figure>
        <Figure name="Statuses" note={`${add("binned")} to the recycle bin`}>
          {add("statuses")}
        </Figure>
        <Figure name="Memberships">{add("memberships")}</Figure>
        <Figure name="Stay as they are">{add("left")}</Figure>
      </Figures>
      {mappingVersions.length > 0 && <MappingNotice versions={mappingVersions} />}
    </>
  );
}

function MappingNotice({ versions }: { readonly versions: readonly number[] }) {
  const { slug } = useOrganization();
  const { id } = useSourceApplication();
  const [first = 0] = versions;
  const which =
    versions.length === 1
      ? `Version ${first} of the mapping was`
      : `Versions ${versions.join(", ")} of the mapping were`;
  return (
    <Text size="sm">
      {which} saved within this time and {versions.length === 1 ? "stays" : "stay"} in force: what comes back stands
      against it, and people who are new get its values.{" "}
      <Link to="/o/$slug/apps/$applicationId/mapping" params={{ slug, applicationId: id }}>
        Restore version {Math.max(1, first - 1)}
      </Link>{" "}
      if that is what went wrong.
    </Text>
  );
}

function andGroups(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "and a group" : `and ${count.toLocaleString("en")} groups`;
}

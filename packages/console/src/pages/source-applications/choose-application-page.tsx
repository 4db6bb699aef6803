import { Select, TextInput } from "@mantine/core";
import { type ApplicationKind, applicationKindRoutes } from "@rollcall/admin-api/application-kinds.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useApplicationKinds } from "../../api/application-kinds.ts";
import { useOrganization } from "../../api/organization.ts";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { KindTile, LoadingTiles } from "./kind-tile.tsx";
import classes from "./kind-tile.module.css";
import { NewApplication } from "./new-application.tsx";

const categories = [
  { value: "", label: "All Apps" },
  { value: "provisioning", label: "Provisioning" },
] as const;

const pushes: readonly ApplicationKind["push"][] = ["yes", "extension", "no"];

/** Choose Application: which product pushes? */
export function ChooseApplicationPage() {
  const { slug, id } = useOrganization();
  const { q = "", category = "", kind } = useSearch({ from: "/signed-in/o/$slug/framed/apps/new" });
  const navigate = useNavigate({ from: "/o/$slug/apps/new" });
  const kinds = useApplicationKinds();
  const chosen = kinds.data?.items.find((one) => one.id === kind && one.push !== "no");
  if (chosen !== undefined) return <NewApplication kind={chosen} />;

  const change = (name: "q" | "category", value: string) =>
    void navigate({ search: (before) => ({ ...before, [name]: value === "" ? undefined : value }), replace: true });
  const found = (kinds.data?.items ?? [])
    .filter((one) => matches(one, q, category))
    // Those that have something to explain stand last, so that rows stay even.
    .toSorted((one, other) => pushes.indexOf(one.push) - pushes.indexOf(other.push));
  const fallback = kinds.data?.items.find((one) => one.id === "scim-client");
  return (
    <Page
      title="Choose Application"
      lead="Which product will push its people here? Whatever is not listed uses SCIM Client (Source)."
      calls={[
        { route: applicationKindRoutes.listApplicationKinds },
        {
          route: sourceApplicationRoutes.createSourceApplication,
          params: { organizationId: id },
          body: { displayName: "Okta", kind: "okta" },
        },
      ]}
    >
      <div className={classes.controls}>
        <Select
          aria-label="Which applications"
          data={categories}
          value={category}
          onChange={(value) => change("category", value ?? "")}
          allowDeselect={false}
          w={160}
        />
        <TextInput
          aria-label="Search applications"
          placeholder="Search…"
          leftSection={<IconSearch size={14} stroke={1.5} />}
          value={q}
          onChange={(event) => change("q", event.currentTarget.value)}
          className={classes.search}
          autoFocus
        />
      </div>
      {kinds.isError && <Refusal error={kinds.error} onRetry={() => void kinds.refetch()} />}
      {kinds.isPending && <LoadingTiles />}
      <ul className={classes.tiles} aria-label="Applications">
        {found.map((one) => (
          <KindTile key={one.id} kind={one} slug={slug} />
        ))}
      </ul>
      {kinds.isSuccess && found.length === 0 && (
        <>
          <p className={classes.none}>
            No tile is called “{q}”. If it speaks SCIM 2.0 and lets you enter an address and a token, this one serves:
          </p>
          <ul className={classes.tiles} aria-label="Instead">
            {fallback !== undefined && <KindTile kind={fallback} slug={slug} />}
          </ul>
        </>
      )}
    </Page>
  );
}

function matches({ name, summary, category }: ApplicationKind, typed: string, wanted: string): boolean {
  const words = typed.trim().toLowerCase();
  return (wanted === "" || category === wanted) && `${name} ${summary}`.toLowerCase().includes(words);
}

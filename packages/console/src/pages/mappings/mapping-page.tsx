import { SegmentedControl } from "@mantine/core";
import { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { type Mapping, mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { LatestJob } from "../../components/latest-job.tsx";
import { LoadingCard } from "../../components/loading-card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { Section } from "../../components/section.tsx";
import { ApplyMapping } from "./apply-mapping.tsx";
import type { SectionName } from "./mapping-draft.ts";
import { MappingEditor } from "./mapping-editor.tsx";
import { MappingVersions } from "./mapping-versions.tsx";

/** Attributes Mapping: which of our attributes is filled from which of the source's? */
export function MappingPage() {
  const { id } = useSourceApplication();
  const organization = useOrganization();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/apps/$applicationId/mapping" });
  const section: SectionName = search.section === "groups" ? "groups" : "users";
  const navigate = useNavigate({ from: "/o/$slug/apps/$applicationId/mapping" });
  const params = { sourceApplicationId: id };
  const mapping = useAnswer(mappingRoutes.getMapping, { params });
  const attributes = useAnswer(directoryAttributeRoutes.listDirectoryAttributes, {
    params: { organizationId: organization.id },
  });
  const error = mapping.error ?? attributes.error;
  return (
    <Section
      lead="Which attribute of the directory is filled from which attribute of the source. The first path that has a value wins."
      actions={
        <>
          <ApplyMapping />
          <MappingVersions />
        </>
      }
      calls={[
        { route: mappingRoutes.getMapping, params },
        ...(mapping.data === undefined
          ? []
          : [
              { route: mappingRoutes.checkMapping, params, body: shortened(mapping.data) },
              { route: mappingRoutes.putMapping, params, body: shortened(mapping.data) },
            ]),
      ]}
    >
      <LatestJob kind="apply-mapping" noun="people and groups" />
      <SegmentedControl
        aria-label="Section"
        value={section}
        onChange={(value) => void navigate({ search: { section: value }, replace: true })}
        data={[
          { value: "users", label: "Users" },
          { value: "groups", label: "Groups" },
        ]}
        mb="md"
      />
      {error !== null && (
        <Refusal
          error={error}
          onRetry={() => {
            void mapping.refetch();
            void attributes.refetch();
          }}
        />
      )}
      {mapping.data !== undefined && attributes.data !== undefined ? (
        <MappingEditor section={section} mapping={mapping.data} attributes={attributes.data} />
      ) : (
        error === null && <LoadingCard rows={14} />
      )}
    </Section>
  );
}

/** The first rule of each section, so that the example stays readable. */
function shortened({ version, users, groups }: Mapping): object {
  const first = (rules: Mapping["users"]) => rules.slice(0, 1).map(({ attribute, source }) => ({ attribute, source }));
  return { version, users: first(users), groups: first(groups) };
}

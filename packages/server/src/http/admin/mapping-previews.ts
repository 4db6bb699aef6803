import type {
  MappingDifference as PresentedDifference,
  MappingPreview,
  mappingPreviewRoutes,
} from "@rollcall/admin-api/mapping-previews.ts";
import { countsOf, type PreviewJob, startPreviewing } from "../../actions/preview-mapping.ts";
import { foundPreview, listDifferences, listPreviews } from "../../actions/read-mapping-preview.ts";
import { directoryGroupAttributes, directoryUserAttributes } from "../../domain/directory-attribute.ts";
import type { MappingDifference } from "../../domain/mapping-preview.ts";
import { actorOf } from "../../domain/principal.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { exportDifferences, formatDifferences, formatDifferencesHead } from "./export-mapping-differences.ts";
import type { HandlersOf } from "./handler.ts";
import { presentJob } from "./jobs.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { labelsOf } from "./present-values.ts";

export const mappingPreviewHandlers: HandlersOf<typeof mappingPreviewRoutes> = {
  createMappingPreview: async ({ deps, application, body, principal }) =>
    present(deps, await startPreviewing(deps, application, body, actorOf(principal))),
  listMappingPreviews: async ({ deps, application }) => {
    const previews = await listPreviews(deps, application);
    return { items: await Promise.all(previews.map((job) => present(deps, job))), nextCursor: null };
  },
  getMappingPreview: async ({ deps, application, params }) =>
    present(deps, await foundPreview(deps, application, params.mappingPreviewId)),
  listMappingDifferences: async ({ deps, application, params, query }) => {
    const { after, limit } = listParameters("mapping-differences", query);
    const page = await listDifferences(deps, application, params.mappingPreviewId, query, after, limit);
    const labels = await attributeLabels(deps, application.organizationId);
    return presentPage("mapping-differences", page, (one) => presentDifference(one, labels));
  },
  exportMappingDifferencesAsCsv: async ({ deps, application, params, query }) => {
    const { mappingPreviewId } = params;
    await foundPreview(deps, application, mappingPreviewId);
    const labels = await attributeLabels(deps, application.organizationId);
    return exportDifferences(deps, application, mappingPreviewId, query, {
      head: formatDifferencesHead(),
      page: (items) => formatDifferences(items, labels),
    });
  },
  exportMappingDifferencesAsJson: async ({ deps, application, params, query }) => {
    const { mappingPreviewId } = params;
    await foundPreview(deps, application, mappingPreviewId);
    const labels = await attributeLabels(deps, application.organizationId);
    return exportDifferences(deps, application, mappingPreviewId, query, {
      head: "",
      page: (items) => items.map((one) => `${JSON.stringify(presentDifference(one, labels))}\n`).join(""),
    });
  },
};

async function attributeLabels({ database }: AdminDeps, organizationId: string): Promise<ReadonlyMap<string, string>> {
  const custom = await listCustomAttributes(database.lists, organizationId);
  const labels = labelsOf([...directoryGroupAttributes, ...directoryUserAttributes, ...custom]);
  return new Map([...labels, ["status", "Status"]]);
}

function presentDifference(
  { changes, missing, ...difference }: MappingDifference,
  labels: ReadonlyMap<string, string>,
): PresentedDifference {
  return {
    ...difference,
    changes: changes.map((change) => ({ ...change, label: labels.get(change.attribute) ?? change.attribute })),
    missing: [...missing],
  };
}

async function present(deps: AdminDeps, job: PreviewJob): Promise<MappingPreview> {
  const { attributes, ...counts } = countsOf(job);
  const labels = await attributeLabels(deps, job.organizationId);
  const changed = Object.entries(attributes).map(([attribute, numbers]) => ({
    attribute,
    label: labels.get(attribute) ?? attribute,
    ...numbers,
  }));
  const sum = ({ given, changed: other, taken }: (typeof changed)[number]) => given + other + taken;
  return {
    id: job.id,
    job: await presentJob(deps, job),
    mappingVersion: job.input.mappingVersion,
    rules: [...job.input.changes],
    counts: { ...counts, attributes: changed.toSorted((a, b) => sum(b) - sum(a)) },
  };
}

import type {
  ExportColumns,
  Finding as PresentedFinding,
  Reconciliation,
  reconciliationRoutes,
} from "@rollcall/admin-api/reconciliations.ts";
import { countOpen, startActing } from "../../actions/act-on-findings.ts";
import {
  type AskedFindings,
  foundReconciliation,
  listFoundBy,
  listReconciliations,
} from "../../actions/read-reconciliations.ts";
import { foundBy, type ReconcileJob } from "../../actions/reconcile-job.ts";
import { startReconciliation } from "../../actions/start-reconciliation.ts";
import { directoryUserAttributes } from "../../domain/directory-attribute.ts";
import { fits, recogniseColumns } from "../../domain/export-columns.ts";
import { actorOf } from "../../domain/principal.ts";
import { findExportColumns } from "../../storage/read/exported-people.ts";
import type { StoredFinding } from "../../storage/read/findings.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { exportFindings } from "./export-findings.ts";
import type { HandlersOf } from "./handler.ts";
import { itemCursor, presentItems } from "./job-items.ts";
import { presentJob } from "./jobs.ts";
import { labelsOf } from "./present-values.ts";
import { openExport } from "./read-export.ts";

export const reconciliationHandlers: HandlersOf<typeof reconciliationRoutes> = {
  readExportColumns: async ({ deps, application, body }) => {
    const { organizationId, id } = application;
    const remembered = await findExportColumns(deps.database.lists, organizationId, id);
    return readColumns(body, remembered);
  },
  createReconciliation: async ({ deps, application, query, body, principal }) => {
    const { fileName = null, ...chosen } = query;
    const opened = await openExport(body);
    try {
      const sent = { opened, chosen, fileName };
      return await present(deps, await startReconciliation(deps, application, sent, actorOf(principal)));
    } finally {
      await opened.close();
    }
  },
  listReconciliations: async ({ deps, application }) => {
    const jobs = await listReconciliations(deps, application);
    return { items: await Promise.all(jobs.map((job) => present(deps, job))), nextCursor: null };
  },
  getReconciliation: async ({ deps, application, params }) =>
    presentWhole(deps, await foundReconciliation(deps, application, params.reconciliationId)),
  listFindings: async ({ deps, application, params, query }) => {
    const { after, limit } = itemCursor("findings", query);
    const page = await listFoundBy(deps, application, params.reconciliationId, asked(query), after, limit);
    return presentItems("findings", { next: page.next, items: page.items.map(presentFinding) });
  },
  exportFindings: async ({ deps, application, params, query }) => {
    const job = await foundReconciliation(deps, application, params.reconciliationId);
    return exportFindings(deps, application, job, asked(query));
  },
  actOnFindings: async ({ deps, application, params, body, principal }) => {
    const { action, people, reason, findingIds: ids, kinds, search } = body;
    const request = { action, people, reason, asked: { ids, kinds, search } };
    const job = await startActing(deps, application, params.reconciliationId, request, actorOf(principal));
    return { job: await presentJob(deps, job), action, people, reason };
  },
};

type AskedQuery = { readonly kinds?: string; readonly search?: string; readonly attribute?: string };

function asked({ kinds, search, attribute }: AskedQuery): AskedFindings {
  return { kinds: kinds?.split(","), search, attribute };
}

const sampled = 100;
const samples = 5;
const sampleLength = 80;

async function readColumns(
  body: AsyncIterable<Uint8Array>,
  remembered: Awaited<ReturnType<typeof findExportColumns>>,
): Promise<ExportColumns> {
  const opened = await openExport(body, { cut: true });
  try {
    const values = new Map(opened.columns.map((name) => [name, new Set<string>()]));
    let people = 0;
    for await (const { cells } of opened.records) {
      for (const [name, value] of cells) {
        const known = values.get(name);
        if (value !== "" && known !== undefined && known.size < samples) known.add(value.slice(0, sampleLength));
      }
      people += 1;
      if (people === sampled) break;
    }
    const { format, delimiter, columns } = opened;
    const recognised = recogniseColumns(columns);
    const before = remembered !== undefined && fits(columns, remembered) ? remembered : recognised;
    const { key, status } = before;
    return {
      format,
      delimiter,
      columns: columns.map((name) => ({ name, samples: [...(values.get(name) ?? [])] })),
      exportOf: recognised.exportOf,
      key,
      status: status && { column: status.column, active: status.active === null ? null : [...status.active] },
      compared: labelled(recognised.compared.filter(({ column }) => column !== key?.column)),
    };
  } finally {
    await opened.close();
  }
}

const labels = labelsOf(directoryUserAttributes);

function labelOf(attribute: string): string {
  return labels.get(attribute) ?? (attribute === "externalId" ? "externalId" : attribute);
}

function labelled(columns: readonly { readonly column: string; readonly attribute: string }[]) {
  return columns.map(({ column, attribute }) => ({ column, attribute, label: labelOf(attribute) }));
}

function presentFinding(found: StoredFinding): PresentedFinding {
  const { attributes: _, search: __, version: ___, changes, ...finding } = found;
  return { ...finding, changes: changes.map((change) => ({ ...change, label: labelOf(change.attribute) })) };
}

async function present(deps: AdminDeps, job: ReconcileJob): Promise<Reconciliation> {
  const { fileName, format, columns, ignored, people } = job.input;
  const { counts, fields } = foundBy(job);
  const { exportOf, key, status, compared } = columns;
  return {
    id: job.id,
    job: await presentJob(deps, job),
    fileName,
    format,
    exportOf,
    key,
    status: status && { column: status.column, active: status.active === null ? null : [...status.active] },
    compared: fields && labelled(compared.filter(({ attribute }) => fields.includes(attribute))),
    ignored: [...ignored],
    people,
    counts,
    open: null,
  };
}

async function presentWhole(deps: AdminDeps, job: ReconcileJob): Promise<Reconciliation> {
  const presented = await present(deps, job);
  return job.state === "done" ? { ...presented, open: await countOpen(deps, job) } : presented;
}

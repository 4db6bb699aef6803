import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { ProblemDocument } from "@rollcall/admin-api/problem.ts";
import type { Finding, Reconciliation } from "@rollcall/admin-api/reconciliations.ts";
import type { TestOrganization } from "./organization.ts";
import type { Source } from "./source.ts";

/** The reconciliations of one application, by the admin API. */
export class Reconciling {
  readonly organization: TestOrganization;
  readonly path: string;
  readonly #apiKey: string;

  constructor(organization: TestOrganization, source: Source, apiKey = organization.server.apiKey) {
    this.organization = organization;
    this.path = `/source-applications/${source.applicationId}/reconciliations`;
    this.#apiKey = apiKey;
  }

  /** Uploads a file and gives whatever is answered. */
  async send(
    file: string | Uint8Array<ArrayBuffer> | Blob,
    chosen: Readonly<Record<string, string>> = {},
    path = "",
  ): Promise<{ status: number; body: Reconciliation & ProblemDocument }> {
    const query = new URLSearchParams(chosen).toString();
    const response = await fetch(`${this.organization.server.origin}/api/v1${this.path}${path}?${query}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#apiKey}`, "content-type": "application/octet-stream" },
      body: file,
    });
    return { status: response.status, body: (await response.json()) as Reconciliation & ProblemDocument };
  }

  /** Uploads a file that has to be taken in, and waits until it is compared. */
  async reconcile(
    file: string | Uint8Array<ArrayBuffer> | Blob,
    chosen: Readonly<Record<string, string>> = {},
  ): Promise<Reconciliation> {
    const { status, body } = await this.send(file, chosen);
    if (status !== 201) throw new Error(`${status}: ${body.detail}`);
    await this.organization.server.jobs.run();
    return this.read(body.id);
  }

  read(id: string): Promise<Reconciliation> {
    return this.organization.call("GET", `${this.path}/${id}`);
  }

  async findings(id: string, query = "limit=500"): Promise<Finding[]> {
    return (await this.organization.call<{ items: Finding[] }>("GET", `${this.path}/${id}/findings?${query}`)).items;
  }

  /** Acts on findings and waits until it is done. */
  async act(id: string, body: object): Promise<Job> {
    const { job } = await this.organization.call<{ job: Job }>("POST", `${this.path}/${id}/act`, {
      reason: "the export says so",
      ...body,
    });
    await this.organization.server.jobs.run();
    return this.organization.call("GET", `/organizations/${this.organization.id}/jobs/${job.id}`);
  }

  /** What is found, as CSV. */
  async exported(id: string, query = ""): Promise<string> {
    const response = await fetch(`${this.organization.server.origin}/api/v1${this.path}/${id}/findings.csv${query}`, {
      headers: { authorization: `Bearer ${this.#apiKey}` },
    });
    return response.text();
  }
}

import type { Browser } from "playwright-core";
import { type Visit, type VisitOptions, visit } from "./browser.ts";
import type { Rollcall } from "./rollcall.ts";

/** Good for every administrator that the tests make. */
const password = "a quiet morning in Lisbon";

/** The first administrator of every test. */
export const owner = { name: "Olga Okafor", email: "olga@example.com", password } as const;

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
}

/** A visit of the first administrator, signed in. */
export interface OwnersVisit extends Visit {
  /** The first organization. */
  readonly organization: Organization;
}

/**
 * Sets the installation up by the printed link as its page does: the first administrator, an owner, is signed in and no
 * page is open yet.
 */
export async function setUp(
  browser: Browser,
  rollcall: Rollcall,
  { organizationName = "Example Corp", ...options }: VisitOptions & { readonly organizationName?: string } = {},
): Promise<OwnersVisit> {
  const begun = await visit(browser, rollcall.origin, options);
  const token = new URL(rollcall.setupLink).searchParams.get("token");
  const { organization } = await send<{ organization: Organization }>(begun, "/setup", {
    ...owner,
    token,
    organizationName,
  });
  return { ...begun, organization };
}

/** Opens a further browser of somebody who is an administrator already. */
export async function signIn(
  browser: Browser,
  rollcall: Rollcall,
  { email, ...options }: VisitOptions & { readonly email: string },
): Promise<Visit> {
  const begun = await visit(browser, rollcall.origin, options);
  await send(begun, "/session", { email, password });
  return begun;
}

/** Makes an administrator of some organizations by invitation, and opens a browser in which they are signed in. */
export async function signInAs(
  browser: Browser,
  rollcall: Rollcall,
  {
    role,
    organizationIds,
    name,
    email,
    ...options
  }: VisitOptions & {
    readonly role: "administrator" | "auditor";
    readonly organizationIds: readonly string[];
    readonly name: string;
    readonly email: string;
  },
): Promise<Visit> {
  const { link } = await rollcall.api<{ link: string }>("POST", "/invitations", { email, role, organizationIds });
  const begun = await visit(browser, rollcall.origin, options);
  await send(begun, "/invitation", { token: new URL(link).searchParams.get("token"), name, password });
  return begun;
}

/** Posts as the page would: the session's cookie stays in the browser. */
async function send<Answer>({ context }: Visit, path: string, data: object): Promise<Answer> {
  const answer = await context.request.post(`/api/v1${path}`, { data });
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${text}`);
  return JSON.parse(text) as Answer;
}

import type { ActionDeps } from "../../actions/action-deps.ts";

/** What the admin API works with. */
export interface AdminDeps extends ActionDeps {
  /** The public address, for the SCIM base URLs that it shows; without a slash at its end. */
  readonly origin: string;
}

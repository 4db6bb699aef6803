import type { CompiledApplication } from "../domain/source-application.ts";
import type { Database } from "../storage/database.ts";
import type { ChangeWriter } from "../storage/write/change-writer.ts";
import type { TrustedSettings } from "./trusted-settings.ts";

/** What every action works with. */
export interface ActionDeps {
  readonly database: Database;
  /** The way of every write of resources, links, directory and events. */
  readonly writer: ChangeWriter;
  readonly settings: TrustedSettings;
  /** The present instant, ISO 8601 in UTC with milliseconds. */
  readonly now: () => string;
  readonly newId: () => string;
}

/** The SCIM request that an action carries out. */
export interface ProvisioningRequest {
  readonly application: CompiledApplication;
  readonly exchangeId: string | null;
  /** Of If-Match and If-None-Match: throws when the resource's version is not one that the client will change. */
  readonly precondition?: ((version: number) => void) | undefined;
  /** The administrator who does it in the source's place, and why; undefined where the source does it itself. */
  readonly by?: { readonly actor: string; readonly reason: string } | undefined;
}

import { ScimError } from "@rollcall/scim/scim-error.ts";

const endpoint = /^\/(Users|Groups)\/(Users|Groups|ServiceProviderConfig|Schemas|ResourceTypes)(\/|$)/;

/**
 * Explains an address below a SCIM base URL at which there is nothing.
 *
 * @param path below the base URL, with its leading slash
 */
export function unknownAddress(path: string): ScimError {
  const pasted = endpoint.exec(path)?.[1];
  if (pasted !== undefined) {
    return new ScimError(404, `The SCIM base URL ends in /${pasted}: remove that, it ends in /v2`);
  }
  if (/^\/ServiceProviderConfigs\/?$/.test(path)) {
    return new ScimError(404, "This is a SCIM 2.0 service: its discovery document is at /ServiceProviderConfig");
  }
  if (/^\/Me\/?$/i.test(path)) {
    return new ScimError(501, `${path} is not supported`);
  }
  return new ScimError(404, `There is nothing at ${JSON.stringify(path.slice(0, 200))} below the SCIM base URL`);
}

const routedMethods: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
]);

/** Explains a request that no route takes: an address outside every base URL, or a method that nobody routes. */
export function unroutedRequest(method: string, url: string): ScimError {
  if (!routedMethods.has(method)) return new ScimError(501, `${method} is not supported`);
  const [path = ""] = url.split("?", 1);
  return new ScimError(404, `There is nothing at ${JSON.stringify(path.slice(0, 200))}`);
}

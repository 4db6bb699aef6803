import type { Route } from "@rollcall/admin-api/route.ts";

/** A call of the admin API as somebody would type it. */
export function asCurl(
  route: Pick<Route, "method" | "path" | "body">,
  input: { readonly params?: Readonly<Record<string, string>>; readonly query?: object; readonly body?: unknown },
  origin: string,
): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => input.params?.[name] ?? whole);
  const query = new URLSearchParams(
    Object.entries(input.query ?? {})
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]) => [name, String(value)]),
  ).toString();
  const method = route.method === "GET" ? "" : ` -X ${route.method}`;
  const lines = [
    `curl -s${method} '${origin}/api/v1${path}${query === "" ? "" : `?${query}`}'`,
    `  -H "Authorization: Bearer $ROLLCALL_API_KEY"`,
  ];
  if (input.body !== undefined) {
    lines.push(
      `  -H 'Content-Type: application/json'`,
      `  -d '${JSON.stringify(input.body).replaceAll("'", String.raw`'\''`)}'`,
    );
  }
  return lines.join(" \\\n");
}

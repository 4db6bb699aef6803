import type { Route } from "@rollcall/admin-api/route.ts";

interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: unknown;
}

/** Where a route answers on this server: for links that download. */
export function addressOf(route: Pick<Route, "path">, { params, query }: Omit<Input, "body">): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => params?.[name] ?? whole);
  const asked = new URLSearchParams(
    Object.entries(query ?? {})
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]) => [name, String(value)]),
  ).toString();
  return `/api/v1${path}${asked === "" ? "" : `?${asked}`}`;
}

/** A call of the admin API as somebody would type it. */
export function asCurl(
  route: Pick<Route, "method" | "path" | "body" | "bodyType">,
  input: Input,
  origin: string,
): string {
  const method = route.method === "GET" ? "" : ` -X ${route.method}`;
  const lines = [
    `curl -s${method} '${origin}${addressOf(route, input)}'`,
    `  -H "Authorization: Bearer $ROLLCALL_API_KEY"`,
  ];
  if (route.bodyType === "application/octet-stream") {
    lines.push(`  -H 'Content-Type: ${route.bodyType}'`, `  -T '${String(input.body)}' -X ${route.method}`);
  } else if (input.body !== undefined) {
    lines.push(
      `  -H 'Content-Type: application/json'`,
      `  -d '${JSON.stringify(input.body).replaceAll("'", String.raw`'\''`)}'`,
    );
  }
  return lines.join(" \\\n");
}

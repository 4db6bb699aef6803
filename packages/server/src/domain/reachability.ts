/** What stands in the way of a source that calls from outside (rules.md section 9). */
export interface OriginProblem {
  readonly code: "missing" | "not-https" | "private" | "unresolved";
  readonly found: string;
  readonly whatToDo: string;
}

/** How Rollcall's public address was found, and where it listens behind it. */
export interface OriginFacts {
  readonly problems: readonly OriginProblem[];
  /** `127.0.0.1:8080`: where a reverse proxy passes requests on to. */
  readonly listensOn: string;
}

/** A problem, and whether it keeps this source from calling. */
export interface JudgedProblem extends OriginProblem {
  readonly matters: boolean;
}

/** Says which of the problems keep a source from calling: one on the same network reaches a private address. */
export function judgeReachability(
  callsFrom: "cloud" | "network",
  problems: readonly OriginProblem[],
): { readonly reachable: boolean; readonly problems: readonly JudgedProblem[] } {
  const judged = problems.map((problem) => ({
    ...problem,
    matters: callsFrom === "cloud" || problem.code === "missing" || problem.code === "unresolved",
  }));
  return { reachable: !judged.some(({ matters }) => matters), problems: judged };
}

/** What mends a missing or insecure address: a reverse proxy that has a certificate. */
export function proxyRecipes({ problems, listensOn }: OriginFacts): { readonly name: string; readonly text: string }[] {
  if (!problems.some(({ code }) => code === "missing" || code === "not-https")) return [];
  return [
    { name: "Caddy", text: `scim.example.com {\n  reverse_proxy ${listensOn}\n}\n` },
    {
      name: "nginx",
      text: [
        "server {",
        "  listen 443 ssl;",
        "  server_name scim.example.com;",
        "  ssl_certificate     /etc/ssl/scim.example.com.pem;",
        "  ssl_certificate_key /etc/ssl/scim.example.com.key;",
        "  location / {",
        `    proxy_pass http://${listensOn};`,
        "    proxy_set_header Host $host;",
        "    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "    proxy_set_header X-Forwarded-Proto $scheme;",
        "  }",
        "}",
        "",
      ].join("\n"),
    },
    {
      name: "Environment",
      text: "ROLLCALL_ORIGIN=https://scim.example.com\nROLLCALL_TRUSTED_PROXIES=127.0.0.1\n",
    },
  ];
}

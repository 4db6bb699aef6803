import helmet from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const yearSeconds = 31_536_000;

/** The addresses that a browser may open; which page stands there is the console's to know. */
const pageAddresses = ["/sign-in", "/setup", "/invitation", "/reset", "/your-sign-in", "/organizations/*", "/o/*"];

/**
 * Serves the built console: its files, compressed when they were built, and its page for each address that a browser may
 * open. Nothing is loaded from another host and no inline script runs.
 *
 * @param folder of the build
 * @param secure whether the shown address is https, so that browsers are told to stay with it
 */
export async function registerConsole(
  app: FastifyInstance,
  { folder, secure }: { readonly folder: string; readonly secure: boolean },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The kit positions what floats by style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: "same-origin" },
    hsts: secure ? { maxAge: yearSeconds } : false,
  });
  await app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    wildcard: false,
    index: ["index.html"],
    setHeaders: (reply, path) => {
      // Vite puts a digest of the content into the names of what lies in assets/.
      const forGood = path.startsWith(`${folder}/assets/`);
      reply.header("cache-control", forGood ? `public, max-age=${yearSeconds}, immutable` : "no-cache");
    },
  });
  for (const address of pageAddresses) {
    app.get(address, async (_request, reply) => reply.sendFile("index.html"));
  }
}

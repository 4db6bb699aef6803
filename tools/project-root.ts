import { join } from "node:path";

/** The folder of this checkout that holds package.json. */
export const projectRoot = join(import.meta.dirname, "..");

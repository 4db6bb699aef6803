import { writeGeneratedTables } from "./docs/generated-tables.ts";
import { projectRoot } from "./project-root.ts";

/** Brings the generated tables of the documents up to date: `npm run docs`. */
const changed = await writeGeneratedTables(projectRoot);
console.log(changed.length === 0 ? "the documents are up to date" : `changed: ${changed.join(", ")}`);

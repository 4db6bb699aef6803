import type { Problem } from "./problem.ts";
import { isTestPath, type SourceFile, type SourceTree } from "./source-tree.ts";

/** Finds files that only pass on what others export: they close import circles and hide where a thing lives. */
export function findBarrelFiles(tree: SourceTree): Problem[] {
  return tree.files.flatMap((file) => {
    if (isTestPath(file.path)) return [];
    const { path } = file;
    if (/(^|\/)index\.tsx?$/.test(path)) return [{ path, message: "is called index: name it after what is inside" }];
    if (onlyPassesOn(file)) return [{ path, message: "only passes on other files' exports: import from those files" }];
    const all = file.program.body.find((statement) => statement.type === "ExportAllDeclaration");
    if (all === undefined) return [];
    return [{ path, line: file.lineAt(all.start), message: "export * hides what is exported: import from that file" }];
  });
}

function onlyPassesOn(file: SourceFile): boolean {
  const { body } = file.program;
  const passesOn = body.some(
    (statement) =>
      statement.type === "ExportAllDeclaration" ||
      (statement.type === "ExportNamedDeclaration" &&
        statement.declaration === null &&
        statement.specifiers.length > 0),
  );
  return passesOn && body.every((statement) => isImportOrReExport(statement));
}

function isImportOrReExport(statement: SourceFile["program"]["body"][number]): boolean {
  if (statement.type === "ExportNamedDeclaration") return statement.declaration === null;
  return statement.type === "ImportDeclaration" || statement.type === "ExportAllDeclaration";
}

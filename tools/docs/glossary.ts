import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Node } from "oxc-parser";
import type { Problem } from "../architecture/problem.ts";
import { isProgramPath, type SourceFile, type SourceTree, walk } from "../architecture/source-tree.ts";
import { readRows } from "./markdown-table.ts";

const document = "docs/glossary.md";

/** A word that the glossary keeps out of names, and the word to say instead. */
interface AvoidedWord {
  readonly word: string;
  readonly instead: string;
}

interface Exception {
  readonly word: string;
  readonly place: string;
  readonly line: number;
}

/**
 * Finds names in the program with a word that the glossary avoids: what is in backquotes in the *never* column of its
 * first table, except where its second table lets it stand. Only names that the program declares itself are looked
 * at, so that types and properties of others (`Record`, `response.status`) are nobody's fault.
 */
export function findAvoidedWords(root: string, tree: SourceTree): Problem[] {
  const { words, exceptions } = readGlossary(root);
  const used = new Set<Exception>();
  const problems: Problem[] = [];
  for (const file of tree.files.filter(({ path }) => isProgramPath(path))) {
    for (const { name, line } of declaredNames(file)) {
      for (const { word, instead } of words) {
        if (!splitName(name).some((part) => isWord(part, word))) continue;
        const exception = exceptions.find((one) => one.word === word && file.path.startsWith(one.place));
        if (exception === undefined) {
          problems.push({ path: file.path, line, message: `"${name}": say ${instead} instead of "${word}"` });
        } else used.add(exception);
      }
    }
  }
  const stale = exceptions.filter((exception) => !used.has(exception));
  const message = "this exception is not needed";
  return [...problems, ...stale.map(({ line }) => ({ path: document, line, message }))];
}

function readGlossary(root: string): { words: AvoidedWord[]; exceptions: Exception[] } {
  const [glossary = "", excepted = ""] = readFileSync(join(root, document), "utf8").split(/^## Exceptions$/m);
  const linesBefore = glossary.split("\n").length - 1;
  const words = readRows(glossary).flatMap(({ cells: [instead = "", , never = ""] }) =>
    [...never.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => ({ word, instead })),
  );
  const exceptions = readRows(excepted).map(({ line, cells: [word = "", place = ""] }) => ({
    word: word.replaceAll("`", ""),
    place: place.replaceAll("`", ""),
    line: line + linesBefore,
  }));
  return { words, exceptions };
}

/** The names that a file declares, its own name included. */
function declaredNames(file: SourceFile): { name: string; line: number }[] {
  const names: { name: string; line: number }[] = [{ name: basename(file.path).split(".")[0] ?? "", line: 1 }];
  walk(file.program, (node) => {
    for (const declared of declarations(node)) {
      names.push({ name: declared.name, line: file.lineAt(declared.start) });
    }
  });
  return names;
}

function declarations(node: Node): { name: string; start: number }[] {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [node.id, ...node.params].flatMap(boundNames);
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "VariableDeclarator":
      return boundNames(node.id);
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "PropertyDefinition":
    case "MethodDefinition":
      return boundNames(node.key);
    default:
      return [];
  }
}

/** The names that a pattern binds; in `{ user: person }` that is `person`, and `user` is the other side's word. */
function boundNames(node: Node | null): { name: string; start: number }[] {
  switch (node?.type) {
    case "Identifier":
      return [node];
    case "AssignmentPattern":
      return boundNames(node.left);
    case "RestElement":
      return boundNames(node.argument);
    case "ArrayPattern":
      return node.elements.flatMap(boundNames);
    case "ObjectPattern":
      return node.properties.flatMap((property) =>
        property.type === "Property" ? (property.shorthand ? [] : boundNames(property.value)) : boundNames(property),
      );
    default:
      return [];
  }
}

function splitName(name: string): string[] {
  return name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).filter(Boolean);
}

function isWord(part: string, word: string): boolean {
  const lower = part.toLowerCase();
  return lower === word || lower === `${word}s` || (word.endsWith("y") && lower === `${word.slice(0, -1)}ies`);
}

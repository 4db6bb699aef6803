import { externalName, type ImportReference, importsOf } from "./imports.ts";
import { type Layer, layerOf, packagesOfTests, partOf } from "./layers.ts";
import type { Problem } from "./problem.ts";
import { isProgramPath, isTestPath, type SourceFile, type SourceTree } from "./source-tree.ts";

/** Finds imports that go upward, sideways where that is not allowed, or out of a layer that has to stay pure. */
export function findWrongImports(tree: SourceTree): Problem[] {
  return tree.files.flatMap((file) => {
    const complaint = complaintAbout(file);
    return importsOf(file).flatMap((reference) => {
      const message = complaint(reference);
      return message === undefined ? [] : [{ path: file.path, line: reference.line, message }];
    });
  });
}

/** Finds source files for which the table of layers has no place. */
export function findFilesWithoutLayer(tree: SourceTree): Problem[] {
  return tree.files
    .filter((file) => isProgramPath(file.path) && layerOf(file.path) === undefined)
    .map(({ path }) => ({ path, message: "belongs to no layer: put it into one, or give it one in layers.ts" }));
}

function complaintAbout(file: SourceFile): (reference: ImportReference) => string | undefined {
  const layer = layerOf(file.path);
  if (isTestPath(file.path)) return (reference) => complainAboutTest(file.path, reference);
  if (isProgramPath(file.path) && layer !== undefined) {
    return (reference) => complainAboutProgram(file.path, layer, reference);
  }
  return () => undefined; // Tools and benchmarks may look at anything; nothing imports them.
}

function complainAboutProgram(path: string, layer: Layer, reference: ImportReference): string | undefined {
  const { specifier, target } = reference;
  if (target === undefined) return complainAboutOutside(layer, specifier);
  if (specifier.startsWith(".") && packageOf(target) !== packageOf(path)) {
    return `reaches another package by a path (${specifier}): import it by its name`;
  }
  if (!isProgramPath(target)) return `imports ${target}, which is no part of the program`;
  const other = layerOf(target);
  if (other === undefined) return undefined; // Said once, at the file itself.
  if (other.name === layer.name) {
    const [from, to] = [partOf(layer, path), partOf(other, target)];
    return from === to ? undefined : `${layer.name} never import each other: ${from} imports ${to} (${specifier})`;
  }
  if (layer.imports.includes(other.name)) return undefined;
  return `${layer.name} may not import ${other.name} (${specifier})`;
}

function complainAboutOutside(layer: Layer, specifier: string): string | undefined {
  const name = externalName(specifier);
  const still = layer.stillOutside ?? [];
  if (still.includes(name) || !layer.neverOutside.some((pattern) => matches(pattern, name))) return undefined;
  return `${layer.name} may not import ${name}`;
}

function complainAboutTest(path: string, { specifier, target }: ImportReference): string | undefined {
  const [own, other] = [packageOf(path), target === undefined ? undefined : packageOf(target)];
  if (own === undefined || other === undefined || own === other) return undefined;
  if (packagesOfTests.get(own)?.includes(other)) return undefined;
  return `tests of ${own} may not import ${other} (${specifier})`;
}

function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

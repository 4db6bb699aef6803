import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { WrongUsage } from "./session.ts";

/**
 * Reads an object from a JSON file, or from standard input where it is called `-`; what is in it is the server's to check.
 *
 * @param what is expected there: *a mapping as …*
 * @throws {WrongUsage} it cannot be read, or holds no JSON object
 */
export async function readJsonFile<Sent extends object>(file: string, what: string): Promise<Sent> {
  const expected = `expected ${what}`;
  const written = await readTextFile(file);
  let read: unknown;
  try {
    read = JSON.parse(written);
  } catch (error) {
    throw new WrongUsage(`${file}: ${expected}, found what is no JSON: ${(error as Error).message}`);
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) {
    throw new WrongUsage(`${file}: ${expected}, found ${Array.isArray(read) ? "an array" : JSON.stringify(read)}`);
  }
  return read as Sent;
}

/**
 * Reads a file as text, or standard input where it is called `-`.
 *
 * @throws {WrongUsage} it cannot be read
 */
export async function readTextFile(file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${(error as Error).message}`);
  }
}

import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Check, ok, problem, warning } from "./check.ts";

const name = "data folder";
const megabyte = 1024 * 1024;
const leastFree = 1_024 * megabyte;

/** Checks that the data folder may be written, or made where it is not there yet, and that its disk has room. */
export async function checkDataFolder(dataFolder: string): Promise<Check> {
  const folder = resolve(dataFolder);
  const found = await stat(folder).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) {
    return problem(name, `${folder} is no folder`, "set ROLLCALL_DATA to a folder");
  }
  const place = found === undefined ? await nearestFolder(folder) : folder;
  if (!(await mayWrite(place))) {
    const whose = await stat(place);
    return problem(
      name,
      `${place} may not be written by user id ${process.getuid?.()}: it belongs to ${whose.uid}`,
      "start Rollcall as its owner, change the owner, or set ROLLCALL_DATA to another folder",
    );
  }
  const { bavail, bsize } = await statfs(place);
  const free = Math.floor((bavail * bsize) / megabyte);
  if (bavail * bsize < leastFree) {
    return warning(
      name,
      `${folder}: its disk has ${free} MB left`,
      "make room: below 100 MB the database stops writing",
    );
  }
  return ok(name, found === undefined ? `${folder} will be made, ${free} MB free` : `${folder}, ${free} MB free`);
}

async function nearestFolder(folder: string): Promise<string> {
  for (let place = dirname(folder); ; place = dirname(place)) {
    if ((await stat(place).catch(() => undefined)) !== undefined || place === dirname(place)) return place;
  }
}

async function mayWrite(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

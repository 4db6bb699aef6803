import type { ChangeWriter } from "../storage/write/change-writer.ts";
import type { Trace } from "../trace.ts";
import type { TrustedSettings } from "./trusted-settings.ts";

/** Settings whose look-ups are steps of the requests that need them. */
export function traceSettings(settings: TrustedSettings, trace: Trace): TrustedSettings {
  return {
    ...settings,
    grant: (token) => trace.step("find grant of token", {}, () => settings.grant(token)),
    application: (id) =>
      trace.step("find application", { "rollcall.application.id": id }, () => settings.application(id)),
  };
}

/** A writer whose writes are steps of the requests that ask for them, the wait for a shared statement included. */
export function traceWriter(writer: ChangeWriter, trace: Trace): ChangeWriter {
  return {
    written: writer.written,
    get waiting() {
      return writer.waiting;
    },
    write: (change) =>
      trace.step("write change", { "rollcall.resource.type": change.resourceType }, () => writer.write(change)),
  };
}
